"""stores.yaml: how each store works, what it counts as paid, and who gets its orders."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from commissions.domain.orders.order import STATUSES
from commissions.domain.plans.document_node import Node, root
from commissions.domain.stores.store import MODES, REPLICATED_SITE, Policies, Store
from tools.company import yaml_documents
from tools.company.platforms import PLATFORMS, carriers_of, stated
from tools.company.problems import Problem
from tools.company.yaml_documents import Document

FILE = "stores.yaml"
CHOICES = {
    "cancellation": ("reverse_all", "refunds_only"),
    "amount_only_refund": ("spread", "keep", "park"),
    "no_referrer": ("house", "park"),
    "partial_payment": ("wait", "share"),
}
HOURS_MAX = 24 * 31
DAYS_MAX = 3660
_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"


@dataclass(frozen=True, slots=True)
class Stores:
    document: Document
    stores: tuple[Store, ...]

    def problem(self, store_id: str, field: str, reason: str) -> Problem:
        return self.document.problem(f"stores.{store_id}.{field}: {reason}")


def read(folder: Path, problems: list[Problem]) -> Stores | None:
    if not (document := yaml_documents.read(folder / FILE, problems)):
        return None
    node = root(document.content).only("stores")
    stores = tuple(_store(name, each) for name, each in node["stores"].fields().items())
    problems += map(document.problem, node.problems)
    return Stores(document, stores)


def _store(store_id: str, node: Node) -> Store:
    node.only(
        "platform mode currency plan",
        "domain api_url channel client_ids paid_when owner carriers silent_hours policies",
    )
    Node(store_id, node.path, node.problems).name(_ID, "a store's id")
    platform = node["platform"].choice(*PLATFORMS)
    store = Store(
        store_id=store_id,
        platform=platform,
        mode=node["mode"].choice(*MODES),
        currency=node["currency"].currency(),
        plan=node["plan"].name(_ID),
        owner=node["owner"].name(_ID, "a distributor's id"),
        carriers=_carriers(node, platform),
        silent_hours=node["silent_hours"].whole(0, HOURS_MAX) if "silent_hours" in node else 0,
        policies=_policies(node["policies"]) if "policies" in node else Policies(),
        **stated(node, platform),
    )
    if (store.mode == REPLICATED_SITE) != ("owner" in node):
        node["owner"].refuse(f"goes with mode {REPLICATED_SITE}, and only with it")
    return store


def _carriers(node: Node, platform: str) -> tuple[str, ...]:
    known = carriers_of(platform)
    if "carriers" not in node:
        return known
    return tuple(each.choice(*known) for each in node["carriers"].each())


def _policies(node: Node) -> Policies:
    node.only("", "paid return_without_money_days " + " ".join(CHOICES))
    stated: dict[str, Any] = {
        name: node[name].choice(*choices) for name, choices in CHOICES.items() if name in node
    }
    if "paid" in node:
        stated["paid"] = tuple(each.choice(*STATUSES) for each in node["paid"].each())
        if not stated["paid"]:
            node["paid"].refuse("has to name a payment status that counts as paid")
    if "return_without_money_days" in node:
        stated["return_without_money_days"] = node["return_without_money_days"].whole(0, DAYS_MAX)
    return replace(Policies(), **stated)
