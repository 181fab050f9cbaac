"""What is made of teams without anybody looking: every night, and of a month that was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.application.teams.building import build
from commissions.application.teams.freshness import is_old, seconds_between
from commissions.application.teams.plans import NoPlan, TeamPlan, team_plan
from commissions.domain.plans.period_calendar import PeriodSpan
from commissions.tables import present_places
from commissions.tables.present_places import Reindexed
from commissions.warehouse import team_files
from commissions.warehouse.team_files import TeamSnapshot

MONTHS_BACK = 3
"""Of so many months that are over it is looked whether their close has said the last word."""


@dataclass(frozen=True, slots=True)
class Night:
    reindexed: Reindexed
    snapshots: tuple[TeamSnapshot, ...]


def night(now: datetime) -> Night:
    """Everybody's entry of the index is held against their edges; then the month that runs, and
    those before it as long as no close has said what they came to."""
    reindexed = present_places.reindex(now, apply=True)
    return Night(reindexed, tuple(_built(now)))


def of_month(month: str, now: datetime, *, at_once: bool = False) -> TeamSnapshot | None:
    """None where it is none of the last ones, where nothing was ever sold, and where another one
    was asked for a short while ago, unless it has to be `at_once`."""
    try:
        plan = team_plan(now)
    except NoPlan:
        return None
    found = [span for span in _months(plan, now) if span.label == month]
    if not found or not (at_once or _is_due(month, now)):
        return None
    return build(plan, found[0], now)


def _is_due(month: str, now: datetime) -> bool:
    """Of many at once, for one of them."""
    snapshot = team_files.find(month)
    return is_old(snapshot, now) and team_files.ask(month, now, seconds_between(snapshot, now))


def _built(now: datetime) -> Iterator[TeamSnapshot]:
    try:
        plan = team_plan(now)
    except NoPlan:
        return
    for number, span in enumerate(_months(plan, now)):
        stands = team_files.find(span.label)
        if (number <= 1 or stands is not None) and (stands is None or not stands.is_final):
            yield build(plan, span, now, afresh=number == 0)


def _months(plan: TeamPlan, now: datetime) -> Iterator[PeriodSpan]:
    """That of now, and those before it."""
    span = plan.month(now)
    for _ in range(MONTHS_BACK + 1):
        yield span
        span = plan.month(span.starts - timedelta(hours=1))
