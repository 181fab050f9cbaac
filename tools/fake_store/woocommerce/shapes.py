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


def order_json(shop: Shop, order: Order, dp: int) -> Thing:
    paid = order.paid_at
    return {
        "id": order.order_id,
        "parent_id": 0,
        "status": _status(order),
        "currency": order.currency,
        "version": "8.2.2",
        "prices_include_tax": False,
        "discount_total": _text(order, sum(line.discount for line in order.lines), dp),
        "shipping_total": _text(order, order.shipping, dp),
        "shipping_tax": _text(order, 0, dp),
        "cart_tax": _text(order, order.tax, dp),
        "total": _text(order, _as_set(shop, order, order.total), dp),
        "total_tax": _text(order, _as_set(shop, order, order.tax), dp),
        "customer_id": order.customer_id,
        "order_key": f"wc_order_{order.order_id}",
        "billing": BUYER,
        "payment_method": "bacs",
        "customer_note": "",
        "number": order.number,
        "meta_data": list(_meta(order.extra.get("meta", {}))),
        "line_items": [_line(shop, order, line, dp) for line in order.lines],
        "tax_lines": [],
        "shipping_lines": _shipping(order, order.shipping, dp),
        "fee_lines": [],
        "coupon_lines": _coupons(order),
        "refunds": [_refund_summary(order, refund, dp) for refund in reversed(order.refunds_shown)],
        "payment_url": f"https://{shop.domain}/checkout/order-pay/{order.order_id}/",
        **_dates(shop, "date_created", order.created_at),
        **_dates(shop, "date_modified", order.updated_at),
        **_dates(shop, "date_paid", paid),
    }


def refund_json(shop: Shop, order: Order, refund: Refund, dp: int) -> Thing:
    return {
        "id": refund.refund_id,
        **_dates(shop, "date_created", refund.created_at),
        "amount": _text(order, order.refund_total(refund), dp),
        "reason": "",
        "refunded_by": 1,
        "refunded_payment": False,
        "meta_data": [],
        "line_items": [
            _given_back(shop, order, refund, line_id, dp) for line_id in sorted(refund.lines)
        ],
        "shipping_lines": _shipping(order, -refund.shipping, dp),
        "tax_lines": [],
        "fee_lines": [],
    }


def product_json(shop: Shop, product: Product) -> Thing:
    """Of several variants a variable product; of one a simple product, which is itself the one."""
    [first, *others] = product.variants
    return {
        "id": product.product_id,
        "name": product.title,
        "type": "variable" if others else "simple",
        "status": "trash" if product.deleted else "publish",
        "sku": "" if others else first.sku,
        "price": "" if others else _money(first.price, shop.currency, decimals_of(shop)),
        "parent_id": 0,
        "attributes": [],
        "variations": [variant.variant_id for variant in product.variants] if others else [],
        "meta_data": list(_meta(product.extra.get(str(product.product_id), {}))),
        **_dates(shop, "date_created", product.created_at),
        **_dates(shop, "date_modified", product.updated_at),
    }


def variation_json(shop: Shop, product: Product, variant: Variant) -> Thing:
    """As in the list of a product's variations: without a name, a type and a parent."""
    return {
        "id": variant.variant_id,
        "sku": variant.sku,
        "status": "trash" if product.deleted else "publish",
        "price": _money(variant.price, shop.currency, decimals_of(shop)),
        "attributes": [{"id": 0, "name": "Size", "option": variant.sku}],
        "meta_data": list(_meta(product.extra.get(str(variant.variant_id), {}))),
        **_dates(shop, "date_created", product.created_at),
        **_dates(shop, "date_modified", product.updated_at),
    }


def named_variation_json(shop: Shop, product: Product, variant: Variant) -> Thing:
    """As among the products, and in a webhook."""
    named = {"name": f"{product.title} - {variant.sku}", "type": "variation"}
    return (
        variation_json(shop, product, variant)
        | named
        | {"parent_id": product.product_id, "variations": []}
    )


def _status(order: Order) -> str:
    if order.trashed:
        return "trash"
    if order.cancelled_at:
        return "cancelled"
    if order.refunded_in_full:
        return "refunded"
    return str(order.extra.get("status", "processing" if order.paid_at else "pending"))


def _line(shop: Shop, order: Order, line: Line, dp: int) -> Thing:
    is_variation = len(shop.product(line.product_id).variants) > 1
    return {
        "id": line.line_id,
        "name": line.title,
        "product_id": line.product_id,
        "variation_id": line.variant_id if is_variation else 0,
        "quantity": line.qty,
        "subtotal": _text(order, line.net + line.discount, dp),
        "subtotal_tax": _text(order, line.tax, dp),
        "total": _text(order, line.net, dp),
        "total_tax": _text(order, line.tax, dp),
        "taxes": [],
        "meta_data": [],
        "sku": line.sku,
        "bundled_by": line.bundle.bundle_id if line.bundle else "",
        "bundled_items": [
            each.line_id
            for each in order.lines
            if each.bundle and each.bundle.bundle_id == line.line_id
        ],
        "price": Decimal(line.net) / line.qty / 10 ** exponent(order.currency) if line.qty else 0,
    }


def _given_back(shop: Shop, order: Order, refund: Refund, line_id: int, dp: int) -> Thing:
    """A line of a refund: everything below zero, and named after the line that it gives back."""
    net, tax = -order.refund_net(refund, line_id), -order.refund_tax(refund, line_id)
    return _line(shop, order, order.line(line_id), dp) | {
        "id": refund.refund_id * 100 + line_id % 100,
        "quantity": -refund.lines[line_id],
        "subtotal": _text(order, net, dp),
        "total": _text(order, net, dp),
        "total_tax": _text(order, tax, dp),
        "meta_data": list(_meta({"_refunded_item_id": str(line_id)})),
    }


def _shipping(order: Order, amount: int, dp: int) -> list[Thing]:
    line = {
        "id": order.order_id * 10,
        "method_title": "Flat rate",
        "total": _text(order, amount, dp),
    }
    return [line | {"total_tax": _text(order, 0, dp)}] if amount else []


def _coupons(order: Order) -> list[Thing]:
    """WooCommerce writes the codes of coupons small."""
    line = {"id": order.order_id * 10 + 1, "code": order.code.lower(), "discount": "0"}
    return [line] if order.code else []


def _refund_summary(order: Order, refund: Refund, dp: int) -> Thing:
    """All that an order says of a refund."""
    total = _text(order, -order.refund_total(refund), dp)
    return {"id": refund.refund_id, "reason": "", "total": total}


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


def _as_set(shop: Shop, order: Order, minor: int) -> int:
    """Total and tax are rounded to the shop's decimals whenever an order is read, whatever `dp`
    asks for; lines, shipping and fees are not."""
    shown = Decimal(1).scaleb(exponent(order.currency) - decimals_of(shop))
    return int((Decimal(minor) / shown).quantize(Decimal(1), ROUND_HALF_UP) * shown)


def _text(order: Order, minor: int, dp: int) -> str:
    return _money(minor, order.currency, dp)


def _money(minor: int, currency: str, dp: int) -> str:
    exact = Decimal(minor).scaleb(-exponent(currency))
    return f"{exact.quantize(Decimal(1).scaleb(-dp), ROUND_HALF_UP):f}"
