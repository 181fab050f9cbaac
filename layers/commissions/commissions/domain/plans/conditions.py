"""Who qualifies: `{all: [...]}`, `{any: [...]}` or `{metric, op, value}`, without any code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from commissions.domain.people.upline import Ancestor
from commissions.domain.plans.document_node import Node

METRICS = {
    "status": "",
    "rank": "",
    "pv": "window",
    "qv": "window",
    "cv": "window",
    "gv": "window",
    "pgv": "window",
    "leg_gv": "window",
    "active_legs": "window",
    "legs_with_rank": "rank search count window",
    "customers": "window",
    "retail_volume": "window",
    "order_in_period": "window",
    "enrolled_active": "side window",
    "binary_leg": "side window",
    "days_since_enrol": "",
}
"""Each metric, and what else may be said about it."""
AT_ORDER = frozenset({"status", "rank"})
"""The metrics that are known when an order is paid; the others are known at the close."""
_OPS = {"status": ("in", "="), "rank": ("in", "=", ">=")}
_NUMBER_OPS = (">=", "=", "between")


class Condition(Protocol):
    """A condition that can be judged as of a sale."""

    def why_not(self, member: Ancestor) -> str:
        """Why the member does not qualify; empty where they do."""


@dataclass(frozen=True, slots=True)
class StatusIn:
    statuses: frozenset[str]

    def why_not(self, member: Ancestor) -> str:
        if member.status in self.statuses:
            return ""
        return f"{member.status or 'without a status'} as of the sale"


@dataclass(frozen=True, slots=True)
class RankIn:
    ranks: frozenset[str]

    def why_not(self, member: Ancestor) -> str:
        if member.rank in self.ranks:
            return ""
        rank = f"rank {member.rank}" if member.rank else "without a rank"
        return f"{rank} as of the sale does not qualify"


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]

    def why_not(self, member: Ancestor) -> str:
        return next(filter(None, (part.why_not(member) for part in self.parts)), "")


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]

    def why_not(self, member: Ancestor) -> str:
        reasons = [part.why_not(member) for part in self.parts]
        return " and ".join(dict.fromkeys(reasons)) if all(reasons) else ""


EVERYBODY = AllOf(())


def check(node: Node, ranks: Sequence[str]) -> set[str]:
    """Refuses what is no condition; the metrics that it looks at."""
    for word in ("all", "any"):
        if word in node:
            parts = node.only(word)[word].each()
            if word == "any" and node[word].value == []:
                node[word].refuse("any of nothing qualifies nobody")
            return set().union(*(check(part, ranks) for part in parts))
    metric = node["metric"].choice(*METRICS)
    node.only("metric op value", METRICS.get(metric, "window"))
    op = node["op"].choice(*_OPS.get(metric, _NUMBER_OPS))
    if metric in AT_ORDER:
        _check_words(node["value"], op, ranks if metric == "rank" else None)
    elif op == "between":
        for end in node["value"].each():
            end.decimal()
    else:
        node["value"].decimal()
    if "rank" in node:
        node["rank"].choice(*ranks)
    return {metric}


def _check_words(value: Node, op: str, known: Sequence[str] | None) -> None:
    for word in value.each() if op == "in" else [value]:
        if known is None:
            word.name()
        else:
            word.choice(*known)


def read(node: Node, ranks: Sequence[str], *, at_order: bool) -> Condition:
    """The condition of a bonus; one that the close judges is only checked here."""
    if at_order:
        return as_of_sale(node, ranks)
    check(node, ranks)
    return EVERYBODY


def as_of_sale(node: Node, ranks: Sequence[str]) -> Condition:
    """The condition as it is judged when an order is paid; refuses what is only known later."""
    check(node, ranks)
    return _condition(node, ranks)


def _condition(node: Node, ranks: Sequence[str]) -> Condition:
    for word, of in (("all", AllOf), ("any", AnyOf)):
        if word in node:
            return of(tuple(_condition(part, ranks) for part in node[word].each()))
    match node["metric"].value:
        case "status":
            return StatusIn(frozenset(_words(node)))
        case "rank":
            words = _words(node)
            if node["op"].value == ">=":
                words = [rank for i, rank in enumerate(ranks) if set(words) & set(ranks[: i + 1])]
            return RankIn(frozenset(words))
        case str(metric) if metric in METRICS:
            node["metric"].refuse(
                f"{metric} is only known at the close; "
                f"at when: order a condition looks at {' and '.join(sorted(AT_ORDER))}"
            )
    return EVERYBODY


def _words(node: Node) -> list[str]:
    value = node["value"].value
    return [
        word for word in (value if isinstance(value, list) else [value]) if isinstance(word, str)
    ]
