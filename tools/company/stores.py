"""stores.yaml: how each store works, what it counts as paid, and who gets its orders."""

from dataclasses import dataclass
from pathlib import Path

from commissions.application.company_files.problems import Problem
from commissions.domain.plans.document_node import Node, root
from commissions.domain.registration import Registration
from commissions.domain.stores.one_shop import shared_address, told_twice
from commissions.domain.stores.store import MODES, REPLICATED_SITE, STORE_ID, Store
from tools.company import order_marks, policies, yaml_documents
from tools.company.platforms import PLATFORMS, carriers_of, stated
from tools.company.yaml_documents import Document

FILE = "stores.yaml"
HOURS_MAX = 24 * 31
OPTIONAL = (
    "domain api_url channel channel_id client_ids paid_when owner owner_since owner_registered_at "
    "carriers silent_hours policies"
)
_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"


@dataclass(frozen=True, slots=True)
class Stores:
    document: Document
    stores: tuple[Store, ...]

    def problem(self, store_id: str, field: str, reason: str) -> Problem:
        return self.document.problem(f"stores.{store_id}.{field}: {reason}")

    def told_twice(self, store: Store, other: Store, *, where: str = "") -> Problem:
        """That the store is the shop of another one, which stands first, or elsewhere."""
        shared = shared_address(store, other)
        reason = (
            f"{shared} is the shop of {other.store_id}{where} too: each of "
            "its orders would earn twice. Leave one of the two out"
        )
        if store.platform == "bigcommerce":
            reason += ", or say with channel_id which of the shop's sales channels each of them is"
        field = "domain" if shared == store.domain else "api_url"
        return self.problem(store.store_id, field, reason)


def read(folder: Path, problems: list[Problem]) -> Stores | None:
    if not (document := yaml_documents.read(folder / FILE, problems)):
        return None
    node = root(document.content).only("stores")
    stores = tuple(_store(name, each) for name, each in node["stores"].fields().items())
    problems += map(document.problem, node.problems)
    found = Stores(document, stores)
    problems += (found.told_twice(second, first) for first, second in told_twice(stores))
    return found


def _store(store_id: str, node: Node) -> Store:
    node.only(
        "platform mode currency plan",
        " ".join([OPTIONAL, *order_marks.PLATFORM_OF]),
    )
    Node(store_id, node.path, node.problems).name(STORE_ID.pattern, "a store's id")
    platform = node["platform"].choice(*PLATFORMS)
    mode = node["mode"].choice(*MODES)
    store = Store(
        store_id=store_id,
        platform=platform,
        mode=mode,
        currency=node["currency"].currency(),
        plan=node["plan"].name(_ID),
        owner=node["owner"].name(_ID, "a distributor's id"),
        carriers=_carriers(node, platform),
        silent_hours=node["silent_hours"].whole(0, HOURS_MAX) if "silent_hours" in node else 0,
        owners=_owners(node),
        policies=policies.read(node["policies"], mode),
        marks=order_marks.read(node, platform),
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


def _owners(node: Node) -> tuple[Registration, ...]:
    """Since when it is its owner's, where that is said."""
    times = {
        name: node[f"owner_{name}"].moment()
        for name in ("since", "registered_at")
        if f"owner_{name}" in node
    }
    return (Registration(node["owner"].name(_ID, "a distributor's id"), **times),) if times else ()
