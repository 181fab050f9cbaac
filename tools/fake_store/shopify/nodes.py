"""Orders, refunds and products as nodes of the GraphQL API."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from commissions.domain.currencies import exponent
from tools.fake_store.shopify.ids import gid
from tools.fake_store.toolkit import Dispute, Line, Order, Product, Refund, Shop

_FIRST = r"\b{name}\(first: (\d+|\$\w+)"
_CURSOR = "after-"


class Sizes:
    """How much of each connection a query wants."""

    def __init__(self, query: str, variables: Mapping[str, Any]) -> None:
        self._query, self._variables = query, variables
        self.ids = len(variables.get("ids", ()))

    def of(self, name: str) -> int:
        """0 where it is not asked for."""
        found = re.search(_FIRST.format(name=name), self._query)
        if found is None:
            return 0
        size = found[1]
        return int(self._variables[size[1:]] if size.startswith("$") else size)

    def connection(self, name: str, nodes: Sequence[Any], after: str | None = None) -> Any:
        """A page of the nodes."""
        begin = int(after.removeprefix(_CURSOR)) if after else 0
        end = begin + self.of(name)
        cursor = f"{_CURSOR}{end}"
        return {
            "edges": [{"node": node} for node in nodes[begin:end]],
            "nodes": nodes[begin:end],
            "pageInfo": {"hasNextPage": end < len(nodes), "endCursor": cursor},
        }


def order_node(shop: Shop, order: Order, sizes: Sizes) -> dict[str, Any]:
    landing = order.extra.get("landing_site")
    address = f"https://{shop.domain}{landing}"
    visit = {"landingPage": address, "referralCode": None} if landing else None
    return {
        "id": gid("Order", order.order_id),
        "legacyResourceId": str(order.order_id),
        "name": order.extra.get("name", f"#{order.number}"),
        "sourceName": order.extra.get("source_name", "web"),
        "tags": order.extra.get("tags", []),
        "createdAt": moment(order.created_at),
        "processedAt": moment(order.created_at),
        "updatedAt": moment(order.updated_at),
        "cancelledAt": moment(order.cancelled_at) if order.cancelled_at else None,
        "test": False,
        "currencyCode": order.currency,
        "taxesIncluded": False,
        "dutiesIncluded": False,
        "displayFinancialStatus": financial_status(order).upper(),
        "subtotalPriceSet": bag(order.net, order.currency),
        "totalPriceSet": bag(order.total, order.currency),
        "totalTaxSet": bag(order.tax, order.currency),
        "totalOutstandingSet": bag(outstanding(order), order.currency),
        "totalReceivedSet": bag(order.came_in, order.currency),
        "totalTipReceivedSet": bag(0, order.currency),
        "originalTotalDutiesSet": None,
        "originalTotalAdditionalFeesSet": None,
        "totalCashRoundingAdjustment": {"paymentSet": bag(0, order.currency)},
        "discountCodes": [order.code] if order.code else [],
        "customAttributes": [
            {"key": name, "value": value}
            for name, value in order.extra.get("attributes", {}).items()
        ],
        "customer": {"legacyResourceId": str(order.customer_id)} if order.customer_id else None,
        "customerJourneySummary": {"ready": True, "lastVisit": visit},
        "refunds": [{"id": gid("Refund", refund.refund_id)} for refund in order.refunds_shown],
        "disputes": [dispute_summary(each) for each in order.disputes],
        "lineItems": sizes.connection("lineItems", line_nodes(order)),
        "shippingLines": sizes.connection("shippingLines", freight_nodes(order)),
    }


def line_nodes(order: Order) -> list[dict[str, Any]]:
    return [_line_node(order, line) for line in order.lines]


def freight_nodes(order: Order) -> list[dict[str, Any]]:
    if not order.shipping:
        return []
    return [
        {
            "id": gid("ShippingLine", order.order_id),
            "isRemoved": False,
            "originalPriceSet": bag(order.shipping, order.currency),
            "discountAllocations": [],
            "taxLines": [],
        }
    ]


def refund_node(order: Order, refund: Refund, sizes: Sizes) -> dict[str, Any]:
    currency = order.currency
    return {
        "id": gid("Refund", refund.refund_id),
        "legacyResourceId": str(refund.refund_id),
        "createdAt": moment(refund.created_at),
        "order": {"updatedAt": moment(order.updated_at)},
        "duties": [],
        **{
            name: sizes.connection(name, nodes)
            for name, nodes in refund_connections(order, refund, currency).items()
        },
    }


def refund_connections(order: Order, refund: Refund, currency: str) -> dict[str, list[Any]]:
    lines = [
        {
            "quantity": qty,
            "lineItem": {"id": gid("LineItem", line_id)},
            "subtotalSet": bag(order.refund_net(refund, line_id), currency),
            "totalTaxSet": bag(order.refund_tax(refund, line_id), currency),
        }
        for line_id, qty in refund.lines.items()
    ]
    freight = {
        "subtotalAmountSet": bag(refund.shipping, currency),
        "taxAmountSet": bag(0, currency),
    }
    discrepancy = {
        "reason": "REFUND_DISCREPANCY",
        "amountSet": bag(-refund.amount_only, currency),
        "taxAmountSet": bag(0, currency),
    }
    payment = {
        "kind": "REFUND",
        "status": "SUCCESS",
        "amountSet": bag(order.refund_total(refund), currency),
    }
    return {
        "refundLineItems": lines,
        "refundShippingLines": [freight] if refund.shipping else [],
        "orderAdjustments": [discrepancy] if refund.amount_only else [],
        "transactions": [payment],
    }


def dispute_summary(dispute: Dispute) -> dict[str, Any]:
    """All that an order itself says of it."""
    return {
        "id": gid("OrderDisputeSummary", dispute.dispute_id),
        "initiatedAs": "CHARGEBACK",
        "status": dispute.status.upper(),
    }


def dispute_node(dispute: Dispute, currency: str) -> dict[str, Any]:
    ended = dispute.finalized_on
    return {
        "id": gid("ShopifyPaymentsDispute", dispute.dispute_id),
        "status": dispute.status.upper(),
        "initiatedAt": moment(dispute.opened_at),
        "finalizedOn": f"{ended:%Y-%m-%d}" if ended else None,
        "amount": {"amount": amount(dispute.amount, currency), "currencyCode": currency},
    }


def product_node(product: Product, sizes: Sizes) -> dict[str, Any]:
    return {
        "id": gid("Product", product.product_id),
        "legacyResourceId": str(product.product_id),
        "title": product.title,
        "updatedAt": moment(product.updated_at),
        "variants": sizes.connection("variants", variant_nodes(product)),
    }


def variant_nodes(product: Product) -> list[dict[str, Any]]:
    return [
        {"legacyResourceId": str(each.variant_id), "sku": each.sku, "title": each.title}
        for each in product.variants
    ]


def financial_status(order: Order) -> str:
    if order.paid_at is None:
        return "voided" if order.cancelled_at else "pending"
    if order.refunded_in_full:
        return "refunded"
    if order.refunds_shown:
        return "partially_refunded"
    return "partially_paid" if outstanding(order) else "paid"


def outstanding(order: Order) -> int:
    """What is still to be paid."""
    return 0 if order.cancelled_at else max(0, order.total - order.came_in)


def amount(minor: int, currency: str) -> str:
    """Shopify's API writes at least one decimal, whatever the currency."""
    digits = exponent(currency)
    return f"{Decimal(minor).scaleb(-digits):.{max(1, digits)}f}"


