"""What the GraphQL API tells of an order's disputes, in the shape that `disputes/*` webhooks have.

An order names its disputes with their status alone; what they are about is another object, under
the same number, which only an app with the scope `read_shopify_payments_disputes` may read.
"""

from collections.abc import Mapping, Sequence
from typing import Any

type GraphNode = Mapping[str, Any]
DISPUTE = "gid://shopify/ShopifyPaymentsDispute/"


def number_of(gid: Any) -> str:
    """`gid://shopify/OrderDisputeSummary/77` is 77, and so is 77."""
    return str(gid).rsplit("/", 1)[-1]


def webhook_disputes(
    summaries: Sequence[GraphNode], details: Sequence[GraphNode]
) -> list[dict[str, Any]]:
    """Each dispute once: as its details tell it, where they were answered; else without an
    amount."""
    told = {number_of(each["id"]): _webhook_dispute(each) for each in details}
    names = [number_of(each["id"]) for each in summaries]
    rest = {number_of(each["id"]): _webhook_dispute(each) for each in summaries}
    return [told.get(name, rest.get(name, {})) for name in dict.fromkeys([*names, *told])]


def _webhook_dispute(node: GraphNode) -> dict[str, Any]:
    """Of details, or of a summary; or what is in a webhook's shape already."""
    money = node.get("amount")
    if isinstance(money, dict):
        told = {"amount": money["amount"], "currency": money["currencyCode"]}
    else:
        told = {"amount": money, "currency": node.get("currency")}
    return {
        "id": number_of(node["id"]),
        "status": node["status"].lower(),
        "finalized_on": node.get("finalizedOn", node.get("finalized_on")),
        "initiated_at": node.get("initiatedAt", node.get("initiated_at")),
        **told,
    }
