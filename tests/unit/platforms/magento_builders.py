"""Magento's payloads as tests like to write them: what matters is said, the rest adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from commissions.domain.orders.order import OfOrder, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook, magento

Payload = dict[str, Any]

CLIENT_ID = "4d1ac2f08a5e4c6f9b7e3d2c1a0f9e8d"
KEY = b"the store's customer key"
ORDER_ID, MEMO_ID = 41, 9
CREATED, UPDATED = "2026-11-20 15:30:00", "2026-11-20 15:30:04"
REFUNDED = "2026-11-24 20:05:11"


def a_store(channel: str = "mageos", **more: Any) -> Store:
    return Store(
        "tea", "magento", "retail_channel", "USD", "harbour", channel=channel,
        client_ids=(CLIENT_ID,), carriers=magento.CARRIERS, **more,
    )  # fmt: skip


def an_item(item_id: int = 11, *, price: str = "10", qty: str = "1", **more: Any) -> Payload:
    """A simple product of the SKU `TEA`, its amounts as REST writes them: as numbers."""
    net = Decimal(price) * Decimal(qty) - Decimal(str(more.get("discount_amount", 0)))
    return {
        "item_id": item_id,
        "sku": "TEA",
        "name": "Green tea",
        "product_id": 70 + item_id,
        "product_type": "simple",
        "price": Decimal(price),
        "qty_ordered": Decimal(qty),
        "qty_canceled": 0,
        "discount_amount": 0,
        "discount_tax_compensation_amount": 0,
        "tax_amount": 0,
        "row_total": net,
    } | more


def a_part(item_id: int, parent: int, **more: Any) -> Payload:
    return an_item(item_id, **more) | {"parent_item_id": parent}


def an_order(*items: Payload, shipping: str = "0", paid: bool = True, **more: Any) -> Payload:
    """An order whose totals add up, as REST and mage-os show it; `more` says otherwise."""
    items = items or (an_item(),)
    tops = [item for item in items if "parent_item_id" not in item]
    subtotal = sum((_money(item, "price") * _money(item, "qty_ordered") for item in tops), _ZERO)
    discount = sum((_money(item, "discount_amount") for item in items), _ZERO)
    compensation = sum((_money(i, "discount_tax_compensation_amount") for i in items), _ZERO)
    tax = sum((_money(item, "tax_amount") for item in tops), _ZERO)
    total = subtotal - discount + compensation + tax + Decimal(shipping)
    plain = {
        "entity_id": ORDER_ID,
        "increment_id": "000000041",
        "state": "processing" if paid else "new",
        "status": "processing" if paid else "pending",
        "order_currency_code": "USD",
        "base_currency_code": "EUR",
        "base_grand_total": Decimal("9999.99"),
        "created_at": CREATED,
        "updated_at": UPDATED,
        "customer_is_guest": 1,
        "subtotal": subtotal,
        "discount_amount": -discount,
        "shipping_amount": Decimal(shipping),
        "tax_amount": tax,
        "grand_total": total,
        "total_due": 0 if paid else total,
        "items": list(items),
    }
    return plain | ({"total_paid": total} if paid else {}) | more


def a_memo(units: Mapping[int, str] | None = None, *, price: str = "10", **more: Any) -> Payload:
    """A credit memo of units by line."""
    items = [a_row(line_id, qty, price) for line_id, qty in (units or {}).items()]
    subtotal = sum((_money(item, "row_total") for item in items), _ZERO)
    return {
        "entity_id": MEMO_ID,
        "order_id": ORDER_ID,
        "state": 2,
        "order_currency_code": "USD",
        "created_at": REFUNDED,
        "updated_at": REFUNDED,
        "adjustment_positive": 0,
        "adjustment_negative": 0,
        "shipping_amount": 0,
        "tax_amount": 0,
        "subtotal": subtotal,
        "grand_total": subtotal,
        "items": items,
    } | more


def a_row(line_id: int, qty: str, price: str = "10", **more: Any) -> Payload:
    plain = {
        "order_item_id": line_id,
        "sku": "TEA",
        "price": Decimal(price),
        "qty": Decimal(qty),
        "row_total": Decimal(price) * Decimal(qty),
        "tax_amount": 0,
    }
    return plain | more


def a_product(**more: Any) -> Payload:
    return {
        "id": 81,
        "sku": "TEA",
        "name": "Green tea",
        "type_id": "simple",
        "status": 1,
        "updated_at": UPDATED,
        "custom_attributes": [],
    } | more


def an_event(kind: str, value: Payload, **more: Any) -> Payload:
    """A CloudEvent as Adobe delivers it: `an_event("sales_order_save_commit_after", {…})`."""
    return {
        "specversion": "1.0",
        "id": "23f76cef-9f14-44b1-bbd0-29995789c98e",
        "source": "urn:uuid:fb58963f-d2e7-4ab4-83da-b6ff15b8ebc0",
        "type": f"com.adobe.commerce.observer.{kind}",
        "datacontenttype": "application/json",
        "time": "2026-11-20T15:30:05.436Z",
        "eventid": "b0f2b088-5490-4d16-9ce9-0cb1fb3e5ed0",
        "recipientclientid": CLIENT_ID,
        "data": {"key": "31a86bbd", "value": value, "source": "shop.prod", "_metadata": {}},
    } | more


def enveloped(topic: str, thing: Payload) -> Payload:
    """As mage-os 4 sends it."""
    return {
        "specversion": "1.0",
        "id": "0d0a4dd2-6b1c-4a65-8b0f-3f6f8f2a3f10",
        "source": "0",
        "type": topic,
        "datacontenttype": "application/json",
        "data": thing,
    }


def read(payload: Any, topic: str = "", store: Store | None = None) -> ParsedWebhook:
    return magento.parse_webhook(payload, topic, {}, store or a_store(), KEY)


def told(thing: Payload, topic: str = "sales.order.paid", store: Store | None = None) -> Any:
    """The records of a mage-os webhook."""
    return read(enveloped(topic, thing), store=store).records


def fetched(
    order: Payload, memos: Sequence[Payload] = (), store: Store | None = None
) -> tuple[OfOrder, ...]:
    payload = {"order": order, "creditmemos": list(memos)}
    records: Any = magento.parse_order(payload, store or a_store(), KEY).records
    return tuple(records)


def placed(order: Payload, store: Store | None = None) -> OrderPlaced:
    """As a webhook tells it, having checked that the API's reading is the very same, but for what
    it says of refunds that no memo shows."""
    one, *_ = told(order, store=store)
    asked, *_ = fetched(order, store=store)
    assert isinstance(one, OrderPlaced)
    assert isinstance(asked, OrderPlaced)
    assert replace(asked, refunded_total=None) == one
    return one


def refund(memo: Payload, *items: Payload) -> OrderRefunded:
    """What came back by a memo, read as `refunds` does."""
    return refunds(memo, *items)[0]


def refunds(memo: Payload, *items: Payload) -> list[OrderRefunded]:
    """As a webhook tells them, having checked that the API's reading is the very same."""
    told_at_once = list(told(memo, "sales.creditmemo.created"))
    lines = items or (an_item(11, qty="9"), an_item(12, qty="9"))
    read_later = [
        each for each in fetched(an_order(*lines), [memo]) if isinstance(each, OrderRefunded)
    ]
    assert read_later == told_at_once
    return read_later


_ZERO = Decimal(0)


def _money(thing: Payload, name: str) -> Decimal:
    return Decimal(str(thing.get(name) or 0))
