"""BigCommerce as a client meets it: V2 orders, V3 refunds, catalogue and hooks, one quota for all.

`shop.extra` says how the shop is: `tax_included`, and `quota`, the calls of a window of 30 seconds.
"""

import hmac
import re
import time
from collections.abc import Callable, Mapping

from tools.fake_store.bigcommerce import orders, products, webhooks
from tools.fake_store.bigcommerce.pagination import problem
from tools.fake_store.toolkit import Delivery, Event, Request, Response, Shop

QUOTA = 20_000
WINDOW_SECONDS = 30
XML = {"Content-Type": "application/xml"}
LISTS: Mapping[str, Callable[[Shop, Request], Response]] = {
    "/v2/orders": orders.list_orders,
    "/v2/orders/count": orders.count_orders,
    "/v3/orders/payment_actions/refunds": orders.list_refunds,
    "/v3/catalog/products": products.list_products,
    "/v3/catalog/variants/metafields": products.handle_metafields,
}

_ORDER = re.compile(r"/v2/orders/([0-9]+)")
_PARTS = re.compile(r"/v2/orders/([0-9]+)/(products|coupons)")
_REFUNDS = re.compile(r"/v3/orders/([0-9]+)/payment_actions/refunds")
_TRANSACTIONS = re.compile(r"/v3/orders/([0-9]+)/transactions")
_METAFIELDS = re.compile(r"/v3/orders/([0-9]+)/metafields")
_PRODUCT = re.compile(r"/v3/catalog/products/([0-9]+)")
_HOOK = re.compile(r"/v3/hooks(?:/([0-9]+))?")


class BigCommerceApi:
    def respond(self, shop: Shop, request: Request) -> Response | None:
        prefix = f"/stores/{shop.domain}"
        token = shop.access.get("token", "")
        given = request.headers.get("x-auth-token", "")
        if not request.path.startswith(f"{prefix}/") or not hmac.compare_digest(
            given.encode(), token.encode()
        ):
            return problem(401, "Unauthorized")
        left, reset_ms, quota = _take_call(shop)
        limits = _limits(left, reset_ms, quota)
        if left < 0:
            return _with(problem(429, "Too many requests"), limits | _retry(reset_ms))
        path = request.path.removeprefix(prefix)
        if path.endswith("/"):
            return _with(problem(403, "Forbidden"), limits)
        if path.startswith("/v2/") and "json" not in request.headers.get("accept", ""):
            return Response(200, b"<?xml version='1.0'?><orders/>", XML | limits)
        found = _list(shop, request, path) or _single_resource(shop, request, path)
        return _with(found, limits) if found else None

    def deliveries(self, shop: Shop, event: Event) -> list[Delivery]:
        return list(webhooks.deliveries(shop, event))

    def rate_limited(self, shop: Shop, seconds: int) -> Response:
        quota = shop.extra.get("quota", QUOTA)
        headers = _limits(0, seconds * 1000, quota) | _retry(seconds * 1000)
        return _with(problem(429, "Too many requests"), headers)


def _list(shop: Shop, request: Request, path: str) -> Response | None:
    if found := _HOOK.fullmatch(path):
        return webhooks.respond(shop, request, int(found[1]) if found[1] else None)
    return LISTS[path](shop, request) if path in LISTS else None


def _single_resource(shop: Shop, request: Request, path: str) -> Response | None:
    if found := _ORDER.fullmatch(path):
        return orders.get_order(shop, request, int(found[1]))
    if found := _PARTS.fullmatch(path):
        return orders.list_parts(shop, request, int(found[1]), found[2])
    if found := _PRODUCT.fullmatch(path):
        return products.get_product(shop, request, int(found[1]))
    return _part_of_order(shop, request, path)


def _part_of_order(shop: Shop, request: Request, path: str) -> Response | None:
    """What the V3 API tells of an order."""
    if found := _REFUNDS.fullmatch(path):
        return orders.list_refunds(shop, request, [int(found[1])])
    if found := _TRANSACTIONS.fullmatch(path):
        return orders.list_transactions(shop, request, int(found[1]))
    if found := _METAFIELDS.fullmatch(path):
        return orders.list_metafields(shop, request, int(found[1]))
    return None


def _take_call(shop: Shop) -> tuple[int, int, int]:
    """One call of the window: what is left of it, its rest in milliseconds, and the quota."""
    quota, now = shop.extra.get("quota", QUOTA), time.monotonic()
    started, calls = shop.extra.get("window", (now, 0))
    if now - started >= WINDOW_SECONDS:
        started, calls = now, 0
    shop.extra["window"] = started, calls + 1
    reset_ms = int((started + WINDOW_SECONDS - now) * 1000)
    return quota - calls - 1, reset_ms, quota


def _limits(left: int, reset_ms: int, quota: int) -> dict[str, str]:
    return {
        "X-Rate-Limit-Time-Window-Ms": str(WINDOW_SECONDS * 1000),
        "X-Rate-Limit-Time-Reset-Ms": str(reset_ms),
        "X-Rate-Limit-Requests-Quota": str(quota),
        "X-Rate-Limit-Requests-Left": str(max(0, left)),
    }


def _retry(reset_ms: int) -> dict[str, str]:
    return {"X-Retry-After": str(-(-reset_ms // 1000))}


def _with(response: Response, headers: Mapping[str, str]) -> Response:
    return Response(response.status, response.body, {**response.headers, **headers})


PLATFORM_API = BigCommerceApi()
