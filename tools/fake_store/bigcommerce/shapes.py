"""Orders as the V2 API shows them, and their refunds as the V3 API does."""

from email.utils import format_datetime
from typing import Any

from tools.fake_store.bigcommerce.amounts import Priced, figure, tax_included, text
from tools.fake_store.toolkit import Line, Order, Refund, Shop

NAMES = {
    0: "Incomplete", 1: "Pending", 2: "Shipped", 3: "Partially Shipped", 4: "Refunded",
    5: "Cancelled", 6: "Declined", 7: "Awaiting Payment", 8: "Awaiting Pickup",
    9: "Awaiting Shipment", 10: "Completed", 11: "Awaiting Fulfillment",
    12: "Manual Verification Required", 13: "Disputed", 14: "Partially Refunded",
}  # fmt: skip
ADDRESS = {
    "first_name": "Robin",
    "last_name": "Example",
    "company": "",
    "street_1": "1 Sample Street",
    "street_2": "",
    "city": "Austin",
    "state": "Texas",
    "zip": "78751",
    "country": "United States",
    "country_iso2": "US",
    "phone": "555-0100",
}
COSTS = ("shipping_cost", "handling_cost", "wrapping_cost")


SAME_FOR_ALL = {
    "payment_method": "Credit Card",
    "refunded_amount": "0.0000",
    "store_credit_amount": "0.0000",
    "gift_certificate_amount": "0.0000",
    "store_default_to_transactional_exchange_rate": "1.0000000000",
    "staff_notes": "",
    "customer_message": "Please ring twice.",
    "coupon_discount": "0.0000",
    "channel_id": 1,
    "external_source": None,
    "external_id": None,
    "external_order_id": "",
}


def order_json(shop: Shop, order: Order, *, fees: bool) -> dict[str, Any]:
    """`order.extra` holds what people have set by hand: `status_id`, `payment_status`, fields."""
    status_id, payment_status = payment_state(order)
    lines = [Priced(shop, line) for line in order.lines]
    currency, link = order.currency, f"{shop.base_url}/stores/{shop.domain}/v2"
    found: dict[str, Any] = {
        "id": order.order_id,
        "customer_id": order.customer_id,
        "date_created": format_datetime(order.created_at.replace(microsecond=0)),
        "is_tax_inclusive_pricing": tax_included(shop),
        "date_modified": format_datetime(order.updated_at.replace(microsecond=0)),
        "date_shipped": "",
        "status_id": status_id,
        "status": NAMES[status_id],
        "custom_status": NAMES[status_id],
        "subtotal_ex_tax": text(sum(line.ex for line in lines), currency),
        "subtotal_inc_tax": text(sum(line.inc for line in lines), currency),
        "subtotal_tax": text(order.tax, currency),
        "total_ex_tax": text(order.total - order.tax, currency),
        "total_inc_tax": text(order.total, currency),
        "total_tax": text(order.tax, currency),
        "items_total": sum(line.qty for line in order.lines),
        "payment_status": payment_status,
        "currency_code": currency,
        "default_currency_code": currency,
        "store_default_currency_code": shop.currency,
        "discount_amount": text(sum(line.discount for line in lines), currency),
        "is_deleted": order.trashed,
        "billing_address": ADDRESS
        | {"email": f"buyer-{order.order_id}@example.com", "form_fields": []},
    }
    found |= SAME_FOR_ALL | _costs(order)
    for name in ("products", "coupons"):
        path = f"/orders/{order.order_id}/{name}"
        found[name] = {"url": link + path, "resource": path}
    path = f"/orders/{order.order_id}/fees"
    found["fees"] = [] if fees else {"url": link + path, "resource": path}
    by_hand: dict[str, Any] = order.extra.get("fields", {})
    return found | by_hand


def payment_state(order: Order) -> tuple[int, str]:
    """The order's status and the payment's. Every order begins as an unfinished checkout."""
    paid = order.paid_at is not None
    if order.cancelled_at:
        found = 5, "captured" if paid else "void"
    elif order.refunded_in_full:
        found = 4, "refunded"
    elif order.refunds_shown:
        found = 14, "partially refunded"
    else:
        found = (11, "captured") if paid else (0, "")
    return order.extra.get("status_id", found[0]), order.extra.get("payment_status", found[1])


