"""What the GraphQL API tells of an order's lines, in the shape that webhooks have."""

from collections.abc import Mapping
from typing import Any

type GraphNode = Mapping[str, Any]


def webhook_line(line: GraphNode) -> dict[str, Any]:
    return {
        "id": id_of(line["id"]),
        "sku": line["sku"],
        "variant_id": _legacy_id(line["variant"]),
        "product_id": _legacy_id(line["product"]),
        "selling_plan_id": id_of((line.get("sellingPlan") or {}).get("sellingPlanId") or ""),
        "sales_line_item_group_id": id_of((line.get("lineItemGroup") or {}).get("id") or ""),
        "quantity": line["quantity"],
        "current_quantity": line["currentQuantity"],
        "gift_card": line["isGiftCard"],
        "price_set": bag(line["originalUnitPriceSet"]),
        **_off_and_tax(line),
    }


def webhook_groups(node: GraphNode) -> list[GraphNode]:
    """The bundles that lines are parts of, each once; webhooks name little more than their ids."""
    groups = [line.get("lineItemGroup") or {} for line in node["lineItems"]["nodes"]]
    named = {id_of(group["id"]): group for group in groups if group}
    return [
        {
            "id": number,
            "quantity": group["quantity"],
            "variant_id": id_of(group["variantId"] or ""),
            "variant_sku": group["variantSku"],
        }
        for number, group in named.items()
    ]


def webhook_freight(line: GraphNode) -> dict[str, Any]:
    price = bag(line["originalPriceSet"])
    return {"is_removed": line["isRemoved"], "price_set": price, **_off_and_tax(line)}


def webhook_discounts(node: GraphNode) -> list[GraphNode]:
    """The order's discounts, each in its place, as far as a line names them."""
    lines = (*node["lineItems"]["nodes"], *node["shippingLines"]["nodes"])
    found = [
        each.get("discountApplication") or {}
        for line in lines
        for each in line["discountAllocations"]
    ]
    named = {each["index"]: each for each in found if "index" in each}
    return [named.get(place, {}) for place in range(max(named, default=-1) + 1)]


def bag(bag: GraphNode | None) -> dict[str, Any] | None:
    """An amount in the shop's currency; webhooks and the API name its currency differently."""
    if bag is None:
        return None
    money = bag["shopMoney"]
    return {"shop_money": {"amount": money["amount"], "currency_code": money["currencyCode"]}}


def id_of(gid: str) -> str:
    """`gid://shopify/LineItem/77` is 77."""
    return gid.rsplit("/", 1)[-1].split("?", maxsplit=1)[0]


def _off_and_tax(line: GraphNode) -> dict[str, Any]:
    return {
        "discount_allocations": [
            {
                "amount_set": bag(each["allocatedAmountSet"]),
                "discount_application_index": (each.get("discountApplication") or {}).get("index"),
            }
            for each in line["discountAllocations"]
        ],
        "tax_lines": [
            {"price_set": bag(each["priceSet"]), "rate": each.get("rate")}
            for each in line["taxLines"]
        ],
    }


def _legacy_id(node: GraphNode | None) -> Any:
    return node["legacyResourceId"] if node else None
