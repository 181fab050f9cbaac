"""What a snapshot of a month is made of, by member: who they are, what they sold, how judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from commissions.application.teams.gathering import GatheredPeople
from commissions.application.teams.judged import JudgedRun
from commissions.application.teams.known_people import KnownPeople
from commissions.application.teams.plans import TeamPlan
from commissions.application.teams.sales import MonthSales
from commissions.domain.close.activity import lapsing
from commissions.domain.close.columns import BEFORE_ALL, LineChanges, moment
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.team_rows import TeamPeople, TeamVolumes, rolled_up
from commissions.domain.plans.period_calendar import PeriodSpan

NEW = timedelta(days=30)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class MonthTeam:
    """`gathered`: the tree as of a moment of the month, or of its end."""

    plan: TeamPlan
    span: PeriodSpan
    as_of: datetime
    gathered: GatheredPeople
    known: KnownPeople
    judged: JudgedRun | None
    sales: MonthSales

    @property
    def is_final(self) -> bool:
        """Whether the close of just this month has said all of it."""
        if self.judged is None or not self.judged.is_final:
            return False
        return str(self.judged.about["period"]).endswith(f"/{self.span.label}")

    @cached_property
    def number(self) -> dict[str, int]:
        return {member: at for at, member in enumerate(self.gathered.ids)}

    @cached_property
    def people(self) -> TeamPeople:
        places = self.gathered.places
        since = self.as_of - NEW
        return TeamPeople(
            ids=self.gathered.ids,
            changes=self._changes,
            listed=_flags([self.known.is_distributor(each.member) for each in places]),
            active=self._active,
            new=_flags([each.joined_at > since for each in places]),
        )

    @cached_property
    def volumes(self) -> TeamVolumes:
        if self.is_final:
            unit = self.plan.unit
            own = self._stored(f"own_{unit}") + self._stored(f"customers_{unit}")
            return TeamVolumes(own, self._stored("group_volume"))
        people = self.people
        changed = people.lines.line_since[:-1] > moment(self.span.starts)
        return rolled_up(people, self.sales.of(people.ids, changed, self.as_of))

    @cached_property
    def ranks(self) -> list[str]:
        if self.judged is not None:
            return self.judged.run.ranks
        return sorted({each.rank for each in self.gathered.places})

    @cached_property
    def statuses(self) -> list[str]:
        return sorted({each.status for each in self.gathered.places})

    @cached_property
    def rank(self) -> Places:
        if self.judged is not None:
            return self._stored("rank")[:-1]
        code = {rank: at for at, rank in enumerate(self.ranks)}
        return np.array([code[each.rank] for each in self.gathered.places], dtype=np.int64)

    @cached_property
    def standing(self) -> Places:
        """1 of who is active; LAPSING of who is so by grace that ends with the period."""
        active = self._active
        if not self._has_grace:
            return active.astype(np.int64)
        missed = self._stored("periods_missed")[:-1]
        return active.astype(np.int64) + lapsing(active, missed, self.plan.grace)

    @property
    def _has_grace(self) -> bool:
        """As long as a period is open: a close says how it ended."""
        return self.judged is not None and not self.judged.is_final and self.plan.grace > 0

    @property
    def _active(self) -> Mask:
        """By the plan's words of status where nothing has judged yet."""
        if self.judged is not None:
            return np.asarray(self._stored("active")[:-1] != 0)
        words = self.plan.active_statuses
        return _flags([each.status in words for each in self.gathered.places])

    @property
    def _changes(self) -> LineChanges:
        """As the close had the tree, where that is what is shown."""
        if not self.is_final:
            return self.gathered.changes
        numbers, rows = self._rows
        by_row = np.full(len(self._columns["member"]), len(self.gathered.places), dtype=np.int64)
        by_row[rows] = numbers
        up = np.asarray(self._columns["up"])[rows]
        at_top, above = up <= 0, rows - up
        parent = np.where(at_top, len(self.gathered.places), by_row[np.where(at_top, 0, above)])
        order = np.argsort(numbers)
        begin = np.full(numbers.size, BEFORE_ALL, dtype=np.int64)
        return LineChanges(
            member=numbers[order], at=begin, parent=parent[order], side=np.zeros_like(begin)
        )

    @cached_property
    def _columns(self) -> Mapping[str, Any]:
        unit = self.plan.unit
        more = ["up", f"own_{unit}", f"customers_{unit}", "group_volume"] if self.is_final else []
        more += ["periods_missed"] if self._has_grace else []
        return self.judged.members(*more) if self.judged else {}

    @cached_property
    def _rows(self) -> tuple[Places, Places]:
        """Of those in the run who are in the tree too: their numbers, and their rows of the run."""
        found = [self.number.get(each, -1) for each in self._columns["member"]]
        numbers = np.array(found, dtype=np.int64)
        rows = np.flatnonzero(numbers >= 0)
        return numbers[rows], rows

    def _stored(self, name: str) -> Whole:
        """By member, with the house; 0 of whom the run does not know."""
        numbers, rows = self._rows
        found = np.zeros(len(self.gathered.places) + 1, dtype=np.int64)
        found[numbers] = np.asarray(self._columns[name])[rows]
        return found


def _flags(flags: Sequence[bool]) -> Mask:
    return np.array(flags, dtype=bool)
