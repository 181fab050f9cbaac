"""Shopify's payloads as tests like to write them: what matters is said, the rest adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OfOrder, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook, shopify
from tests.support.orders import of_order

Payload = dict[str, Any]

STORE = Store("tea", "shopify", "retail_channel", "USD", "harbour", domain="tea.myshopify.com")
KEY = b"the store's customer key"
ORDER_ID = 5501000001001
PLACED_AT = "2026-11-20T09:30:00-06:00"
REFUNDED_AT = "2026-11-24T14:05:11-06:00"


def pair(amount: str, currency: str = "USD", presentment: str = "999.99") -> Payload:
    """An amount as Shopify doubles it; the buyer's currency is one that nobody may read."""
    return {
        "shop_money": {"amount": amount, "currency_code": currency},
        "presentment_money": {"amount": presentment, "currency_code": "XXX"},
    }


def a_line(
    line_id: int = 11,
    *,
    price: str = "10.00",
    qty: int = 1,
    discounts: Sequence[str] = (),
    taxes: Sequence[str] = (),
    **more: Any,
) -> Payload:
    """A line of the SKU `TEA`; with `sku=None` a custom one, of no product."""
    listed = more.get("sku", "TEA") is not None
    return {
        "id": line_id,
        "sku": "TEA",
        "variant_id": 44100000000 + line_id if listed else None,
        "product_id": 88 if listed else None,
        "quantity": qty,
        "current_quantity": qty,
        "price": price,
        "total_discount": "0.00",
        "gift_card": False,
        "discount_allocations": [{"amount": amount} for amount in discounts],
        "tax_lines": [{"price": tax} for tax in taxes],
        **more,
    }


def an_order(
    *lines: Payload, shipping: Sequence[Payload] = (), tax_included: bool = False, **more: Any
) -> Payload:
    """A paid order whose totals add up; `more` says otherwise."""
    lines = lines or (a_line(),)
    subtotal, freight = sum(map(_paid, lines), Decimal(0)), sum(map(_paid, shipping), Decimal(0))
    tax = sum((_tax(line) for line in (*lines, *shipping)), Decimal(0))
    return {
        "id": ORDER_ID,
        "currency": "USD",
        "taxes_included": tax_included,
        "financial_status": "paid",
        "test": False,
        "created_at": PLACED_AT,
        "processed_at": PLACED_AT,
        "updated_at": "2026-11-20T09:30:04-06:00",
        "cancelled_at": None,
        "line_items": list(lines),
        "shipping_lines": list(shipping),
        "subtotal_price": f"{subtotal}",
        "total_tax": f"{tax}",
        "total_price": f"{subtotal + freight + (0 if tax_included else tax)}",
        "total_tip_received": "0.00",
        "refunds": [],
    } | more


def freight(price: str, *, discounts: Sequence[str] = (), taxes: Sequence[str] = ()) -> Payload:
    return a_line(7, price=price, discounts=discounts, taxes=taxes) | {"is_removed": False}


def a_refund(
    units: Mapping[int, int] | None = None,
    *,
    paid_back: Sequence[tuple[str, str]] = (),
    adjustments: Sequence[tuple[str, str]] = (),
    **more: Any,
) -> Payload:
    """A refund of units by line, of 10.00 each; payments as (status, amount), adjustments as
    (kind, amount)."""
    return {
        "id": 990000000001,
        "order_id": ORDER_ID,
        "created_at": REFUNDED_AT,
        "processed_at": REFUNDED_AT,
        "refund_line_items": [
            {"line_item_id": line_id, "quantity": qty, "subtotal": 10 * qty, "total_tax": 0}
            for line_id, qty in (units or {}).items()
        ],
        "order_adjustments": [
            {"kind": kind, "amount": amount, "tax_amount": "0.00"} for kind, amount in adjustments
        ],
        "transactions": [
            {"kind": "refund", "status": status, "amount": amount, "currency": "USD"}
            for status, amount in paid_back
        ],
    } | more


def read(payload: Any, topic: str = "orders/updated", store: Store = STORE) -> ParsedWebhook:
    return shopify.parse_webhook(payload, topic, {}, store, KEY)


def told(payload: Any, topic: str = "orders/updated", store: Store = STORE) -> tuple[OfOrder, ...]:
    """The records of an order; that more is to be asked of it is told beside them."""
    reading = read(payload, topic, store)
    told_of = [each for each in reading.records if not isinstance(each, ChangeHinted)]
    return of_order(replace(reading, records=tuple(told_of)))


def placed(payload: Payload, store: Store = STORE) -> OrderPlaced:
    [order] = [each for each in told(payload, store=store) if isinstance(each, OrderPlaced)]
    return order


def refunds(payload: Payload) -> list[OrderRefunded]:
    """As `refunds/create` tells them, having checked that a snapshot tells the very same."""
    alone = [each for each in told(payload, "refunds/create") if isinstance(each, OrderRefunded)]
    within = told(an_order(a_line(11, qty=9), a_line(12, qty=9), refunds=[payload]))
    assert alone == [each for each in within if isinstance(each, OrderRefunded)]
    return alone


def shown(refund: OrderRefunded) -> tuple[str, dict[str, int], int, int]:
    """A refund at a glance: id, units by line, money for no line, shipping."""
    units = {item.line_id: int(item.qty) for item in refund.items}
    return refund.refund_id, units, refund.amount_only, refund.shipping


def _paid(line: Payload) -> Decimal:
    discounts = sum((Decimal(each["amount"]) for each in line["discount_allocations"]), Decimal(0))
    gross: Decimal = Decimal(line["price"]) * line["quantity"]
    return gross - discounts


def _tax(line: Payload) -> Decimal:
    return sum((Decimal(each["price"]) for each in line["tax_lines"]), Decimal(0))
