"""The hand on the fake store from outside: people and other programs buy, refund, break things.

POST /_control/<store>/orders                       {"items": [{"sku", "qty"}], "code", "paid"}
                                                    or {"count": 100, "paid": true}
POST /_control/<store>/orders/<id>/pay | cancel | delete
POST /_control/<store>/orders/<id>/refund           {"lines": {id: qty}, "amount_only", "shipping"}
POST /_control/<store>/orders/<id>/refund_all
POST /_control/<store>/orders/<id>/delete_refund    {"refund_id"}
POST /_control/<store>/orders/<id>/dispute          {"amount"}, all of the order without it
POST /_control/<store>/orders/<id>/end_dispute      {"dispute_id", "status": "lost"}
POST /_control/<store>/orders/<id>/edit             {"quantities": {id: qty}, "code", "silently"}
POST /_control/<store>/products                     {"title", "variants": [[sku, price]]}
POST /_control/<store>/products/<id>/change | delete
POST /_control/<store>/hooks                        {"topic", "url", "secret"}
POST /_control/<store>/faults                       {"kind", "calls", "percent", ...} (see Fault)
POST /_control/<store>/faults/clear
POST /_control/<store>/webhooks                     {"lose_percent", ...} (see DeliveryFaults)
POST /_control/clock                                {"hours": 24}
POST /_control/pump
GET  /_control/state, /_control/<store>/orders/<id>
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from tools.fake_store.faults import Fault
from tools.fake_store.platform_api import Request, Response, json_response
from tools.fake_store.records import Item, NotFound, Order
from tools.fake_store.registry import ShopRegistry
from tools.fake_store.shop import Shop

NAME = "_control"
COUNT_MAX = 10_000

type Body = Mapping[str, Any]


class BadRequest(ValueError):
    """A call of the control API that says something else than it should."""


def respond(store: ShopRegistry, request: Request) -> Response:
    if "origin" in request.headers:
        return json_response({"message": "not for web pages"}, 403)
    try:
        body = request.json() or {}
        if not isinstance(body, dict):
            raise BadRequest("the body is an object")
        return json_response(_plain(_route(store, request, body)))
    except (NotFound, LookupError) as error:
        return json_response({"message": f"there is no {error}"}, 404)
    except (TypeError, ValueError) as error:
        return json_response({"message": str(error)}, 400)


def _route(store: ShopRegistry, request: Request, body: Body) -> Any:
    match request.method, request.path.strip("/").split("/"):
        case "GET", ["state"]:
            return state(store)
        case "POST", ["pump"]:
            return {"sent": store.pump()}
        case "POST", ["clock"]:
            store.clock.advance(**body)
            return {"now": store.clock()}
        case "GET", [store_id, "orders", order_id]:
            return store.shops[store_id].order(int(order_id))
        case "POST", [store_id, "webhooks"]:
            return _changed(store.delivery_faults(store.shops[store_id].store_id), body)
        case "POST", [store_id, *path]:
            return _in_shop(store.shops[store_id], path, body)
    raise NotFound(f"{request.method} {request.path}")


def _in_shop(shop: Shop, path: list[str], body: Body) -> Any:
    action = "/".join(part for part in path if not part.isdigit())
    subject = next((int(part) for part in path if part.isdigit()), 0)
    if action not in _ACTIONS:
        raise NotFound(f"/{action} in a shop")
    return _ACTIONS[action](shop, subject, body)


def _placed(shop: Shop, nothing: int, body: Body) -> list[Order]:
    settings = dict(body)
    count = min(int(settings.pop("count", 1)), COUNT_MAX)
    items = [_item(shop, item) for item in settings.pop("items", ())]
    return [shop.place(items, **settings) for _ in range(count)]


def _item(shop: Shop, spec: Body) -> Item:
    rest = dict(spec)
    sku = rest.pop("sku", "")
    return Item(**rest) if not sku else Item(shop.variant_of(sku).variant_id, **rest)


def _ints(body: Body, name: str) -> dict[int, int]:
    return {int(key): int(value) for key, value in body.get(name, {}).items()}


def _refunded(shop: Shop, order_id: int, body: Body) -> Any:
    return shop.refund(order_id, **{**body, "lines": _ints(body, "lines")})


def _edited(shop: Shop, order_id: int, body: Body) -> Any:
    add = [_item(shop, item) for item in body.get("add", ())]
    return shop.edit(order_id, **{**body, "quantities": _ints(body, "quantities"), "add": add})


def _product(shop: Shop, nothing: int, body: Body) -> Any:
    return shop.add_product(body["title"], [tuple(pair) for pair in body["variants"]])


def _product_changed(shop: Shop, product_id: int, body: Body) -> Any:
    return shop.change_product(
        product_id, title=body.get("title", ""), prices=_ints(body, "prices")
    )


_ACTIONS: dict[str, Callable[[Shop, int, Body], Any]] = {
    "orders": _placed,
    "orders/pay": lambda shop, order_id, body: shop.pay(order_id),
    "orders/cancel": lambda shop, order_id, body: shop.cancel(order_id),
    "orders/refund": _refunded,
    "orders/refund_all": lambda shop, order_id, body: shop.refund_all(order_id),
    "orders/delete_refund": lambda shop, order_id, body: shop.delete_refund(order_id, **body),
    "orders/dispute": lambda shop, order_id, body: shop.dispute(order_id, **body),
    "orders/end_dispute": lambda shop, order_id, body: shop.end_dispute(order_id, **body),
    "orders/edit": _edited,
    "orders/delete": lambda shop, order_id, body: shop.delete_order(order_id, **body),
    "products": _product,
    "products/change": _product_changed,
    "products/delete": lambda shop, product_id, body: shop.delete_product(product_id),
    "hooks": lambda shop, nothing, body: shop.add_hook(**body),
    "faults": lambda shop, nothing, body: shop.faults.add(Fault(**body)),
    "faults/clear": lambda shop, nothing, body: shop.faults.clear(),
}


def _changed(delivery_faults: Any, body: Body) -> Any:
    known = {field.name for field in fields(delivery_faults)}
    for name, value in body.items():
        if name not in known:
            raise BadRequest(f"{name} is none of {', '.join(sorted(known))}")
        setattr(delivery_faults, name, value)
    return delivery_faults


def state(store: ShopRegistry) -> dict[str, Any]:
    """Every shop in figures, its webhooks, and what became of those that were sent."""
    return {
        "now": store.clock(),
        "webhooks_waiting": store.queue.waiting(),
        "shops": [_shop_state(store, shop) for shop in store.shops.values()],
    }


def _shop_state(store: ShopRegistry, shop: Shop) -> dict[str, Any]:
    outcomes: dict[str, int] = {}
    for sent in list(store.queue.sent):
        if sent.store_id == shop.store_id:
            outcomes[sent.outcome] = outcomes.get(sent.outcome, 0) + 1
    with shop.lock:
        return {
            "store_id": shop.store_id,
            "platform": shop.platform,
            "api_url": shop.base_url,
            "currency": shop.currency,
            "orders": len(shop.orders),
            "last_orders": list(shop.orders)[-5:],
            "refunds": sum(len(order.refunds_shown) for order in shop.orders.values()),
            "products": list(shop.products.values()),
            "hooks": [(hook.topic, hook.url, hook.active) for hook in shop.hooks],
            "webhooks": outcomes,
            "calls": sum(call.store_id == shop.store_id for call in list(store.calls)),
            "faults_met": shop.faults.met,
        }


def _plain(value: Any) -> Any:
    """Records as JSON knows values."""
    match value:
        case datetime():
            return value.isoformat()
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
    return _plain(asdict(value)) if hasattr(value, "__dataclass_fields__") else value
