"""A part of a closed period, closed once more with everybody judged as the run has it.

From the frozen inputs of the run: so whoever explains an award sees what it came of, and whether it
comes to the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import duckdb
import numpy as np

from commissions.application.close.run_rows import place_of
from commissions.application.close.stored_run import StoredRun
from commissions.domain.close.award_columns import AwardColumns
from commissions.domain.close.close import ClosingPeriod, closing
from commissions.domain.close.columns import SPONSOR, Coded, MemberColumns, PeriodColumns
from commissions.domain.close.exact import Places
from commissions.domain.close.kinds import kind_of
from commissions.domain.close.level_takers import ROLL_UP
from commissions.domain.close.subtree import Subtree
from commissions.domain.close.terms import Part

Inputs = Callable[[], PeriodColumns]


class InputsOfAnotherRun(ValueError):
    """Frozen inputs that a run was not computed from."""

    def __init__(self, run: StoredRun, member: str) -> None:
        super().__init__(
            f"inputs: member {member} does not stand where the close of {run.period} has them: "
            "load the inputs that this run was computed from"
        )


@dataclass(frozen=True)
class RunReader:
    """A run and its inputs, opened."""

    run: StoredRun
    inputs: Inputs
    database: duckdb.DuckDBPyConnection

    @cached_property
    def period(self) -> PeriodColumns:
        return self.inputs()

    def place(self, member: str) -> int:
        """Raises NotInRun, InputsOfAnotherRun."""
        place = place_of(self.run, self.database, member)
        members = self.period.members
        if members.house != self.run.told["members"] or members.ids[place] != member:
            raise InputsOfAnotherRun(self.run, member)
        return place

    def bonus(self, name: str) -> Part:
        """The plan's words. Raises NoSuchBonus."""
        found = [each for each in self.run.document["bonuses"] if each["id"] == name]
        if not found or name not in self.run.bonuses:
            raise NoSuchBonus(self.run, name)
        return dict(found[0])

    def members_of(self, places: Places) -> Mapping[str, Any]:
        """How some members are stored, in the order of their places."""
        self.database.register("wanted", {"place": places})
        asked = (
            f"select members.* exclude (member, owner, status) from "  # noqa: S608 - our own path
            f"read_parquet('{self.run.members}') members semi join wanted using (place) "
            "order by place"
        )
        return dict(self.database.execute(asked).fetchnumpy())


class NoSuchBonus(LookupError):
    """A bonus that the run has not computed."""

    def __init__(self, run: StoredRun, name: str) -> None:
        known = ", ".join(run.bonuses) or "none"
        super().__init__(f"bonus {name} is not in the close of {run.period}: it computed {known}")


@dataclass(frozen=True)
class ClosedPart:
    """The part below some members, for one bonus."""

    reader: RunReader
    bonus: Part
    part: Subtree
    matched: Sequence[AwardColumns] = ()
    """Of a bonus that matches others, what these gave in the part, by its numbers."""

    @cached_property
    def close(self) -> ClosingPeriod:
        stored = self.reader.members_of(self.part.members)
        run, period = self.reader.run, self.part.period
        members = _as_judged(period.members, run, stored)
        close = closing(run.document, replace(period, members=members))
        eligible = {
            name: np.append(stored[f"eligible_{place}"], False)
            for place, name in enumerate(run.bonuses)
            if f"eligible_{place}" in stored
        }
        judged = close.judged.given(eligible)
        return replace(close, judged=judged, awarded=list(self.matched))

    def awards(self, **words: object) -> AwardColumns:
        """`words`: what the bonus says otherwise."""
        return kind_of(self.bonus)({**self.bonus, **words}, self.close)


def _as_judged(members: MemberColumns, run: StoredRun, stored: Mapping[str, Any]) -> MemberColumns:
    """The rank as it is given where the plan has none of its own."""
    active = np.append(stored["active"].astype(np.int64), 0)
    words, has_ranks = tuple(run.ranks), bool(run.document.get("ranks"))
    if not has_ranks:
        return replace(members, judged_active=active)
    rank, title = (
        Coded(np.append(stored[name].astype(np.int64), 0), words) for name in ("rank", "title")
    )
    return replace(members, judged_active=active, judged_rank=rank, judged_title=title)


def trees_of(bonus: Part, period: PeriodColumns) -> list[str]:
    """Those that say what comes to whom: of volume that is rolled in, all, as it may be asked for
    anything."""
    compression = bonus.get("compression") or {}
    if compression.get("kind") == ROLL_UP and compression.get("rolled_in_qualifies"):
        return list(period.trees)
    return list(dict.fromkeys((SPONSOR, str(bonus.get("tree") or SPONSOR))))
