"""The bodies of webhooks: orders, refunds and products as the REST API had them."""

from decimal import Decimal
from typing import Any

from commissions.domain.currencies import exponent
from tools.fake_store.shopify.ids import gid
from tools.fake_store.shopify.nodes import financial_status, moment, outstanding
from tools.fake_store.toolkit import Event, Line, Order, Refund, Shop


def order_body(shop: Shop, event: Event) -> dict[str, Any]:
    order = shop.order(event.id)
    currency = order.currency
    return {
        "id": order.order_id,
        "admin_graphql_api_id": gid("Order", order.order_id),
        "name": order.extra.get("name", f"#{order.number}"),
        "source_name": order.extra.get("source_name", "web"),
        "tags": ", ".join(order.extra.get("tags", [])),
        "created_at": moment(order.created_at),
        "processed_at": moment(order.created_at),
        "updated_at": moment(order.updated_at),
        "cancelled_at": moment(order.cancelled_at) if order.cancelled_at else None,
        "currency": currency,
        "test": False,
        "taxes_included": False,
        "financial_status": financial_status(order),
        "subtotal_price": _amount(order.net, currency),
        "total_price": _amount(order.total, currency),
        "total_price_set": _pair(order.total, currency),
        "total_tax": _amount(order.tax, currency),
        "total_outstanding": _amount(outstanding(order), currency),
        "total_tip_received": _amount(0, currency),
        "discount_codes": [{"code": order.code, "amount": _discount(order), "type": "fixed_amount"}]
        if order.code
        else [],
        "note_attributes": [
            {"name": name, "value": value}
            for name, value in order.extra.get("attributes", {}).items()
        ],
        "landing_site": order.extra.get("landing_site"),
        "customer": {"id": order.customer_id} if order.customer_id else None,
        "line_items": [_line(order, line) for line in order.lines],
        "line_item_groups": [{"id": each.bundle_id} for each in order.bundles],
        "shipping_lines": [_freight(order)] if order.shipping else [],
        "refunds": [_refund(order, refund) for refund in order.refunds_shown],
    }


def refund_body(shop: Shop, event: Event) -> dict[str, Any]:
    order = shop.order(event.id)
    refund = next(each for each in order.refunds if each.refund_id == event.part)
    shipping = [
        {
            "subtotal_amount_set": _pair(refund.shipping, order.currency),
            "tax_amount_set": _pair(0, order.currency),
        }
    ]
    return _refund(order, refund) | {"refund_shipping_lines": shipping if refund.shipping else []}


def dispute_body(shop: Shop, event: Event) -> dict[str, Any]:
    """It has no time of its change; its end is a day, written as a moment."""
    order = shop.order(event.id)
    dispute = next(each for each in order.disputes if each.dispute_id == event.part)
    ended = dispute.finalized_on
    return {
        "id": dispute.dispute_id,
        "order_id": order.order_id,
        "type": "chargeback",
        "amount": _amount(dispute.amount, order.currency),
        "currency": order.currency,
        "reason": "fraudulent",
        "network_reason_code": "4837",
        "status": dispute.status,
        "evidence_due_by": None,
        "evidence_sent_on": None,
        "finalized_on": f"{ended:%Y-%m-%d}T00:00:00Z" if ended else None,
        "initiated_at": moment(dispute.opened_at),
    }


def edit_body(shop: Shop, event: Event) -> dict[str, Any]:
    """Only differences; which ones, nobody may rely on."""
    none: dict[str, list[Any]] = {"additions": [], "removals": []}
    return {
        "order_edit": {
            "id": event.id,
            "order_id": event.id,
            "created_at": moment(event.at),
            "committed_at": moment(event.at),
            "line_items": none,
            "discounts": {"line_item": none},
            "shipping_lines": none,
        }
    }


