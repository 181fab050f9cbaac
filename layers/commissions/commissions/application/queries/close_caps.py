"""The caps of bonus and person in a close, filled again by all awards of one owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from commissions.application.close.run_rows import Row, award_rows
from commissions.application.queries.close_binary import paid_by_seat
from commissions.application.queries.close_part import RunReader
from commissions.domain.close.award_columns import NO_KEY, AwardColumns, KeyKind
from commissions.domain.close.caps import OwnerCaps
from commissions.domain.close.close import ClosingPeriod, closing
from commissions.domain.close.facts import LateReturn
from commissions.domain.close.subtree import subtree
from commissions.domain.close.terms import PlanTerms

Again = Mapping[tuple[int, int, int, str, int], list[tuple[int, int]]]
"""By place, bonus, level, source and raw amount: what the caps leave, and what cut it."""


@dataclass(frozen=True)
class OwnerRows:
    """All awards of a member's owner. `place`: the member's."""

    reader: RunReader
    terms: PlanTerms
    place: int

    @cached_property
    def positions(self) -> list[int]:
        members = self.reader.period.members
        mine = members.owner[:-1] == members.owner[self.place]
        return [int(each) for each in np.flatnonzero(mine)]

    @property
    def owner(self) -> str:
        members = self.reader.period.members
        return members.owners[int(members.owner[self.place])]

    @cached_property
    def rows(self) -> list[Row]:
        return award_rows(self.reader.run, self.reader.database, self.positions)

    @property
    def own(self) -> list[Row]:
        """Of the member's own position."""
        return [row for row in self.rows if row["place"] == self.place]

    @cached_property
    def _sources(self) -> list[str]:
        return sorted({row["source"] for row in self.rows if row["source"]})

    @cached_property
    def _close(self) -> ClosingPeriod:
        """The owner's positions without anything sold. What awards name is told as late returns,
        which are texts alone."""
        period = self.reader.period
        here = np.zeros(period.members.house + 1, dtype=bool)
        here[self.positions] = True
        part = subtree(period, np.zeros_like(here), here, ())
        named = tuple(
            LateReturn(order_id=each, at=period.ends, volumes={}) for each in self._sources
        )
        given = np.ones_like(part.period.members.judged_active)
        members = replace(part.period.members, judged_active=given)
        return closing(
            {**self.terms.document, "ranks": [], "status": None},
            replace(part.period, members=members, late_returns=named),
        )

    @cached_property
    def again(self) -> Again:
        """Bonus by bonus, in the plan's order."""
        caps = OwnerCaps(self._close)
        found: dict[tuple[int, int, int, str, int], list[tuple[int, int]]] = {}
        for bonus in range(len(self.reader.run.bonuses)):
            rows = [row for row in self.rows if row["bonus"] == bonus]
            cut = caps.cut(self._awards(bonus, rows))
            for number, row in enumerate(rows):
                key = row["place"], bonus, row["level"], row["source"], row["raw"]
                left = int(cut.amount[number]), int(cut.reason[number])
                found.setdefault(key, []).append(left)
        return found

    def _awards(self, bonus: int, rows: Sequence[Row]) -> AwardColumns:
        told = self.reader.run.told["bonuses"][bonus]
        given = np.array([self._given(bonus, row) for row in rows], dtype=np.int64)
        place = np.searchsorted(self.positions, [row["place"] for row in rows])
        sources = [self._source(row["source"]) for row in rows]
        nothing = np.zeros(len(rows), dtype=np.int64)
        return AwardColumns(
            bonus=told["id"],
            kind=told["kind"],
            keys=KeyKind.RETURNED,
            member=place.astype(np.int64),
            level=np.array([row["level"] for row in rows], dtype=np.int64),
            key=np.array(sources, dtype=np.int64),
            rank=nothing,
            base=nothing,
            rate=nothing,
            denominator=1,
            raw=given,
            amount=given,
            reason=nothing,
        )

    def _source(self, name: str) -> int:
        return int(np.searchsorted(self._sources, name)) if name else NO_KEY

    def _given(self, bonus: int, row: Row) -> int:
        """What the bonus gave before these caps: a binary has some of its own."""
        if row["source"] or self.reader.run.told["bonuses"][bonus]["kind"] != "binary":
            return int(row["raw"])
        return self._paid_by_seat(bonus)[row["place"]]

    def _paid_by_seat(self, bonus: int) -> Mapping[int, int]:
        words = self.reader.bonus(self.reader.run.bonuses[bonus])
        return paid_by_seat(self.reader, words, self.positions)
