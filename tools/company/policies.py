"""A store's policies in stores.yaml: what decides money in it; what is not said is the mode's."""

from dataclasses import replace
from typing import Any

from commissions.domain.orders.order import STATUSES
from commissions.domain.plans.document_node import Node
from commissions.domain.stores.store import (
    LIFETIME,
    RETAIL_CHANNEL,
    STORE_DEFAULTS,
    Policies,
)

CHOICES = {
    "cancellation": ("reverse_all", "refunds_only"),
    "amount_only_refund": ("spread", "keep", "park"),
    "no_referrer": ("house", "park"),
    "partial_payment": ("wait", "share"),
}
WHOLE = {"return_without_money_days": (0, 3660), "late_referral_hours": (0, 24 * 366)}
"""The least and the most of each."""
OF_CUSTOMERS = {
    "another_referral": ("keep", "this_order", "rebind"),
    "rebinds": ("any", "trusted"),
}
REMEMBER, REBINDS = "remember_referrer", "rebinds"
REMEMBERED_DAYS_MAX = 3660


def read(node: Node, mode: str) -> Policies:
    """`node`: may be absent. What is wrong in it is refused there."""
    usual = STORE_DEFAULTS.get(mode, Policies())
    if node.missing:
        return usual
    node.only("", " ".join(["paid", REMEMBER, *CHOICES, *WHOLE, *OF_CUSTOMERS]))
    stated: dict[str, Any] = {
        name: node[name].choice(*choices) for name, choices in CHOICES.items() if name in node
    }
    stated |= {name: node[name].whole(*ends) for name, ends in WHOLE.items() if name in node}
    if "paid" in node:
        stated["paid"] = tuple(each.choice(*STATUSES) for each in node["paid"].each())
        if not stated["paid"]:
            node["paid"].refuse("has to name a payment status that counts as paid")
    return replace(usual, **stated, **_of_customers(node, mode))


def _of_customers(node: Node, mode: str) -> dict[str, Any]:
    """Whether customers stay with who referred them, which only a retail channel may choose."""
    named = [name for name in (REMEMBER, *OF_CUSTOMERS) if name in node]
    if mode != RETAIL_CHANNEL:
        for name in named:
            node[name].refuse(f"is not to be chosen in mode {mode}: its customers are placed")
        return {}
    stated: dict[str, Any] = {
        name: node[name].choice(*OF_CUSTOMERS[name]) for name in named if name != REMEMBER
    }
    if REMEMBER in named:
        stated[REMEMBER] = _remembered(node[REMEMBER])
    if REBINDS in named and stated.get("another_referral") != "rebind":
        node[REBINDS].refuse("goes with another_referral: rebind, and only with it")
    return stated


def _remembered(node: Node) -> str | int:
    """`never`, `lifetime`, or `{days: 90}`."""
    if isinstance(node.value, dict):
        return node.only("days")["days"].whole(1, REMEMBERED_DAYS_MAX)
    return node.choice("never", LIFETIME)
