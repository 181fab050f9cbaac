"""Orders, credit memos and products as Magento's REST API and mage-os show them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from commissions.domain.currencies import exponent
from tools.fake_store.toolkit import Bundle, Line, Order, Product, Refund, Shop, Variant

PART_ID = 10_000_000
"""A part's item id is that much above its whole's."""
Shown = dict[str, Any]


def amount(minor: int, currency: str) -> int | Decimal:
    """As PHP writes a float: without zeros at the end."""
    value = Decimal(minor).scaleb(-exponent(currency)).normalize()
    return int(value) if value == value.to_integral_value() else value


def date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def order_json(shop: Shop, order: Order) -> Shown:
    def money(minor: int) -> int | Decimal:
        return amount(minor, order.currency)

    paid = order.total if order.paid_at else 0
    shown: Shown = {
        "base_currency_code": order.currency,
        "created_at": date(order.created_at),
        "customer_email": "buyer@shop.example",
        "customer_is_guest": 0 if order.customer_id else 1,
        "discount_amount": money(-sum(line.discount for line in order.lines)),
        "entity_id": order.order_id,
        "grand_total": money(order.total),
        "increment_id": f"{order.order_id:09d}",
        "order_currency_code": order.currency,
        "shipping_amount": money(order.shipping),
        "shipping_discount_amount": 0,
        "shipping_discount_tax_compensation_amount": 0,
        "shipping_tax_amount": 0,
        "state": state(order),
        "status": state(order),
        "store_id": 1,
        "subtotal": money(sum(line.price * line.qty for line in order.lines)),
        "tax_amount": money(order.tax),
        "total_due": money(order.total - paid),
        "updated_at": date(order.updated_at),
        "items": [
            *(_bundle(order, each) for each in order.bundles),
            *(item for line in order.lines for item in _items(shop, order, line)),
        ],
        "payment": {"method": "checkmo", "amount_ordered": money(order.total)},
        "extension_attributes": {"shipping_assignments": []},
    }
    # Magento leaves out what is null.
    given: Shown = {
        "coupon_code": order.code,
        "customer_id": order.customer_id,
        "total_paid": money(paid),
        "total_refunded": money(order.refunded),
        "total_canceled": money(order.total) if order.cancelled_at else 0,
    }
    return shown | {name: value for name, value in given.items() if value}


def state(order: Order) -> str:
    if order.cancelled_at:
        return "canceled"
    if order.refunded_in_full:
        return "closed"
    return "processing" if order.paid_at else "new"


def memos_json(shop: Shop, order: Order) -> Iterator[Shown]:
    return (memo_json(shop, order, refund) for refund in order.refunds_shown)


def memo_json(shop: Shop, order: Order, refund: Refund) -> Shown:
    def money(minor: int) -> int | Decimal:
        return amount(minor, order.currency)

    rows = sum(order.line(line_id).price * qty for line_id, qty in refund.lines.items())
    return {
        "adjustment": money(refund.amount_only),
        "adjustment_negative": 0,
        "adjustment_positive": money(refund.amount_only),
        "created_at": date(refund.created_at),
        "entity_id": refund.refund_id,
        "grand_total": money(order.refund_total(refund)),
        "increment_id": f"{refund.refund_id:09d}",
        "order_currency_code": order.currency,
        "order_id": order.order_id,
        "shipping_amount": money(refund.shipping),
        "state": 2,
        "store_id": 1,
        "subtotal": money(rows),
        # As Magento is known to do it: the whole order's tax, however little comes back.
        "tax_amount": money(order.tax),
        "updated_at": date(refund.created_at),
        "items": [
            item
            for line_id, qty in refund.lines.items()
            for item in _memo_items(shop, order, order.line(line_id), qty)
        ],
        "comments": [],
    }


def invoice_json(order: Order) -> Shown:
    return {
        "can_void_flag": 0,
        "created_at": date(order.paid_at or order.updated_at),
        "entity_id": order.order_id,
        "grand_total": amount(order.total, order.currency),
        "order_currency_code": order.currency,
        "order_id": order.order_id,
        "state": 2,
        "total_qty": sum(line.qty for line in order.lines),
        "updated_at": date(order.updated_at),
        "items": [],
    }


def products_json(shop: Shop) -> Iterator[Shown]:
    """Simple products, and those that hold several together."""
    for product in shop.products.values():
        if not product.deleted:
            yield from product_json(product, shop.currency)


def product_json(product: Product, currency: str) -> Iterator[Shown]:
    for variant in product.variants:
        yield _simple(product, variant, currency)
    if len(product.variants) > 1:
        yield _shown(product, product.product_id, f"{product.variants[0].sku}-ALL") | {
            "type_id": "configurable",
            "extension_attributes": {
                "configurable_product_links": [each.variant_id for each in product.variants]
            },
        }


def _simple(product: Product, variant: Variant, currency: str) -> Shown:
    values: Shown = product.extra.get("attributes", {}).get(variant.sku, {})
    return _shown(product, variant.variant_id, variant.sku) | {
        "price": amount(variant.price, currency),
        "type_id": "simple",
        "custom_attributes": [
            {"attribute_code": code, "value": value} for code, value in values.items()
        ],
    }


def _shown(product: Product, product_id: int, sku: str) -> Shown:
    return {
        "id": product_id,
        "sku": sku,
        "name": product.title,
        "attribute_set_id": 4,
        "status": 1,
        "visibility": 4,
        "created_at": date(product.created_at),
        "updated_at": date(product.updated_at),
    }


def _items(shop: Shop, order: Order, line: Line) -> Iterator[Shown]:
    def money(minor: int) -> int | Decimal:
        return amount(minor, order.currency)

    parted = _is_configurable(shop, line) and line.bundle is None
    shown: Shown = {
        "created_at": date(order.created_at),
        "discount_amount": money(line.discount),
        "discount_tax_compensation_amount": 0,
        "item_id": line.line_id,
        "name": line.title,
        "order_id": order.order_id,
        "price": money(line.price),
        "product_id": line.product_id if parted else line.variant_id,
        "product_type": "configurable" if parted else "simple",
        "qty_canceled": line.qty if order.cancelled_at else 0,
        "qty_ordered": line.qty,
        "qty_refunded": order.refunded_qty(line.line_id),
        "row_total": money(line.net),
        "row_total_incl_tax": money(line.price * line.qty + line.tax),
        "sku": line.sku,
        "tax_amount": money(line.tax),
    }
    yield shown | ({"parent_item_id": line.bundle.bundle_id} if line.bundle else {})
    if parted:
        part = {"item_id": PART_ID + line.line_id, "parent_item_id": line.line_id}
        nothing = dict.fromkeys(("discount_amount", "price", "row_total", "tax_amount"), 0)
        kind = {"product_id": line.variant_id, "product_type": "simple"}
        yield {k: v for k, v in shown.items() if k != "row_total_incl_tax"} | part | nothing | kind


def _bundle(order: Order, bundle: Bundle) -> Shown:
    """Of a dynamic price, which the parts have, and the whole shows once more."""
    parts = [line for line in order.lines if line.bundle == bundle]
    price = amount(sum(line.price * line.qty for line in parts) // bundle.qty, order.currency)
    return {
        "created_at": date(order.created_at),
        "item_id": bundle.bundle_id,
        "name": bundle.sku,
        "order_id": order.order_id,
        "price": price,
        "product_id": bundle.variant_id,
        "product_type": "bundle",
        "qty_ordered": bundle.qty,
        "row_total": price * bundle.qty,
        "sku": bundle.sku,
    }


def _memo_items(shop: Shop, order: Order, line: Line, qty: int) -> Iterator[Shown]:
    shown: Shown = {
        "base_cost": None,
        "entity_id": PART_ID + line.line_id,
        "name": line.title,
        "order_item_id": line.line_id,
        "price": amount(line.price, order.currency),
        "product_id": line.variant_id,
        "qty": qty,
        "row_total": amount(line.price * qty, order.currency),
        "sku": line.sku,
        "tax_amount": amount(line.tax * qty // line.qty, order.currency),
    }
    yield shown
    if _is_configurable(shop, line):
        yield shown | {"order_item_id": PART_ID + line.line_id, "price": 0, "row_total": None}


def _is_configurable(shop: Shop, line: Line) -> bool:
    product = shop.products.get(line.product_id)
    return product is not None and len(product.variants) > 1
