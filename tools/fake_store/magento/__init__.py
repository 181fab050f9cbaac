"""Magento's REST API, with mage-os async events and Adobe's eventing, as an Open Source shop of
2.4 answers. Other than Magento, an edit changes the order itself."""

import re
from collections.abc import Callable

from tools.fake_store.magento import oauth, search, shapes, webhooks
from tools.fake_store.magento.fields import select
from tools.fake_store.toolkit import Delivery, Event, Order, Request, Response, Shop, json_response

ROOT = re.compile(r"/rest(?:/(?:all|default))?(?=/(?:async/bulk/)?V1/)")
NOT_THERE = "The entity that was requested doesn't exist. Verify the entity and try again."

type Route = Callable[..., Response]


class MagentoApi:
    def respond(self, shop: Shop, request: Request) -> Response | None:
        if not (root := ROOT.match(request.path)):
            return None
        if why := oauth.refusal(shop, request):
            return why
        path = request.path[root.end() :]
        for method, pattern, route in _ROUTES:
            found = re.fullmatch(pattern, path) if method == request.method else None
            if found:
                return route(shop, request, *(int(each) for each in found.groups()))
        return json_response({"message": "Request does not match any route."}, 404)

    def deliveries(self, shop: Shop, event: Event) -> list[Delivery]:
        return webhooks.deliveries(shop, event)


def _list_orders(shop: Shop, request: Request) -> Response:
    return search.search(request, [shapes.order_json(shop, order) for order in _undeleted(shop)])


def _get_order(shop: Shop, request: Request, order_id: int) -> Response:
    order = shop.orders.get(order_id)
    if order is None or order.deleted:
        return json_response({"message": NOT_THERE}, 404)
    return json_response(select(shapes.order_json(shop, order), request.one("fields")))


def _list_memos(shop: Shop, request: Request) -> Response:
    rows = [memo for order in _undeleted(shop) for memo in shapes.memos_json(shop, order)]
    return search.search(request, rows)


def _list_products(shop: Shop, request: Request) -> Response:
    return search.search(request, shapes.products_json(shop), {"entity_id": "id"})


def _update_attributes(shop: Shop, request: Request) -> Response:
    """Magento's queue takes them, and writes them later; here at once."""
    for update in request.json():
        given, sku = update["product"], update["product"]["sku"]
        for product in shop.products.values():
            if any(variant.sku == sku for variant in product.variants):
                values = {
                    each["attribute_code"]: each["value"] for each in given["custom_attributes"]
                }
                product.extra.setdefault("attributes", {}).setdefault(sku, {}).update(values)
    accepted = [{"id": number, "status": "accepted"} for number, _ in enumerate(request.json())]
    return json_response({"bulk_uuid": "", "request_items": accepted, "errors": False}, 202)


def _list_events(shop: Shop, request: Request) -> Response:
    return json_response(list(_events(shop).values()))


def _subscribe_event(shop: Shop, request: Request) -> Response:
    event = request.json()["event"]
    _events(shop)[event["name"]] = event
    return json_response([])


def _unsubscribe_event(shop: Shop, request: Request) -> Response:
    _events(shop).pop(request.path.rpartition("/")[2], None)
    return json_response([])


def _events(shop: Shop) -> dict[str, shapes.Shown]:
    events: dict[str, shapes.Shown] = shop.extra.setdefault("eventing", {})
    return events


def _undeleted(shop: Shop) -> list[Order]:
    return [order for order in shop.orders.values() if not order.deleted]


_ROUTES: tuple[tuple[str, str, Route], ...] = (
    ("GET", "/V1/orders", _list_orders),
    ("GET", "/V1/orders/([0-9]+)", _get_order),
    ("GET", "/V1/creditmemos", _list_memos),
    ("GET", "/V1/products", _list_products),
    ("PUT", "/async/bulk/V1/products/bySku", _update_attributes),
    ("GET", "/V1/async_events", webhooks.list_webhooks),
    ("POST", "/V1/async_event", webhooks.create_webhook),
    ("GET", "/V1/async_event/([0-9]+)", webhooks.get_webhook),
    ("PUT", "/V1/async_event/([0-9]+)", webhooks.update_webhook),
    ("GET", "/V1/eventing/getEventSubscriptions", _list_events),
    ("POST", "/V1/eventing/eventSubscribe", _subscribe_event),
    ("POST", "/V1/eventing/eventUnsubscribe/[a-z_.]+", _unsubscribe_event),
)

PLATFORM_API = MagentoApi()
