"""The GraphQL API's answer about an order, from the webhook of the same state."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tests.unit.platforms.shopify_builders import Payload

SHOP = "https://tea.myshopify.com"


def answer_of(payload: Payload) -> tuple[Payload, list[Payload]]:
    """The order and its refunds, each with all of its connections."""
    currency = payload["currency"]
    status = payload["financial_status"]
    node = {
        "id": f"gid://shopify/Order/{payload['id']}",
        "legacyResourceId": str(payload["id"]),
        "name": payload.get("name"),
        "sourceName": payload.get("source_name"),
        "tags": [each for each in payload.get("tags", "").split(", ") if each],
        "createdAt": payload["created_at"],
        "processedAt": payload["processed_at"],
        "updatedAt": payload["updated_at"],
        "cancelledAt": payload["cancelled_at"],
        "test": payload["test"],
        "currencyCode": currency,
        "taxesIncluded": payload["taxes_included"],
        "dutiesIncluded": payload.get("duties_included", False),
        "displayFinancialStatus": status.upper() if status else None,
        "subtotalPriceSet": bag(payload["subtotal_price"], currency),
        "totalPriceSet": bag(payload["total_price"], currency),
        "totalTaxSet": bag(payload["total_tax"], currency),
        "totalOutstandingSet": bag(payload.get("total_outstanding", 0), currency),
        "totalReceivedSet": bag(payload.get("total_received", 0), currency),
        "totalTipReceivedSet": bag(payload["total_tip_received"], currency),
        "originalTotalDutiesSet": _same(payload.get("original_total_duties_set")),
        "originalTotalAdditionalFeesSet": _same(payload.get("original_total_additional_fees_set")),
        "totalCashRoundingAdjustment": {
            "paymentSet": _same(payload.get("total_cash_rounding_payment_adjustment_set"))
        },
        "discountCodes": [each["code"] for each in payload.get("discount_codes", [])],
        "customAttributes": [
            {"key": each["name"], "value": each["value"]}
            for each in payload.get("note_attributes", [])
        ],
        "customer": _customer(payload.get("customer")),
        "customerJourneySummary": journey(payload.get("landing_site")),
        "refunds": [{"id": f"gid://shopify/Refund/{each['id']}"} for each in payload["refunds"]],
        "lineItems": nodes(
            [
                _line(each, currency, _group(each, payload.get("line_item_groups", [])))
                for each in payload["line_items"]
            ]
        ),
        "shippingLines": nodes(
            [
                _freight(each, currency)
                for each in payload["shipping_lines"]
                if not each.get("is_removed")
            ]
        ),
    }
    return node, [_refund(each, currency) for each in payload["refunds"]]


def bag(amount: Any, currency: str, presentment: str = "") -> Payload:
    """The API writes amounts without needless zeros, but with one decimal at least."""
    money = {"amount": _written(amount), "currencyCode": currency}
    return {
        "shopMoney": money,
        "presentmentMoney": money | {"currencyCode": presentment or currency},
    }


def nodes(each: Sequence[Payload]) -> Payload:
    return {"nodes": list(each), "pageInfo": {"hasNextPage": False, "endCursor": None}}


def journey(landing: str | None) -> Payload:
    visit = {"landingPage": f"{SHOP}{landing}", "referralCode": None} if landing else None
    return {"ready": True, "lastVisit": visit}


def _written(amount: Any) -> str:
    text = f"{Decimal(str(amount)).normalize():f}"
    return text if "." in text else f"{text}.0"


def _same(pair: Payload | None) -> Payload | None:
    return bag(pair["shop_money"]["amount"], pair["shop_money"]["currency_code"]) if pair else None


def _customer(customer: Payload | None) -> Payload | None:
    return {"legacyResourceId": str(customer["id"])} if customer else None


def _group(line: Payload, groups: Sequence[Payload]) -> Payload | None:
    named = (each for each in groups if each["id"] == line.get("sales_line_item_group_id"))
    if (group := next(named, None)) is None:
        return None
    return {
        "id": f"gid://shopify/LineItemGroup/{group['id']}",
        "quantity": group["quantity"],
        "variantId": f"gid://shopify/ProductVariant/{group['variant_id']}",
        "variantSku": group["variant_sku"],
    }


def _line(line: Payload, currency: str, group: Payload | None) -> Payload:
    return {
        "id": f"gid://shopify/LineItem/{line['id']}",
        "sku": line["sku"],
        "quantity": line["quantity"],
        "currentQuantity": line["current_quantity"],
        "isGiftCard": line["gift_card"],
        "variant": _named(line["variant_id"]),
        "product": _named(line["product_id"]),
        "sellingPlan": _plan(line.get("selling_plan_id")),
        "lineItemGroup": group,
        "originalUnitPriceSet": bag(line["price"], currency),
        **_off_and_tax(line, currency),
    }


def _plan(plan: int | None) -> Payload | None:
    """Its id may be hidden, and then only its name is answered."""
    return {"name": "", "sellingPlanId": f"gid://shopify/SellingPlan/{plan}"} if plan else None


def _freight(line: Payload, currency: str) -> Payload:
    return {
        "id": "gid://shopify/ShippingLine/1",
        "isRemoved": line.get("is_removed", False),
        "originalPriceSet": bag(line["price"], currency),
        **_off_and_tax(line, currency),
    }


def _off_and_tax(line: Payload, currency: str) -> Payload:
    return {
        "discountAllocations": [
            {"allocatedAmountSet": bag(each["amount"], currency)}
            for each in line["discount_allocations"]
        ],
        "taxLines": [{"priceSet": bag(each["price"], currency)} for each in line["tax_lines"]],
    }


def _named(legacy_id: int | None) -> Payload | None:
    return {"legacyResourceId": str(legacy_id)} if legacy_id else None


def _refund(refund: Payload, currency: str) -> Payload:
    adjustments: list[Payload] = refund["order_adjustments"]
    shipping = [each for each in adjustments if each["kind"] == "shipping_refund"]
    others = [each for each in adjustments if each["kind"] != "shipping_refund"]
    return {
        "id": f"gid://shopify/Refund/{refund['id']}",
        "legacyResourceId": str(refund["id"]),
        "createdAt": refund["created_at"],
        "order": {"updatedAt": None},
        "duties": [{"amountSet": _same(each["amount_set"])} for each in refund.get("duties", [])],
        "refundLineItems": nodes(
            [_refund_line(each, currency) for each in refund["refund_line_items"]]
        ),
        "refundShippingLines": nodes(
            [
                {
                    "subtotalAmountSet": bag(-Decimal(each["amount"]), currency),
                    "taxAmountSet": bag(-Decimal(each["tax_amount"]), currency),
                }
                for each in shipping
            ]
        ),
        "orderAdjustments": nodes(
            [
                {
                    "reason": "REFUND_DISCREPANCY",
                    "amountSet": bag(each["amount"], currency),
                    "taxAmountSet": bag(each["tax_amount"], currency),
                }
                for each in others
            ]
        ),
        "transactions": nodes(
            [
                {
                    "kind": each["kind"].upper(),
                    "status": each["status"].upper(),
                    "amountSet": bag(each["amount"], currency, each["currency"]),
                }
                for each in refund["transactions"]
            ]
        ),
    }


def _refund_line(line: Payload, currency: str) -> Payload:
    return {
        "quantity": line["quantity"],
        "lineItem": {"id": f"gid://shopify/LineItem/{line['line_item_id']}"},
        "subtotalSet": bag(line["subtotal"], currency),
        "totalTaxSet": bag(line["total_tax"], currency),
    }
