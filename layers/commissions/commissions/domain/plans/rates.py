"""Rate tables: what each level pays, to everybody alike or by the rank of the earner."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from commissions.domain.plans.award_builder import NO_RATE
from commissions.domain.plans.document_node import Node

Levels = Mapping[int, Decimal]
_LEVEL = re.compile(r"0|[1-9][0-9]?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rates:
    """`flat` where rank decides nothing; else a rank that is not in the table is paid nothing."""

    by_rank: Mapping[str, Levels]
    flat: Levels | None
    levels: range

    def of(self, rank: str, level: int) -> Decimal:
        """The rate of a level; 0 where the rank is not paid it."""
        return self._paid(rank).get(level, NO_RATE)

    def why_not(self, rank: str, level: int) -> str:
        """Why the rank is not paid a level; empty where it is."""
        paid = self._paid(rank)
        if level in paid:
            return ""
        if not rank:
            return f"without a rank, level {level} is not paid"
        if not paid:
            return f"rank {rank} is paid no level"
        deepest = max(paid)
        return f"rank {rank} is " + (
            f"paid to level {deepest}" if deepest < level else f"not paid level {level}"
        )

    def _paid(self, rank: str) -> Levels:
        return self.flat if self.flat is not None else self.by_rank.get(rank, {})


def read_rates(node: Node) -> Rates:
    """A table that leaves no level between out, as the schema holds it to."""
    fields = node.fields()
    by_rank: dict[str, Levels] = {}
    flat: Levels | None = None
    if any(isinstance(field.value, dict) for field in fields.values()):
        by_rank = {rank: _levels(levels) for rank, levels in fields.items()}
    else:
        flat = _levels(node)
    found = {level for levels in (*by_rank.values(), flat or {}) for level in levels}
    return Rates(by_rank, flat, range(min(found, default=0), max(found, default=-1) + 1))


def _levels(node: Node) -> Levels:
    levels = {}
    for name, field in node.fields().items():
        rate = field.positive(field.share())
        if _LEVEL.fullmatch(name):
            levels[int(name)] = rate
        else:
            field.refuse(f"{name!r} is not a level from 0 to 99")
    return levels
