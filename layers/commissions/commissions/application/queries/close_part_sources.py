"""The sources of a member's award in a part of the period that was closed once more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from commissions.application.queries.close_line import LinesUp
from commissions.application.queries.close_matched import MatchedRows
from commissions.application.queries.close_part import ClosedPart
from commissions.application.queries.close_source import AgainRow, Source, added_up, due
from commissions.domain.close.award_columns import NO_KEY, AwardColumns, KeyKind
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import SPONSOR
from commissions.domain.close.differential import BY_ORDER
from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.lines import SoldIn
from commissions.domain.close.primitives import at_or_near
from commissions.domain.close.subtree import Subtree
from commissions.domain.close.terms import Part
from commissions.domain.close.told import key_texts, rate_text

WALKED = 50
"""Of so many sources is told who stands between them and the member."""


@dataclass(frozen=True)
class PartSources:
    """`member`, `top`: places in the whole period; `top` is the member, or the head of the leg
    that is opened."""

    closed: ClosedPart
    matched: MatchedRows
    member: int
    level: int
    top: int

    @property
    def close(self) -> ClosingPeriod:
        return self.closed.close

    @property
    def part(self) -> Subtree:
        return self.closed.part

    @property
    def bonus(self) -> Part:
        return self.closed.bonus

    @cached_property
    def sold(self) -> SoldIn:
        return self.close.volumes.tree(str(self.bonus.get("tree") or SPONSOR))

    @cached_property
    def awards(self) -> AwardColumns:
        """By order, or where none leads to an award by member."""
        kind = self.bonus["kind"]
        by_leg = kind == "differential" and self.bonus["subtract"] not in BY_ORDER
        by_member = by_leg or kind in {"breakaway", "matching"}
        return self.closed.awards(award="source" if by_member else "order")

    def rows(self, awards: AwardColumns) -> Places:
        member = self.part.number(self.member)
        return np.flatnonzero((awards.member == member) & (awards.level == self.level))

    def sums(self) -> dict[int, int]:
        return self._sums(self.awards)

    def summed_up(self) -> dict[int, int]:
        """The same without a row a source."""
        return self._sums(self.closed.awards(award="level"))

    def _sums(self, awards: AwardColumns) -> dict[int, int]:
        rows = self.rows(awards).tolist()
        return added_up((due(int(awards.reason[row])), int(awards.base[row])) for row in rows)

    def again(self) -> Iterator[AgainRow]:
        awards = self.closed.awards()
        names = key_texts(awards, self.close)
        for row in self.rows(awards).tolist():
            yield AgainRow(
                source=names(row),
                reason=due(int(awards.reason[row])),
                base=int(awards.base[row]),
                rate=int(awards.rate[row]),
                raw=int(awards.raw[row]),
            )

    def listed(self, through: int | None = None) -> list[Source]:
        """What brings most first; of what went by the member no single source is known. `through`:
        only what came through somebody."""
        rows = [row for row in self.rows(self.awards).tolist() if self.awards.key[row] != NO_KEY]
        if through is not None:
            comes = self._below(through)
            rows = [row for row in rows if comes[self._node(row)]]
        rows.sort(key=lambda row: (-int(self.awards.base[row]), self._text(row)))
        starts = [(int(self.awards.key[row]), self._asked_first(row)) for row in rows[:WALKED]]
        lines = LinesUp(self.bonus, self.close, self.sold.forest, self.awards).between(
            starts, self.part.number(self.member), self.level
        )
        found = [self._source(row) for row in rows]
        walked = [replace(each, between=line) for each, line in zip(found, lines, strict=False)]
        return [*walked, *found[WALKED:]]

    def _source(self, row: int) -> Source:
        awards, ids = self.awards, self.close.period.members.ids
        key, of_order = int(awards.key[row]), awards.keys == KeyKind.ORDER
        sales = self.close.period.sales
        matches = self.bonus["kind"] == "matching"
        return Source(
            member=ids[int(sales.seller[key])] if of_order else ids[key],
            order=sales.ids[key] if of_order else "",
            bought=bool(sales.own[key]) if of_order else False,
            leg=self._leg(self._node(row)),
            base=int(awards.base[row]),
            rate=rate_text(int(awards.rate[row]), awards.denominator, as_fraction=False),
            reason=due(int(awards.reason[row])),
            matched=self.matched.of_member(key) if matches else (),
        )

    @cached_property
    def _text(self) -> Callable[[int], str]:
        return key_texts(self.awards, self.close)

    def _node(self, row: int) -> int:
        """Where the source begins: an order as of its time, a member as of the end."""
        key = int(self.awards.key[row])
        if self.awards.keys != KeyKind.ORDER:
            return int(self.sold.forest.node[key])
        buyer = self.bonus["kind"] == "fast_start"
        return int((self.sold.buyer if buyer else self.sold.seller)[key])

    def _asked_first(self, row: int) -> int:
        """Where the first one stands who is asked on the way up: who sold something to somebody
        else, or the one above."""
        node, key = self._node(row), int(self.awards.key[row])
        of_order = self.awards.keys == KeyKind.ORDER
        begins_above = self.bonus["kind"] == "fast_start" or (
            self.bonus.get("start") == "seller" and not self._has_level_0
        )
        if of_order and not self.close.period.sales.own[key] and not begins_above:
            return node
        return int(self.sold.forest.parent[node])

    @property
    def _has_level_0(self) -> bool:
        rows = (self.bonus.get("amounts") or self.bonus.get("rates") or {}).items()
        return any(
            level == "0" or "0" in (row if isinstance(row, dict) else {}) for level, row in rows
        )

    def _leg(self, node: int) -> str:
        forest = self.sold.forest
        head = self._heads[node]
        if head == forest.house:
            return ""
        return self.close.period.members.ids[int(forest.who[head])]

    @cached_property
    def _heads(self) -> Places:
        """By node, at or above it, who stands directly below the one that is shown."""
        forest, top = self.sold.forest, self.part.number(self.top)
        directly = forest.who[forest.parent] == top
        directly[forest.house] = False
        return at_or_near(forest.layout, directly)

    def _below(self, member: int) -> Mask:
        """By node, whether it is at or below one of a member's."""
        forest = self.sold.forest
        at = forest.who == self.part.number(member)
        return np.asarray(at_or_near(forest.layout, at) != forest.house)
