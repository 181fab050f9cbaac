"""Rate tables: what each level pays, to everybody alike or by the rank of the earner."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commissions.domain.plans.award_builder import NO_RATE
from commissions.domain.plans.document_node import Node

Levels = Mapping[int, Decimal]
LEVEL_MAX = 99
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

    @property
    def worst(self) -> Decimal:
        """The most that one order can pay, as a share of its base: the best rate of each level."""
        tables = [self.flat] if self.flat is not None else list(self.by_rank.values())
        return sum((max(t.get(level, NO_RATE) for t in tables) for level in self.levels), NO_RATE)

    def _paid(self, rank: str) -> Levels:
        return self.flat if self.flat is not None else self.by_rank.get(rank, {})


def read_rates(
    node: Node, ranks: Sequence[str], *, first: Sequence[int], last: int = LEVEL_MAX
) -> Rates:
    """A table that begins at one of the `first` levels and leaves no level between out."""
    fields = node.fields()
    by_rank: dict[str, Levels] = {}
    flat: Levels | None = None
    if any(isinstance(field.value, dict) for field in fields.values()):
        by_rank = {rank: _levels(levels) for rank, levels in fields.items()}
        for rank in by_rank:
            if rank not in ranks:
                node[rank].refuse(f"no rank of this plan; there are {', '.join(ranks) or 'none'}")
    else:
        flat = _levels(node)
    found = {level for levels in (*by_rank.values(), flat or {}) for level in levels}
    levels = range(min(found, default=0), max(found, default=-1) + 1)
    _check_levels(node, levels, found, first)
    if levels and levels[-1] > last:
        node.refuse(f"goes to level {levels[-1]}; this kind pays level {last}")
    return Rates(by_rank, flat, levels)


def _check_levels(node: Node, levels: range, found: set[int], first: Sequence[int]) -> None:
    if not found:
        if isinstance(node.value, dict):
            node.refuse("pays nobody")
    elif levels.start not in first:
        node.refuse(f"begins at level {levels.start}, not at {' or '.join(map(str, first))}")
    for level in levels:
        if level not in found:
            node.refuse(f"level {level} is paid to nobody, but a deeper one is")


def _levels(node: Node) -> Levels:
    levels = {}
    for name, field in node.fields().items():
        rate = field.positive(field.share())
        if _LEVEL.fullmatch(name):
            levels[int(name)] = rate
        else:
            field.refuse(f"{name!r} is not a level from 0 to 99")
    return levels