def bag(minor: int, currency: str) -> dict[str, Any]:
    money = {"amount": amount(minor, currency), "currencyCode": currency}
    return {"shopMoney": money, "presentmentMoney": money}


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def group_node(line: Line) -> dict[str, Any] | None:
    """The bundle that the line is a part of; Shopify has no line of the bundle itself."""
    if (bundle := line.bundle) is None:
        return None
    return {
        "id": gid("LineItemGroup", bundle.bundle_id),
        "title": bundle.sku,
        "quantity": bundle.qty,
        "variantId": gid("ProductVariant", bundle.variant_id),
        "variantSku": bundle.sku,
    }


def _line_node(order: Order, line: Line) -> dict[str, Any]:
    off = [{"allocatedAmountSet": bag(line.discount, order.currency)}] if line.discount else []
    return {
        "id": gid("LineItem", line.line_id),
        "sku": line.sku,
        "quantity": line.qty,
        "currentQuantity": line.qty - order.refunded_qty(line.line_id),
        "isGiftCard": False,
        "variant": {"legacyResourceId": str(line.variant_id)},
        "product": {"legacyResourceId": str(line.product_id)},
        "sellingPlan": {"name": "Monthly", "sellingPlanId": gid("SellingPlan", plan)}
        if (plan := order.extra.get("selling_plan"))
        else None,
        "lineItemGroup": group_node(line),
        "originalUnitPriceSet": bag(line.price, order.currency),
        "discountAllocations": off,
        "taxLines": [{"priceSet": bag(line.tax, order.currency)}] if line.tax else [],
    }
