"""What the GraphQL API tells of an order or product, in the shape that webhooks have.

So one code reads both, and the same state gives the same records whichever way it came.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from commissions.clients.shopify.dispute_shape import webhook_disputes
from commissions.domain.money import NotAnAmount, number

type GraphNode = Mapping[str, Any]
SHIPPING, DISCREPANCY = "shipping_refund", "refund_discrepancy"


class MalformedNode(ValueError):
    """An answer that lacks what was asked for."""


def webhook_order(
    node: GraphNode, refunds: Sequence[GraphNode], disputes: Sequence[GraphNode] = ()
) -> dict[str, Any]:
    """An order with all its lines, its refunds with all of theirs, and what was answered of its
    disputes beside it."""
    visit = _visit(node)
    landing = visit.get("landingPage") or None
    fees = _bag(node["originalTotalAdditionalFeesSet"])
    return {
        "id": node["legacyResourceId"],
        # Of a recording from before they were asked for, nothing is known.
        "name": node.get("name"),
        "source_name": node.get("sourceName"),
        "tags": ", ".join(node.get("tags") or ()),
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
        "line_items": [_line(line) for line in node["lineItems"]["nodes"]],
        "shipping_lines": [_freight(line) for line in node["shippingLines"]["nodes"]],
        "discount_codes": [{"code": code} for code in node["discountCodes"]],
        "discount_applications": _applications(node),
        "note_attributes": [
            {"name": each["key"], "value": each["value"]} for each in node["customAttributes"]
        ],
        "landing_site": landing,
        # No webhook has it: it tells the rest of a code where the address was cut off.
        "referral_code": visit.get("referralCode") or None,
        "customer": _customer(node["customer"]),
        "refunds": [_refund(refund, node["currencyCode"], fees) for refund in refunds],
        "disputes": webhook_disputes(node.get("disputes") or (), disputes),
        "unseen": [] if landing else ["landing_site"],
    }


def _totals(node: GraphNode, fees: Any) -> dict[str, Any]:
    return {
        "total_outstanding_set": _bag(node["totalOutstandingSet"]),
        # No webhook has it.
        "total_received_set": _bag(node.get("totalReceivedSet")),
        "subtotal_price_set": _bag(node["subtotalPriceSet"]),
        "total_price_set": _bag(node["totalPriceSet"]),
        "total_tax_set": _bag(node["totalTaxSet"]),
        "total_tip_received_set": _bag(node["totalTipReceivedSet"]),
        "original_total_duties_set": _bag(node["originalTotalDutiesSet"]),
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


def id_of(gid: str) -> str:
    """`gid://shopify/LineItem/77` is 77."""
    return gid.rsplit("/", 1)[-1].split("?", maxsplit=1)[0]


def _line(line: GraphNode) -> dict[str, Any]:
    return {
        "id": id_of(line["id"]),
        "sku": line["sku"],
        "variant_id": _legacy_id(line["variant"]),
        "product_id": _legacy_id(line["product"]),
        "selling_plan_id": id_of((line.get("sellingPlan") or {}).get("sellingPlanId") or ""),
        "quantity": line["quantity"],
        "current_quantity": line["currentQuantity"],
        "gift_card": line["isGiftCard"],
        "price_set": _bag(line["originalUnitPriceSet"]),
        **_off_and_tax(line),
    }


def _freight(line: GraphNode) -> dict[str, Any]:
    price = _bag(line["originalPriceSet"])
    return {"is_removed": line["isRemoved"], "price_set": price, **_off_and_tax(line)}


def _off_and_tax(line: GraphNode) -> dict[str, Any]:
    return {
        "discount_allocations": [
            {
                "amount_set": _bag(each["allocatedAmountSet"]),
                "discount_application_index": (each.get("discountApplication") or {}).get("index"),
            }
            for each in line["discountAllocations"]
        ],
        "tax_lines": [
            {"price_set": _bag(each["priceSet"]), "rate": each.get("rate")}
            for each in line["taxLines"]
        ],
    }


def _applications(node: GraphNode) -> list[GraphNode]:
    """The order's discounts, each in its place, as far as a line names them."""
    lines = (*node["lineItems"]["nodes"], *node["shippingLines"]["nodes"])
    found = [
        each.get("discountApplication") or {}
        for line in lines
        for each in line["discountAllocations"]
    ]
    named = {each["index"]: each for each in found if "index" in each}
    return [named.get(place, {}) for place in range(max(named, default=-1) + 1)]


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
                "subtotal_set": _bag(each["subtotalSet"]),
                "total_tax_set": _bag(each["totalTaxSet"]),
            }
            for each in lines
        ],
        "refund_shipping_lines": [
            {
                "subtotal_amount_set": _bag(each["subtotalAmountSet"]),
                "tax_amount_set": _bag(each["taxAmountSet"]),
            }
            for each in freight
        ],
        "order_adjustments": adjustments,
        "transactions": payments,
        "duties": [{"amount_set": _bag(each["amountSet"])} for each in refund["duties"]],
        # The API does not say which refunds give fees back.
        "additional_fees": [{}] if not adjustments and _may_be_fees(refund, fees) else [],
        "total_duties_set": {"shop_money": {"amount": "0", "currency_code": currency}},
    }


def _adjustment(adjustment: GraphNode) -> dict[str, Any]:
    return {
        "kind": DISCREPANCY,
        "reason": _lower(adjustment["reason"]),
        "amount_set": _bag(adjustment["amountSet"]),
        "tax_amount_set": _bag(adjustment["taxAmountSet"]),
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


def _bag(bag: GraphNode | None) -> dict[str, Any] | None:
    """An amount in the shop's currency; webhooks and the API name its currency differently."""
    if bag is None:
        return None
    money = bag["shopMoney"]
    return {"shop_money": {"amount": money["amount"], "currency_code": money["currencyCode"]}}


def _rounding(node: GraphNode) -> dict[str, Any] | None:
    adjustment = node["totalCashRoundingAdjustment"]
    return _bag(adjustment["paymentSet"]) if adjustment else None


def _visit(node: GraphNode) -> dict[str, Any]:
    """The visit that led to the order; empty also where Shopify keeps none of it, or has not yet
    sorted them."""
    journey = node["customerJourneySummary"] or {}
    visit = journey.get("lastVisit") if journey.get("ready") else None
    return visit or {}


def _customer(customer: GraphNode | None) -> dict[str, Any] | None:
    return {"id": customer["legacyResourceId"]} if customer else None


def _legacy_id(node: GraphNode | None) -> Any:
    return node["legacyResourceId"] if node else None


def _lower(value: str | None) -> str | None:
    return value.lower() if value else None
