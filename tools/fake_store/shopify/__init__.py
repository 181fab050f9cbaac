"""A Shopify shop: its GraphQL Admin API, and its webhooks.

Operations are known by their name and variables; how much of a connection is wanted is taken from
the query's text. An order's edit replaces its lines, where Shopify keeps those that were taken off.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tools.fake_store.shopify import access, rate_limit, schema, webhooks
from tools.fake_store.shopify.graphql import OPERATIONS, Forbidden, UnknownQuery
from tools.fake_store.shopify.nodes import Sizes
from tools.fake_store.toolkit import Delivery, Event, Request, Response, Shop, json_response

_API = re.compile(r"/admin/api/(\d{4}-\d{2})/graphql\.json")


class ShopifyApi:
    def respond(self, shop: Shop, request: Request) -> Response | None:
        asked = _API.fullmatch(request.path)
        if request.method != "POST":
            return None
        if request.path == access.EXCHANGE:
            return access.exchanged(shop, request)
        if asked is None:
            return None
        if not access.is_let_in(shop, request):
            return json_response({"errors": access.UNKNOWN_CALLER}, 401)
        answer = self._answer(shop, request)
        return replace(answer, headers={**answer.headers, **_versions(shop, asked[1])})

    def _answer(self, shop: Shop, request: Request) -> Response:
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
            data = _data(shop, name, body["query"], variables, sizes)
        except (KeyError, Forbidden, UnknownQuery, schema.UndefinedField) as error:
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


def _data(
    shop: Shop, name: str, query: str, variables: Mapping[str, Any], sizes: Sizes
) -> dict[str, Any]:
    if name == schema.OPERATION:
        return schema.introspection(shop, query)
    schema.check(shop, query)
    return OPERATIONS[name](shop, variables, sizes)


def _versions(shop: Shop, asked: str) -> dict[str, str]:
    """By which version is answered: the one that was asked, or the oldest that there still is
    (`shop.extra["oldest_version"]`). `["deprecated"]`: what of it all is called deprecated."""
    told = {"X-Shopify-API-Version": max(asked, shop.extra.get("oldest_version", asked))}
    deprecated = shop.extra.get("deprecated", "")
    return told | ({"X-Shopify-API-Deprecated-Reason": deprecated} if deprecated else {})


def _refused(error: Exception) -> Response:
    if isinstance(error, Forbidden):
        return _errors("ACCESS_DENIED", f"Access denied for {error}")
    return _errors("undefinedField", f"not understood: {error}")


def _errors(code: str, message: str) -> Response:
    error: Mapping[str, Any] = {"message": message, "extensions": {"code": code}}
    return json_response({"errors": [error]})


PLATFORM_API = ShopifyApi()
