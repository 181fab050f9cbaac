"""Who qualifies: `{all: [...]}`, `{any: [...]}` or `{metric, op, value}`, without any code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from commissions.domain.people.upline import Ancestor
from commissions.domain.plans.document_node import Node

_OPS = {"status": ("in", "="), "rank": ("in", "=", ">=")}


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


def as_of_sale(node: Node, ranks: Sequence[str]) -> Condition:
    """The condition as it is judged when an order is paid; refuses what is only known later."""
    if node.missing:
        return EVERYBODY
    for word, of in (("all", AllOf), ("any", AnyOf)):
        if word in node:
            parts = node.only(word)[word].each()
            return of(tuple(as_of_sale(part, ranks) for part in parts))
    match node.only("metric op value", "window")["metric"].value:
        case "status":
            return StatusIn(frozenset(_words(node, "status")))
        case "rank":
            words = _words(node, "rank")
            if node["op"].value == ">=":
                words = [rank for i, rank in enumerate(ranks) if set(words) & set(ranks[: i + 1])]
            return RankIn(frozenset(words))
        case metric:
            node["metric"].refuse(f"{metric} is not known when an order is paid")
            return EVERYBODY


def _words(node: Node, metric: str) -> list[str]:
    op, value = node["op"].choice(*_OPS[metric]), node["value"]
    return [word.name() for word in (value.each() if op == "in" else [value])]