def payment_body(shop: Shop, event: Event) -> dict[str, Any]:
    order = shop.order(event.id)
    return {
        "id": event.id,
        "order_id": event.id,
        "kind": "sale",
        "status": "success",
        "created_at": moment(event.at),
        "test": False,
        "amount": _amount(order.total, order.currency),
        "currency": order.currency,
    }


def product_body(shop: Shop, event: Event) -> dict[str, Any]:
    product = shop.product(event.id)
    return {
        "id": product.product_id,
        "admin_graphql_api_id": gid("Product", product.product_id),
        "title": product.title,
        "created_at": moment(product.created_at),
        "updated_at": moment(product.updated_at),
        "status": "active",
        "variants": [
            {
                "id": each.variant_id,
                "product_id": product.product_id,
                "sku": each.sku or None,
                "title": each.title,
                "price": _amount(each.price, shop.currency),
            }
            for each in product.variants[:100]
        ],
        "variant_gids": [
            {"admin_graphql_api_id": gid("ProductVariant", each.variant_id)}
            for each in product.variants
        ],
    }


def _line(order: Order, line: Line) -> dict[str, Any]:
    currency = order.currency
    off = {
        "amount": _amount(line.discount, currency),
        "amount_set": _pair(line.discount, currency),
    }
    tax = {"price": _amount(line.tax, currency), "price_set": _pair(line.tax, currency)}
    return {
        "id": line.line_id,
        "admin_graphql_api_id": gid("LineItem", line.line_id),
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "sku": line.sku,
        "selling_plan_id": order.extra.get("selling_plan"),
        "sales_line_item_group_id": line.bundle.bundle_id if line.bundle else None,
        "title": line.title,
        "quantity": line.qty,
        "current_quantity": line.qty - order.refunded_qty(line.line_id),
        "gift_card": False,
        "price": _amount(line.price, currency),
        "price_set": _pair(line.price, currency),
        "total_discount": _amount(0, currency),
        "discount_allocations": [off] if line.discount else [],
        "tax_lines": [tax] if line.tax else [],
    }


def _freight(order: Order) -> dict[str, Any]:
    return {
        "id": order.order_id,
        "title": "Standard",
        "is_removed": False,
        "price": _amount(order.shipping, order.currency),
        "price_set": _pair(order.shipping, order.currency),
        "discount_allocations": [],
        "tax_lines": [],
    }


def _refund(order: Order, refund: Refund) -> dict[str, Any]:
    currency = order.currency
    adjustments = [
        {
            "kind": kind,
            "reason": reason,
            "amount": _amount(-minor, currency),
            "amount_set": _pair(-minor, currency),
            "tax_amount": _amount(0, currency),
        }
        for kind, reason, minor in (
            ("shipping_refund", "Shipping refund", refund.shipping),
            ("refund_discrepancy", "Refund discrepancy", refund.amount_only),
        )
        if minor
    ]
    paid = {
        "kind": "refund",
        "status": "success",
        "amount": _amount(order.refund_total(refund), currency),
        "currency": currency,
    }
    return {
        "id": refund.refund_id,
        "order_id": order.order_id,
        "created_at": moment(refund.created_at),
        "processed_at": moment(refund.created_at),
        "refund_line_items": [
            {
                "line_item_id": line_id,
                "quantity": qty,
                "subtotal_set": _pair(order.refund_net(refund, line_id), currency),
                "total_tax_set": _pair(order.refund_tax(refund, line_id), currency),
            }
            for line_id, qty in refund.lines.items()
        ],
        "order_adjustments": adjustments,
        "transactions": [paid],
        "duties": [],
        "additional_fees": [],
    }


def _discount(order: Order) -> str:
    return _amount(sum(line.discount for line in order.lines), order.currency)


def _pair(minor: int, currency: str) -> dict[str, Any]:
    money = {"amount": _amount(minor, currency), "currency_code": currency}
    return {"shop_money": money, "presentment_money": money}


def _amount(minor: int, currency: str) -> str:
    digits = exponent(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"
