"""Magento's REST API, with mage-os async events and Adobe's eventing, as an Open Source shop of
2.4 answers. Other than Magento, an edit changes the order itself."""

import re
from collections.abc import Callable

from tools.fake_store.magento import oauth, search, shapes, webhooks
from tools.fake_store.magento.fields import filtered
from tools.fake_store.toolkit import Delivery, Event, Order, Request, Response, Shop, json_response

ROOT = re.compile(r"/rest(?:/(?:all|default))?(?=/(?:async/bulk/)?V1/)")
NOT_THERE = "The entity that was requested doesn't exist. Verify the entity and try again."

type Route = Callable[..., Response]


class MagentoApi:
    def respond(self, shop: Shop, request: Request) -> Response | None:
        if not (root := ROOT.match(request.path)):
            return None
        if why := oauth.refused(shop, request):
            return why
        path = request.path[root.end() :]
        for method, pattern, route in _ROUTES:
            found = re.fullmatch(pattern, path) if method == request.method else None
            if found:
                return route(shop, request, *(int(each) for each in found.groups()))
        return json_response({"message": "Request does not match any route."}, 404)

    def deliveries(self, shop: Shop, event: Event) -> list[Delivery]:
        return webhooks.deliveries(shop, event)


def _orders(shop: Shop, request: Request) -> Response:
    return search.found(request, [shapes.order(shop, order) for order in _kept(shop)])


def _order(shop: Shop, request: Request, order_id: int) -> Response:
    order = shop.orders.get(order_id)
    if order is None or order.deleted:
        return json_response({"message": NOT_THERE}, 404)
    return json_response(filtered(shapes.order(shop, order), request.one("fields")))


def _memos(shop: Shop, request: Request) -> Response:
    rows = [memo for order in _kept(shop) for memo in shapes.memos(shop, order)]
    return search.found(request, rows)


def _products(shop: Shop, request: Request) -> Response:
    return search.found(request, shapes.products(shop), {"entity_id": "id"})


def _valued(shop: Shop, request: Request) -> Response:
    """Magento's queue takes them, and writes them later; here at once."""
    for asked in request.json():
        told, sku = asked["product"], asked["product"]["sku"]
        for product in shop.products.values():
            if any(variant.sku == sku for variant in product.variants):
                values = {
                    each["attribute_code"]: each["value"] for each in told["custom_attributes"]
                }
                product.extra.setdefault("attributes", {}).setdefault(sku, {}).update(values)
    accepted = [{"id": number, "status": "accepted"} for number, _ in enumerate(request.json())]
    return json_response({"bulk_uuid": "", "request_items": accepted, "errors": False}, 202)


def _eventing(shop: Shop, request: Request) -> Response:
    return json_response(list(_events(shop).values()))


def _evented(shop: Shop, request: Request) -> Response:
    event = request.json()["event"]
    _events(shop)[event["name"]] = event
    return json_response([])


def _unevented(shop: Shop, request: Request) -> Response:
    _events(shop).pop(request.path.rpartition("/")[2], None)
    return json_response([])


def _events(shop: Shop) -> dict[str, shapes.Shown]:
    events: dict[str, shapes.Shown] = shop.extra.setdefault("eventing", {})
    return events


def _kept(shop: Shop) -> list[Order]:
    return [order for order in shop.orders.values() if not order.deleted]


_ROUTES: tuple[tuple[str, str, Route], ...] = (
    ("GET", "/V1/orders", _orders),
    ("GET", "/V1/orders/([0-9]+)", _order),
    ("GET", "/V1/creditmemos", _memos),
    ("GET", "/V1/products", _products),
    ("PUT", "/async/bulk/V1/products/bySku", _valued),
    ("GET", "/V1/async_events", webhooks.listed),
    ("POST", "/V1/async_event", webhooks.made),
    ("GET", "/V1/async_event/([0-9]+)", webhooks.shown),
    ("PUT", "/V1/async_event/([0-9]+)", webhooks.changed),
    ("GET", "/V1/eventing/getEventSubscriptions", _eventing),
    ("POST", "/V1/eventing/eventSubscribe", _evented),
    ("POST", "/V1/eventing/eventUnsubscribe/[a-z_.]+", _unevented),
)

PLATFORM_API = MagentoApi()
