"""Orders and refunds as Shopify writes them into its webhooks, dated as the demo wants them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commissions.domain.money import shown

Payload = dict[str, Any]
BUYER = {"email": "mira.example@example.org", "phone": "+15550100123", "first_name": "Mira"}
"""Stores send such things along; none of it may be kept."""


@dataclass(frozen=True, slots=True)
class Line:
    """Amounts are minor units; the discount and the tax are of the whole line."""

    sku: str
    qty: int
    price: int
    discount: int = 0
    tax: int = 0

    @property
    def net(self) -> int:
        return self.price * self.qty - self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """What somebody bought."""

    number: int
    lines: tuple[Line, ...]
    at: datetime
    currency: str = "USD"
    code: str = ""
    """A discount code, which is the distributor's referral code."""
    landing: str = ""
    shipping: int = 0
    customer: int = 7700000000001
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(line.net + line.tax for line in self.lines) + self.shipping

    def line_id(self, index: int) -> int:
        return self.number * 100 + index


def order(basket: Basket, *, updated_at: datetime | None = None, **changes: Any) -> Payload:
    """The body of `orders/paid`, or with changes of a later webhook."""
    currency = basket.currency
    net = sum(line.net for line in basket.lines)
    return {
        "id": basket.number,
        "name": f"#{basket.number}",
        "admin_graphql_api_id": f"gid://shopify/Order/{basket.number}",
        "created_at": basket.at.isoformat(),
        "processed_at": basket.at.isoformat(),
        "updated_at": (updated_at or basket.at).isoformat(),
        "cancelled_at": None,
        "financial_status": "paid",
        "currency": currency,
        "presentment_currency": currency,
        "taxes_included": False,
        "test": False,
        **_both("subtotal_price", net, currency),
        **_both("total_discounts", sum(line.discount for line in basket.lines), currency),
        **_both("total_tax", sum(line.tax for line in basket.lines), currency),
        **_both("total_price", basket.total, currency),
        "discount_codes": [{"code": basket.code, "type": "percentage"}] if basket.code else [],
        "note_attributes": [{"name": n, "value": v} for n, v in basket.attributes.items()],
        "landing_site": basket.landing or "/",
        "email": BUYER["email"],
        "customer": {"id": basket.customer, **BUYER},
        "line_items": [_line(basket, index) for index in range(len(basket.lines))],
        "shipping_lines": [_shipping(basket)] if basket.shipping else [],
        "refunds": [],
    } | changes


def refund(
    basket: Basket, refund_id: int, units: Sequence[tuple[int, int]], *, at: datetime
) -> Payload:
    """The body of `refunds/create`: so many units of these lines came back."""
    return {
        "id": refund_id,
        "order_id": basket.number,
        "created_at": at.isoformat(),
        "processed_at": at.isoformat(),
        "note": None,
        "refund_line_items": [_returned(basket, refund_id, *each) for each in units],
        "order_adjustments": [],
        "transactions": [_paid_back(basket, units)],
    }


def _paid_back(basket: Basket, units: Sequence[tuple[int, int]]) -> Payload:
    """The payment of what came back."""
    lines = ((basket.lines[index], qty) for index, qty in units)
    minor = sum(line.net * qty // line.qty + line.tax * qty // line.qty for line, qty in lines)
    amount = _both("amount", minor, basket.currency)
    return {"kind": "refund", "status": "success", "currency": basket.currency, **amount}


def _returned(basket: Basket, refund_id: int, index: int, qty: int) -> Payload:
    line = basket.lines[index]
    return {
        "id": refund_id * 100 + index,
        "line_item_id": basket.line_id(index),
        "quantity": qty,
        **_both("subtotal", line.net * qty // line.qty, basket.currency),
        **_both("total_tax", line.tax * qty // line.qty, basket.currency),
    }


def _line(basket: Basket, index: int) -> Payload:
    line, currency = basket.lines[index], basket.currency
    discount, tax = _both("amount", line.discount, currency), _both("price", line.tax, currency)
    return {
        "id": basket.line_id(index),
        "product_id": 9000000 + index,
        "variant_id": 9100000000 + sum(map(ord, line.sku)),
        "sku": line.sku,
        "title": line.sku,
        "quantity": line.qty,
        "current_quantity": line.qty,
        "gift_card": False,
        **_both("price", line.price, currency),
        "discount_allocations": [discount] if line.discount else [],
        "tax_lines": [tax | {"title": "Tax"}] if line.tax else [],
    }


def _shipping(basket: Basket) -> Payload:
    price = _both("price", basket.shipping, basket.currency)
    return {"id": 1, "title": "Parcel", "discount_allocations": [], "tax_lines": [], **price}


def _both(name: str, minor: int, currency: str) -> Payload:
    """An amount the two ways in which Shopify writes each."""
    amount = shown(minor, currency).split()[0]
    money = {"amount": amount, "currency_code": currency}
    return {name: amount, f"{name}_set": {"shop_money": money, "presentment_money": money}}
