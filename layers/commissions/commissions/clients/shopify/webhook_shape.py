"""What the GraphQL API tells of an order or product, in the shape that webhooks have.

So one code reads both, and the same state gives the same records whichever way it came.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from commissions.clients.shopify.dispute_shape import webhook_disputes
from commissions.clients.shopify.extra_shape import webhook_extras
from commissions.clients.shopify.line_shape import (
    GraphNode,
    bag,
    id_of,
    webhook_discounts,
    webhook_freight,
    webhook_groups,
    webhook_line,
)
from commissions.domain.money import NotAnAmount, number

SHIPPING, DISCREPANCY = "shipping_refund", "refund_discrepancy"


class MalformedNode(ValueError):
    """An answer that lacks what was asked for."""


def webhook_order(
    node: GraphNode, refunds: Sequence[GraphNode], disputes: Sequence[GraphNode] = ()
) -> dict[str, Any]:
    """An order with all its lines, its refunds with all of theirs, and what was answered of its
    disputes beside it."""
    fees = bag(node["originalTotalAdditionalFeesSet"])
    return {
        "id": node["legacyResourceId"],
        **webhook_extras(node),
        "created_at": node["createdAt"],
        "processed_at": node["processedAt"],
        "updated_at": node["updatedAt"],
        "cancelled_at": node["cancelledAt"],
        "test": node["test"],
        "currency": node["currencyCode"],
        "taxes_included": node["taxesIncluded"],
        "duties_included": node["dutiesIncluded"],
        "financial_status": _lower(node["displayFinancialStatus"]),
        **_totals(node, fees),
        "line_items": [webhook_line(line) for line in node["lineItems"]["nodes"]],
        "line_item_groups": webhook_groups(node),
        "shipping_lines": [webhook_freight(line) for line in node["shippingLines"]["nodes"]],
        "discount_applications": webhook_discounts(node),
        "customer": _customer(node["customer"]),
        "refunds": [_refund(refund, node["currencyCode"], fees) for refund in refunds],
        "disputes": webhook_disputes(node.get("disputes") or (), disputes),
    }


def _totals(node: GraphNode, fees: Any) -> dict[str, Any]:
    return {
        "total_outstanding_set": bag(node["totalOutstandingSet"]),
        # No webhook has it.
        "total_received_set": bag(node.get("totalReceivedSet")),
        "subtotal_price_set": bag(node["subtotalPriceSet"]),
        "total_price_set": bag(node["totalPriceSet"]),
        "total_tax_set": bag(node["totalTaxSet"]),
        "total_tip_received_set": bag(node["totalTipReceivedSet"]),
        "original_total_duties_set": bag(node["originalTotalDutiesSet"]),
        "original_total_additional_fees_set": fees,
        "total_cash_rounding_payment_adjustment_set": _rounding(node),
    }


def webhook_product(node: GraphNode) -> dict[str, Any]:
    """A product with all its variants."""
    variants = node["variants"]["nodes"]
    return {
        "id": node["legacyResourceId"],
        "title": node["title"],
        "updated_at": node["updatedAt"],
        "variants": [
            {"id": each["legacyResourceId"], "sku": each["sku"], "title": each["title"]}
            for each in variants
        ],
        "variant_gids": [each["legacyResourceId"] for each in variants],
    }


def _refund(refund: GraphNode, currency: str, fees: GraphNode | None) -> dict[str, Any]:
    lines = refund["refundLineItems"]["nodes"]
    freight = refund["refundShippingLines"]["nodes"]
    payments = [_payment(each) for each in refund["transactions"]["nodes"]]
    adjustments = [
        _adjustment(each)
        for each in refund["orderAdjustments"]["nodes"]
        # Refunded shipping stands among the shipping lines; a discrepancy always has its reason.
        if each["reason"] or not freight
    ]
    return {
        "id": refund["legacyResourceId"],
        "created_at": refund["createdAt"],
        "refund_line_items": [
            {
                "line_item_id": id_of(each["lineItem"]["id"]),
                "quantity": each["quantity"],
                "subtotal_set": bag(each["subtotalSet"]),
                "total_tax_set": bag(each["totalTaxSet"]),
            }
            for each in lines
        ],
        "refund_shipping_lines": [
            {
                "subtotal_amount_set": bag(each["subtotalAmountSet"]),
                "tax_amount_set": bag(each["taxAmountSet"]),
            }
            for each in freight
        ],
        "order_adjustments": adjustments,
        "transactions": payments,
        "duties": [{"amount_set": bag(each["amountSet"])} for each in refund["duties"]],
        # The API does not say which refunds give fees back.
        "additional_fees": [{}] if not adjustments and _may_be_fees(refund, fees) else [],
        "total_duties_set": {"shop_money": {"amount": "0", "currency_code": currency}},
    }


def _adjustment(adjustment: GraphNode) -> dict[str, Any]:
    return {
        "kind": DISCREPANCY,
        "reason": _lower(adjustment["reason"]),
        "amount_set": bag(adjustment["amountSet"]),
        "tax_amount_set": bag(adjustment["taxAmountSet"]),
    }


def _payment(payment: GraphNode) -> dict[str, Any]:
    money = payment["amountSet"]["presentmentMoney"]
    return {
        "kind": _lower(payment["kind"]),
        "status": _lower(payment["status"]),
        "amount": money["amount"],
        "currency": money["currencyCode"],
    }


def _may_be_fees(refund: GraphNode, fees: GraphNode | None) -> bool:
    """Whether money given back beyond what the refund names is no more than the order's fees."""
    if fees is None:
        return False
    paid = [
        each["amountSet"]["presentmentMoney"]["amount"]
        for each in refund["transactions"]["nodes"]
        if each["status"] == "SUCCESS"
    ]
    unnamed = _sum(paid) - _sum(_named(refund))
    return 0 <= unnamed <= _number(fees["shop_money"]["amount"])


def _named(refund: GraphNode) -> list[Any]:
    """The amounts of goods, shipping and duties, with their taxes."""
    lines, freight = refund["refundLineItems"]["nodes"], refund["refundShippingLines"]["nodes"]
    bags = [
        *(each[name] for each in lines for name in ("subtotalSet", "totalTaxSet")),
        *(each[name] for each in freight for name in ("subtotalAmountSet", "taxAmountSet")),
        *(each["amountSet"] for each in refund["duties"]),
    ]
    return [bag["shopMoney"]["amount"] for bag in bags if bag]


def _sum(amounts: Sequence[Any]) -> Decimal:
    return sum(map(_number, amounts), Decimal(0))


def _number(amount: Any) -> Decimal:
    try:
        return number(amount)
    except NotAnAmount:
        raise MalformedNode("an amount is none") from None


def _rounding(node: GraphNode) -> dict[str, Any] | None:
    adjustment = node["totalCashRoundingAdjustment"]
    return bag(adjustment["paymentSet"]) if adjustment else None


def _customer(customer: GraphNode | None) -> dict[str, Any] | None:
    return {"id": customer["legacyResourceId"]} if customer else None


def _lower(value: str | None) -> str | None:
    return value.lower() if value else None
