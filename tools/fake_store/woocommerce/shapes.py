"""An order, refund or product of the shop as WooCommerce writes it down."""

from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from commissions.domain.currencies import exponent
from tools.fake_store.toolkit import Line, Order, Product, Refund, Shop, Variant
from tools.fake_store.woocommerce.pagination import Thing, offset_of

BUYER = {
    "first_name": "Ada",
    "last_name": "Example",
    "address_1": "1 Test Street",
    "email": "ada@example.com",
    "phone": "555-0100",
}
"""What nobody may keep."""


def decimals_of(shop: Shop) -> int:
    """One setting for the whole shop, whatever an order's currency."""
    return int(shop.extra.get("decimals", exponent(shop.currency)))


def order(shop: Shop, of: Order, dp: int) -> Thing:
    paid = of.paid_at
    return {
        "id": of.order_id,
        "parent_id": 0,
        "status": _status(of),
        "currency": of.currency,
        "version": "8.2.2",
        "prices_include_tax": False,
        "discount_total": _text(of, sum(line.discount for line in of.lines), dp),
        "shipping_total": _text(of, of.shipping, dp),
        "shipping_tax": _text(of, 0, dp),
        "cart_tax": _text(of, of.tax, dp),
        "total": _text(of, of.total, dp),
        "total_tax": _text(of, of.tax, dp),
        "customer_id": of.customer_id,
        "order_key": f"wc_order_{of.order_id}",
        "billing": BUYER,
        "payment_method": "bacs",
        "customer_note": "",
        "number": of.number,
        "meta_data": list(_meta(of.extra.get("meta", {}))),
        "line_items": [_line(shop, of, line, dp) for line in of.lines],
        "tax_lines": [],
        "shipping_lines": _shipping(of, of.shipping, dp),
        "fee_lines": [],
        "coupon_lines": _coupons(of),
        "refunds": [_told(of, refund, dp) for refund in reversed(of.refunds_shown)],
        "payment_url": f"https://{shop.domain}/checkout/order-pay/{of.order_id}/",
        **_dates(shop, "date_created", of.created_at),
        **_dates(shop, "date_modified", of.updated_at),
        **_dates(shop, "date_paid", paid),
    }


def refund(shop: Shop, of: Order, back: Refund, dp: int) -> Thing:
    return {
        "id": back.refund_id,
        **_dates(shop, "date_created", back.created_at),
        "amount": _text(of, of.refund_total(back), dp),
        "reason": "",
        "refunded_by": 1,
        "refunded_payment": False,
        "meta_data": [],
        "line_items": [_given_back(shop, of, back, line_id, dp) for line_id in sorted(back.lines)],
        "shipping_lines": _shipping(of, -back.shipping, dp),
        "tax_lines": [],
        "fee_lines": [],
    }


def product(shop: Shop, of: Product) -> Thing:
    """Of several variants a variable product; of one a simple product, which is itself the one."""
    [first, *others] = of.variants
    return {
        "id": of.product_id,
        "name": of.title,
        "type": "variable" if others else "simple",
        "status": "trash" if of.deleted else "publish",
        "sku": "" if others else first.sku,
        "price": "" if others else _money(first.price, shop.currency, decimals_of(shop)),
        "parent_id": 0,
        "attributes": [],
        "variations": [variant.variant_id for variant in of.variants] if others else [],
        "meta_data": list(_meta(of.extra.get(str(of.product_id), {}))),
        **_dates(shop, "date_created", of.created_at),
        **_dates(shop, "date_modified", of.updated_at),
    }


def variation(shop: Shop, of: Product, variant: Variant) -> Thing:
    """As in the list of a product's variations: without a name, a type and a parent."""
    return {
        "id": variant.variant_id,
        "sku": variant.sku,
        "status": "trash" if of.deleted else "publish",
        "price": _money(variant.price, shop.currency, decimals_of(shop)),
        "attributes": [{"id": 0, "name": "Size", "option": variant.sku}],
        "meta_data": list(_meta(of.extra.get(str(variant.variant_id), {}))),
        **_dates(shop, "date_created", of.created_at),
        **_dates(shop, "date_modified", of.updated_at),
    }


def named_variation(shop: Shop, of: Product, variant: Variant) -> Thing:
    """As among the products, and in a webhook."""
    named = {"name": f"{of.title} - {variant.sku}", "type": "variation"}
    return variation(shop, of, variant) | named | {"parent_id": of.product_id, "variations": []}


def _status(of: Order) -> str:
    if of.trashed:
        return "trash"
    if of.cancelled_at:
        return "cancelled"
    if of.refunded_in_full:
        return "refunded"
    return str(of.extra.get("status", "processing" if of.paid_at else "pending"))


def _line(shop: Shop, of: Order, line: Line, dp: int) -> Thing:
    is_variation = len(shop.product(line.product_id).variants) > 1
    return {
        "id": line.line_id,
        "name": line.title,
        "product_id": line.product_id,
        "variation_id": line.variant_id if is_variation else 0,
        "quantity": line.qty,
        "subtotal": _text(of, line.net + line.discount, dp),
        "subtotal_tax": _text(of, line.tax, dp),
        "total": _text(of, line.net, dp),
        "total_tax": _text(of, line.tax, dp),
        "taxes": [],
        "meta_data": [],
        "sku": line.sku,
        "price": Decimal(line.net) / line.qty / 10 ** exponent(of.currency) if line.qty else 0,
    }


def _given_back(shop: Shop, of: Order, back: Refund, line_id: int, dp: int) -> Thing:
    """A line of a refund: everything below zero, and named after the line that it gives back."""
    net, tax = -of.refund_net(back, line_id), -of.refund_tax(back, line_id)
    return _line(shop, of, of.line(line_id), dp) | {
        "id": back.refund_id * 100 + line_id % 100,
        "quantity": -back.lines[line_id],
        "subtotal": _text(of, net, dp),
        "total": _text(of, net, dp),
        "total_tax": _text(of, tax, dp),
        "meta_data": list(_meta({"_refunded_item_id": str(line_id)})),
    }


def _shipping(of: Order, amount: int, dp: int) -> list[Thing]:
    line = {"id": of.order_id * 10, "method_title": "Flat rate", "total": _text(of, amount, dp)}
    return [line | {"total_tax": _text(of, 0, dp)}] if amount else []


def _coupons(of: Order) -> list[Thing]:
    """WooCommerce writes the codes of coupons small."""
    line = {"id": of.order_id * 10 + 1, "code": of.code.lower(), "discount": "0"}
    return [line] if of.code else []


def _told(of: Order, back: Refund, dp: int) -> Thing:
    """All that an order says of a refund."""
    total = _text(of, -of.refund_total(back), dp)
    return {"id": back.refund_id, "reason": "", "total": total}


def _meta(values: dict[str, Any]) -> Iterator[Thing]:
    for number, (key, value) in enumerate(values.items(), 1):
        yield {"id": number, "key": key, "value": value}


def _dates(shop: Shop, name: str, moment: datetime | None) -> Thing:
    if moment is None:
        return {name: None, f"{name}_gmt": None}
    local = moment + offset_of(shop)
    return {name: _written(local), f"{name}_gmt": _written(moment)}


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _text(of: Order, minor: int, dp: int) -> str:
    return _money(minor, of.currency, dp)


def _money(minor: int, currency: str, dp: int) -> str:
    exact = Decimal(minor).scaleb(-exponent(currency))
    return f"{exact.quantize(Decimal(1).scaleb(-dp), ROUND_HALF_UP):f}"
