"""A team of chance in memory, as tables would have told of it."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.stack import ENVIRONMENT

if TYPE_CHECKING:
    from commissions.application.teams.month_team import MonthTeam
    from tools.bench_close.population import Population

MOVED_SHARE = 0.001
NOW = datetime(2026, 11, 20, tzinfo=UTC)
STARTS = datetime(2026, 11, 1, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {"volumes": {"qv": {}}, "bonuses": []}

# Modules of ours read their names when they are imported; nothing here is asked by them.
os.environ |= {**ENVIRONMENT, "FREEZE_KNOWN_SECONDS": "30"} | dict(os.environ)


def a_team(people: "Population", moved: float, chance: Random) -> "tuple[Sequence[str], MonthTeam]":
    """The ids, and the team. `moved`: the share of members who have another sponsor since the
    tenth; of all below them every sale is told apart."""
    from commissions.application.teams.gathering import GatheredPeople
    from commissions.application.teams.known_people import KnownPeople
    from commissions.application.teams.month_team import MonthTeam
    from commissions.application.teams.plans import TeamPlan
    from commissions.domain.close.columns import BEFORE_ALL, LineChanges, moment
    from commissions.domain.people.genealogy import FOREVER
    from commissions.domain.people.present_place import PresentPlace
    from commissions.domain.plans.period_calendar import PeriodSpan

    many = people.members
    ids = [f"D{number:08}" for number in range(many)]
    sponsors = people.sponsor.tolist()
    joined = NOW - timedelta(days=400)
    places = [
        PresentPlace(
            member=member,
            is_member=True,
            sponsor=ids[sponsor] if sponsor >= 0 else "",
            status="active" if number % 4 else "inactive",
            rank="silver" if number % 9 == 0 else "",
            joined_at=joined,
            sponsored_at=joined,
            changed_at=joined,
        )
        for number, (member, sponsor) in enumerate(zip(ids, sponsors, strict=True))
    ]
    movers = sorted(chance.sample(range(1, many), int(many * moved)))
    rows = [
        (number, BEFORE_ALL, sponsor if sponsor >= 0 else many)
        for number, sponsor in enumerate(sponsors)
    ]
    # Up to the top: whoever stands above already can be no loop.
    tops = np.flatnonzero(people.sponsor < 0).tolist()
    rows += [
        (number, moment(STARTS + timedelta(days=9)), tops[0])
        for number in movers
        if number != tops[0]
    ]
    rows.sort()
    member, at, parent = np.array(rows, dtype=np.int64).T
    gathered = GatheredPeople(
        places,
        LineChanges(member=member, at=at, parent=parent, side=np.zeros_like(member)),
        FOREVER,
    )
    span = PeriodSpan(
        every="month", label="2026-11", starts=STARTS, ends=NOW + timedelta(days=10), closes_at=NOW
    )
    known = KnownPeople({each: ("participant", f"{each}-7") for each in ids})
    plan = TeamPlan(_Plan())  # type: ignore[arg-type]
    return ids, MonthTeam(plan, span, NOW, gathered, known, None, _Sales(people, span))  # type: ignore[arg-type]


class _Plan:
    document = DOCUMENT
    timezone = "UTC"


class _Sales:
    """Of who stood in another line before, two sales; of all others the sum."""

    def __init__(self, people: "Population", span: Any) -> None:
        self.lines, self.span = people.line_count.tolist(), span

    def of(self, ids: Sequence[str], changed: Any, as_of: datetime) -> Any:
        from commissions.domain.close.columns import moment
        from commissions.domain.close.team_rows import SoldByMembers

        end, early = moment(as_of), moment(self.span.starts) + 1
        rows = []
        for number, (lines, has_moved) in enumerate(zip(self.lines, changed.tolist(), strict=True)):
            if lines:
                rows += (
                    [(number, early, lines * 40), (number, end, lines * 60)]
                    if has_moved
                    else [(number, end, lines * 100)]
                )
        seller, at, volume = np.array(rows, dtype=np.int64).T
        return SoldByMembers(seller, at, volume)