def _costs(order: Order) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, cost in zip(COSTS, (order.shipping, 0, 0), strict=True):
        amount = text(cost, order.currency)
        found |= {f"base_{name}": amount, f"{name}_ex_tax": amount, f"{name}_inc_tax": amount}
        found[f"{name}_tax"] = "0.0000"
    return found


def line_json(shop: Shop, order: Order, line: Line) -> dict[str, Any]:
    currency, priced = order.currency, Priced(shop, line)
    discount = {
        "id": "manual-discount",
        "amount": text(priced.discount, currency),
        "name": "Manual Discount",
        "code": None,
        "target": "order",
    }
    return {
        "id": line.line_id,
        "order_id": order.order_id,
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "order_address_id": order.order_id,
        "name": line.title,
        "sku": line.sku,
        "type": "physical",
        "base_price": text(priced.entered / line.qty, currency),
        "price_ex_tax": text(priced.ex / line.qty, currency),
        "price_inc_tax": text(priced.inc / line.qty, currency),
        "base_total": text(priced.entered, currency),
        "total_ex_tax": text(priced.ex, currency),
        "total_inc_tax": text(priced.inc, currency),
        "total_tax": text(line.tax, currency),
        "quantity": line.qty,
        "is_refunded": order.refunded_qty(line.line_id) == line.qty,
        "quantity_refunded": order.refunded_qty(line.line_id),
        "refund_amount": "0.0000",
        "parent_order_product_id": line.bundle.bundle_id if line.bundle else None,
        "is_bundled_product": False,
        "applied_discounts": [discount] if line.discount else [],
        "product_options": [],
        "gift_certificate_id": None,
        "discounted_total_inc_tax": text(priced.paid, currency),
    }


def coupon_json(order: Order) -> dict[str, Any]:
    amount = sum(line.discount for line in order.lines)
    return {
        "id": order.order_id,
        "coupon_id": 1,
        "order_id": order.order_id,
        "code": order.code,
        "amount": figure(amount, order.currency),
        "type": 2,
        "discount": figure(amount, order.currency),
    }


def refund_json(order: Order, refund: Refund) -> dict[str, Any]:
    total = figure(order.refund_total(refund), order.currency)
    tax = sum(order.refund_tax(refund, line_id) for line_id in refund.lines)
    return {
        "id": refund.refund_id,
        "order_id": order.order_id,
        "user_id": 0,
        "created": refund.created_at.isoformat(timespec="seconds"),
        "reason": "",
        "total_amount": total,
        "total_tax": figure(tax, order.currency),
        "uses_merchant_override_values": False,
        "payments": [
            {
                "id": refund.refund_id,
                "provider_id": "custom",
                "amount": total,
                "offline": True,
                "is_declined": False,
                "declined_message": "",
            }
        ],
        "items": _items(order, refund),
    }


def transactions_json(order: Order) -> list[dict[str, Any]]:
    """What came in, as one payment by card."""
    if not order.came_in:
        return []
    payment = {
        "id": order.order_id,
        "order_id": str(order.order_id),
        "event": "capture",
        "method": "credit_card",
        "amount": figure(order.came_in, order.currency),
        "currency": order.currency,
        "gateway": "test",
        "gateway_transaction_id": None,
        "status": "ok",
        "fraud_review": False,
        "reference_transaction_id": None,
        "date_created": order.created_at.isoformat(timespec="seconds"),
    }
    return [payment]


def _items(order: Order, refund: Refund) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = [
        {"item_type": "PRODUCT", "item_id": line_id, "quantity": qty, "requested_amount": None}
        for line_id, qty in refund.lines.items()
    ]
    for kind, amount in (("SHIPPING", refund.shipping), ("ORDER", refund.amount_only)):
        if amount:
            requested = figure(amount, order.currency)
            item = {"item_type": kind, "item_id": order.order_id, "requested_amount": requested}
            items.append(item)
    return items
