"""The awards that a bonus of matching matches, of the members of a part, from the stored run."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from commissions.application.queries.close_part import RunReader
from commissions.application.queries.close_source import MatchedAward
from commissions.domain.close.award_columns import NO_KEY, AwardColumns, KeyKind
from commissions.domain.close.subtree import Subtree
from commissions.domain.close.terms import Part


@dataclass(frozen=True)
class MatchedRows:
    reader: RunReader
    bonus: Part
    part: Subtree

    @property
    def figure(self) -> str:
        """After the caps of bonus and person, or before them."""
        return "capped" if self.bonus["base_after_caps"] else "raw"

    @cached_property
    def matched(self) -> list[int]:
        """Of the bonuses before this one those that it names."""
        run = self.reader.run
        before = run.bonuses[: run.bonuses.index(self.bonus["id"])]
        return [place for place, each in enumerate(before) if each in self.bonus["of"]]

    @cached_property
    def columns(self) -> dict[str, Any]:
        run, database = self.reader.run, self.reader.database
        database.register("wanted", {"place": self.part.members[self.part.below]})
        files = ", ".join(f"'{file}'" for file in (run.awards, run.unpaid))
        asked = (
            "select place, bonus, level, raw, capped "  # noqa: S608 - our own paths
            f"from read_parquet([{files}]) semi join wanted using (place) "
            f"where bonus in ({', '.join(map(str, self.matched))}) and (raw <> 0 or capped <> 0)"
        )
        return dict(database.execute(asked).fetchnumpy())

    def awards(self) -> list[AwardColumns]:
        """By the numbers of the part; nothing of any other kind of bonus."""
        if self.bonus["kind"] != "matching" or not self.matched:
            return []
        return [self._of(place) for place in self.matched]

    def _of(self, bonus: int) -> AwardColumns:
        rows = np.flatnonzero(self.columns["bonus"] == bonus)
        told = self.reader.run.told["bonuses"][bonus]
        nothing = np.zeros(rows.size, dtype=np.int64)
        places = self.columns["place"][rows].astype(np.int64)
        return AwardColumns(
            bonus=told["id"],
            kind=told["kind"],
            keys=KeyKind.MEMBER,
            member=np.searchsorted(self.part.members, places),
            level=self.columns["level"][rows].astype(np.int64),
            key=nothing + NO_KEY,
            rank=nothing,
            base=nothing,
            rate=nothing,
            denominator=1,
            raw=self.columns["raw"][rows].astype(np.int64),
            amount=self.columns["capped"][rows].astype(np.int64),
            reason=nothing,
        )

    def of_member(self, number: int) -> tuple[MatchedAward, ...]:
        """By bonus and level; `number`: in the part."""
        rows = np.flatnonzero(self.columns["place"] == self.part.members[number])
        sums: defaultdict[tuple[int, int], int] = defaultdict(int)
        for row in rows.tolist():
            key = int(self.columns["bonus"][row]), int(self.columns["level"][row])
            sums[key] += int(self.columns[self.figure][row])
        names = self.reader.run.bonuses
        return tuple(
            MatchedAward(bonus=names[bonus], level=level, amount=amount)
            for (bonus, level), amount in sorted(sums.items())
        )
