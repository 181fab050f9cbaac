"""What a plan defines before its bonuses: volumes, trees, periods, activity and ranks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.plans import conditions
from commissions.domain.plans.conditions import AT_ORDER
from commissions.domain.plans.document_node import NAME, Node

OWN_ORDERS, CUSTOMER_ORDERS, PARTICIPANT_ORDERS = (
    "own_orders",
    "customer_orders",
    "participant_orders",
)
DAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


@dataclass(frozen=True, slots=True)
class Volume:
    """Whose orders a unit counts, and which commission classes it leaves out."""

    include: frozenset[str]
    exclude: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the bonuses of a plan can name."""

    volumes: Mapping[str, Volume]
    trees: Mapping[str, str]
    """The kind of each tree."""
    periods: tuple[str, ...]
    ranks: tuple[str, ...]
    """The lowest first."""
    active: Node
    """The condition `status.active`, which a plan can do without."""
    active_metrics: frozenset[str]


def read_terms(document: Node) -> Terms:
    periods = _periods(document["periods"])
    ranks = _ranks(document["ranks"], periods)
    return Terms(
        volumes=_volumes(document["volumes"]),
        trees=_trees(document["trees"]),
        periods=periods,
        ranks=ranks,
        active=document["status"]["active"],
        active_metrics=_status(document["status"], periods, ranks),
    )


def _volumes(node: Node) -> dict[str, Volume]:
    volumes = {}
    for unit, volume in node.fields().items():
        if unit not in UNITS:
            volume.refuse(f"is no volume; there are {', '.join(UNITS)}")
        volume.only("from include exclude")["from"].choice("sku_map")
        include = [
            each.choice(OWN_ORDERS, CUSTOMER_ORDERS, PARTICIPANT_ORDERS)
            for each in volume["include"].each()
        ]
        exclude = [each.name(what="a commission class") for each in volume["exclude"].each()]
        volumes[unit] = Volume(frozenset(include), frozenset(exclude))
    return volumes


def _trees(node: Node) -> dict[str, str]:
    needed = {"binary": "width spillover", "matrix": "width depth spillover"}
    trees = {}
    for name, tree in zip(ids(node), node.each(), strict=True):
        trees[name] = tree["kind"].choice("sponsor", "binary", "matrix")
        tree.only(f"id kind {needed.get(trees[name], '')}", "holding_days move_window_days")
        tree["spillover"].choice("bfs", "dfs", "weak_leg", "power_leg")
        for count in ("width", "depth"):
            tree[count].whole(1, 1000)
        for days in ("holding_days", "move_window_days"):
            tree[days].whole(0, 366)
    return trees


def _periods(node: Node) -> tuple[str, ...]:
    for period in node.each():
        weekly = period["every"].choice("order", "day", "week", "month") == "week"
        period.only(f"id every {'week_starts' if weekly else ''}", "cutoff_days")
        period["week_starts"].choice(*DAYS)
        period["cutoff_days"].whole(0, 366)
    return ids(node)


def _ranks(node: Node, periods: Sequence[str]) -> tuple[str, ...]:
    names = ids(node)
    orders: dict[int, str] = {}
    for name, rank in zip(names, node.each(), strict=True):
        metrics = conditions.check(rank["require"], names)
        rank.only(f"id order require pay_rank {_window(metrics)}", "window leg_cap demote_after")
        rank["pay_rank"].choice("paid_as", "title")
        rank["window"].choice(*periods)
        rank["demote_after"].whole(0, 120)
        leg_cap = rank["leg_cap"].only("pct of")
        leg_cap["pct"].share()
        leg_cap["of"].choice("requirement")
        order = rank["order"].whole()
        if order in orders:
            rank["order"].refuse(f"{order} is the order of {orders[order]} already")
        orders[order] = name
    return tuple(orders[order] for order in sorted(orders))


def _status(node: Node, periods: Sequence[str], ranks: Sequence[str]) -> frozenset[str]:
    metrics = conditions.check(node["active"], ranks)
    needed = "grace_periods" if _window(metrics) else ""
    node.only(f"active {_window(metrics)} {needed}", "window grace_periods")
    node["window"].choice(*periods)
    node["grace_periods"].whole(0, 120)
    return frozenset(metrics - {""})


def _window(metrics: set[str]) -> str:
    """A condition that looks at a period has to say at which."""
    return "window" if metrics - AT_ORDER - {""} else ""


def ids(node: Node) -> tuple[str, ...]:
    """The ids of a list's members, each refused that came before."""
    found: list[str] = []
    for each in node.each():
        name = each["id"].name(NAME)
        if name and name in found:
            each["id"].refuse(f"{name} is used twice")
        found.append(name)
    return tuple(found)
