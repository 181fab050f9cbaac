"""A Shopify shop: its GraphQL Admin API, and its webhooks.

Operations are known by their name and variables; how much of a connection is wanted is taken from
the query's text. An order's edit replaces its lines, where Shopify keeps those that were taken off.
"""

from collections.abc import Mapping
from typing import Any

from tools.fake_store.shopify import rate_limit, webhooks
from tools.fake_store.shopify.graphql import OPERATIONS, Forbidden, UnknownQuery
from tools.fake_store.shopify.nodes import Sizes
from tools.fake_store.toolkit import Delivery, Event, Request, Response, Shop, json_response

API = "/admin/api/2026-10/graphql.json"
UNKNOWN_CALLER = "[API] Invalid API key or access token (unrecognized login or wrong password)"


class ShopifyApi:
    def respond(self, shop: Shop, request: Request) -> Response | None:
        if (request.method, request.path) != ("POST", API):
            return None
        if request.headers.get("x-shopify-access-token") != shop.access.get("token"):
            return json_response({"errors": UNKNOWN_CALLER}, 401)
        body = request.json()
        name, variables = body.get("operationName"), body.get("variables") or {}
        sizes = Sizes(body["query"], variables)
        cost = rate_limit.cost(name, sizes)
        if cost > rate_limit.QUERY_MAX:
            return _errors("MAX_COST_EXCEEDED", f"query cost is {cost}")
        bucket = rate_limit.bucket_of(shop)
        if not bucket.take(cost):
            return rate_limit.throttled(cost, bucket.status())
        try:
            data = OPERATIONS[name](shop, variables, sizes)
        except (KeyError, Forbidden, UnknownQuery) as error:
            return _refused(error)
        return json_response(
            {"data": data, "extensions": rate_limit.costs(cost, cost, bucket.status())}
        )

    def deliveries(self, shop: Shop, event: Event) -> list[Delivery]:
        return webhooks.deliveries(shop, event)

    def rate_limited(self, shop: Shop, seconds: int) -> Response:
        """Shopify does it in two ways: by status, and in an answer that looks fine."""
        shop.extra["limited"] = shop.extra.get("limited", 0) + 1
        if shop.extra["limited"] % 2:
            return json_response({"errors": "Too many calls"}, 429, {"Retry-After": f"{seconds}.0"})
        return rate_limit.throttled(100 * seconds, rate_limit.empty(restore=100))


def _refused(error: Exception) -> Response:
    if isinstance(error, Forbidden):
        return _errors("ACCESS_DENIED", f"Access denied for {error}")
    return _errors("undefinedField", f"not understood: {error}")


def _errors(code: str, message: str) -> Response:
    error: Mapping[str, Any] = {"message": message, "extensions": {"code": code}}
    return json_response({"errors": [error]})


PLATFORM_API = ShopifyApi()
