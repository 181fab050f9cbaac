"""WooCommerce's payloads as tests like to write them: what matters is said, the rest adds up."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.store_record import StoreRecord
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook, woocommerce

Payload = dict[str, Any]

STORE = Store(
    "tea",
    "woocommerce",
    "retail_channel",
    "USD",
    "harbour",
    domain="tea.example",
    carriers=woocommerce.CARRIERS,
)
KEY = b"the store's customer key"
ORDER_ID = 7301
PLACED_AT, UPDATED_AT = "2026-11-20T15:30:00", "2026-11-20T15:30:04"
REFUNDED_AT = "2026-11-24T20:05:11"


def a_line(
    line_id: int = 11, *, total: str = "10.00", qty: Any = 1, tax: str = "0.00", **more: Any
) -> Payload:
    """A line of the SKU `TEA`, whose `price` is a float that nobody may read."""
    return {
        "id": line_id,
        "name": "Green tea",
        "product_id": 88,
        "variation_id": 0,
        "quantity": qty,
        "subtotal": total,
        "subtotal_tax": tax,
        "total": total,
        "total_tax": tax,
        "sku": "TEA",
        "price": Decimal("999.9900000000001"),
        **more,
    }


def a_fee(total: str, tax: str = "0.00") -> Payload:
    return {"id": 71, "name": "Gift wrap", "total": total, "total_tax": tax}


def an_order(
    *lines: Payload, shipping: str = "0.00", fees: Sequence[Payload] = (), **more: Any
) -> Payload:
    """A paid order whose totals add up; `more` says otherwise."""
    lines = lines or (a_line(),)
    net = sum((Decimal(each["total"]) for each in (*lines, *fees)), Decimal(shipping))
    tax = sum((Decimal(each["total_tax"]) for each in (*lines, *fees)), Decimal("0.00"))
    return {
        "id": ORDER_ID,
        "status": "processing",
        "currency": "USD",
        "prices_include_tax": False,
        "customer_id": 0,
        "date_created": "2026-11-20T16:30:00",
        "date_created_gmt": PLACED_AT,
        "date_modified_gmt": UPDATED_AT,
        "date_paid_gmt": UPDATED_AT,
        "shipping_total": shipping,
        "total_tax": f"{tax}",
        "total": f"{net + tax}",
        "line_items": list(lines),
        "fee_lines": list(fees),
        "coupon_lines": [],
        "meta_data": [],
        "refunds": [],
    } | more


def back(
    line_id: int = 11, *, qty: Any = -1, total: str = "-10.00", tax: str = "0.00", **more: Any
) -> Payload:
    """A line of a refund: everything below zero."""
    meta = [{"id": 5, "key": "_refunded_item_id", "value": str(line_id)}]
    return {"id": 900, "quantity": qty, "total": total, "total_tax": tax, "meta_data": meta} | more


def a_refund(*lines: Payload, amount: str = "10.00", **more: Any) -> Payload:
    """As `GET /orders/{id}/refunds` shows it."""
    return {
        "id": 7400,
        "date_created_gmt": REFUNDED_AT,
        "amount": amount,
        "line_items": list(lines),
        "shipping_lines": [],
        "fee_lines": [],
    } | more


def a_product(**more: Any) -> Payload:
    return {
        "id": 88,
        "name": "Green tea",
        "type": "simple",
        "status": "publish",
        "sku": "TEA",
        "parent_id": 0,
        "variations": [],
        "date_created_gmt": PLACED_AT,
        "date_modified_gmt": UPDATED_AT,
    } | more


def read(payload: Any, topic: str = "order.updated", store: Store = STORE) -> ParsedWebhook:
    return woocommerce.parse_webhook(payload, topic, {}, store, KEY)


def told(
    payload: Any, topic: str = "order.updated", store: Store = STORE
) -> tuple[StoreRecord, ...]:
    return read(payload, topic, store).records


def placed(payload: Payload, store: Store = STORE) -> OrderPlaced:
    """The snapshot, having checked that webhook and API give the very same of one state."""
    [sent] = [each for each in told(payload, store=store) if isinstance(each, OrderPlaced)]
    [asked] = [each for each in fetched(payload, store) if isinstance(each, OrderPlaced)]
    assert (sent.key, sent.digest) == (asked.key, asked.digest)
    return sent


def hints(payload: Any, topic: str = "order.updated") -> list[tuple[str, str, str]]:
    return [
        (each.subject, each.subject_id, each.reason)
        for each in told(payload, topic)
        if isinstance(each, ChangeHinted)
    ]


def fetched(payload: Payload, store: Store = STORE) -> tuple[StoreRecord, ...]:
    """As our client reads it, with the refunds in full."""
    given = payload["refunds"]
    refunds = given and [a_refund() | refund for refund in given]
    return woocommerce.parse_order(payload | {"refunds": refunds}, store, KEY).records


def refunds(*given: Payload, order: Payload | None = None) -> list[OrderRefunded]:
    lines = (a_line(11, total="30.00", qty=3), a_line(12, total="45.00", qty=1))
    of = order or an_order(*lines, shipping="5.00")
    records = fetched(of | {"refunds": list(given)})
    return [each for each in records if isinstance(each, OrderRefunded)]
