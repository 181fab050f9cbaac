"""WooCommerce's REST API v3 and its webhooks, as a shop of 8.2 was seen to answer and send."""

import base64
import hmac
import re
from collections.abc import Callable

from tools.fake_store.toolkit import Delivery, Event, Request, Response, Shop, json_response
from tools.fake_store.woocommerce import orders, products, webhooks

INDEX = "/wp-json"
API = f"{INDEX}/wc/v3"

type Route = Callable[..., Response]

_ROUTES: tuple[tuple[str, str, Route], ...] = (
    ("GET", "/orders", orders.list_orders),
    ("GET", "/orders/([0-9]+)", orders.get_order),
    ("GET", "/orders/([0-9]+)/refunds", orders.list_refunds),
    ("GET", "/subscriptions/([0-9]+)", orders.get_subscription),
    ("GET", "/products", products.list_products),
    ("GET", "/products/([0-9]+)", products.get_product),
    ("GET", "/products/([0-9]+)/variations", products.list_variations),
    ("POST", "/products/batch", products.update_batch),
    ("POST", "/products/([0-9]+)/variations/batch", products.update_batch),
    ("GET", "/webhooks", webhooks.list_webhooks),
    ("POST", "/webhooks", webhooks.create_webhook),
    ("PUT", "/webhooks/([0-9]+)", webhooks.update_webhook),
    ("DELETE", "/webhooks/([0-9]+)", webhooks.delete_webhook),
)


class WooCommerceApi:
    def respond(self, shop: Shop, request: Request) -> Response | None:
        if request.path == INDEX:
            return json_response({"home": f"https://{shop.domain}"})
        if not request.path.startswith(f"{API}/"):
            return None
        if refused := _refused(shop, request):
            return refused
        path = request.path.removeprefix(API)
        for method, pattern, route in _ROUTES:
            found = re.fullmatch(pattern, path) if method == request.method else None
            if found:
                return route(shop, request, *(int(each) for each in found.groups()))
        message = "No route was found matching the URL and request method."
        return _error("rest_no_route", message, 404)

    def deliveries(self, shop: Shop, event: Event) -> list[Delivery]:
        return webhooks.deliveries(shop, event)


def _refused(shop: Shop, request: Request) -> Response | None:
    """Why the caller is not let in; None for one who is."""
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return _error("woocommerce_rest_cannot_view", "Sorry, you cannot list resources.", 401)
    key, _, secret = base64.b64decode(given).decode().partition(":")
    if key != shop.access.get("consumer_key"):
        return _error("woocommerce_rest_cannot_view", "Sorry, you cannot list resources.", 401)
    if not hmac.compare_digest(secret, shop.access.get("consumer_secret", "")):
        code = "woocommerce_rest_authentication_error"
        return _error(code, "Consumer secret is invalid.", 401)
    return None


def _error(code: str, message: str, status: int) -> Response:
    return json_response({"code": code, "message": message, "data": {"status": status}}, status)


PLATFORM_API = WooCommerceApi()
