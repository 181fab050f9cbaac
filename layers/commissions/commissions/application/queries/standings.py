"""How a member stands with the ranks of a plan, as the engine judged it in the last estimate, or in
the close."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from commissions.application.teams.plans import TeamPlan
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.rank_standing import (
    BinarySide,
    BinaryStanding,
    RankRequirement,
    RankRequirements,
    RankStanding,
    StandingLeg,
)
from commissions.domain.plans.period_calendar import PeriodSpan, span_of, spans
from commissions.warehouse import standing_files
from commissions.warehouse.standing_files import StoredStanding

PERIODS_BACK = 3


def read(plan: TeamPlan, member: str, now: datetime) -> RankStanding | None:
    """Of the period that runs, else of the last one before it; None where none has the member."""
    return next(_found(_periods(plan, now), member), None)


def last(plan: TeamPlan, member: str, now: datetime) -> Sequence[RankStanding]:
    """Of the periods that are over, the latest first."""
    over = (each for each in _periods(plan, now) if not _runs(plan, each, now))
    return list(_found(over, member))


def _found(periods: Iterator[PeriodId], member: str) -> Iterator[RankStanding]:
    for period in periods:
        if (stored := standing_files.find(str(period), member)) is not None:
            yield _standing(period, stored)


def _runs(plan: TeamPlan, period: PeriodId, now: datetime) -> bool:
    return period.label == _span_now(plan, now).label


def _periods(plan: TeamPlan, now: datetime) -> Iterator[PeriodId]:
    """The one that runs, and those before it."""
    current = _span_now(plan, now)
    length = current.ends - current.starts
    first = current.starts - PERIODS_BACK * length
    found = spans(plan.judged_by, plan.plan.timezone, first, now)
    labels = [each.label for each in found]
    for label in reversed(labels[-PERIODS_BACK - 1 :]):
        yield PeriodId(plan.plan.plan_id, str(plan.judged_by["id"]), label)


def _span_now(plan: TeamPlan, now: datetime) -> PeriodSpan:
    return span_of(plan.judged_by, plan.plan.timezone, now)


def _standing(period: PeriodId, stored: StoredStanding) -> RankStanding:
    about, told = stored.about, stored.told
    times = ("as_of", "starts", "ends", "closes_at")
    return RankStanding(
        period=period,
        zone=about["zone"],
        unit=about["unit"],
        **{name: datetime.fromisoformat(about[name]) for name in times},
        is_estimate=about["is_estimate"],
        is_active=told["is_active"],
        active=_requirements(told["active"]),
        rank=told["rank"],
        title=told["title"],
        periods_below=told["periods_below"],
        own=_requirements(told["own"]),
        next_rank=told["next_rank"],
        next=_requirements(told["next"]),
        group=told["group"],
        legs=tuple(StandingLeg(each["head"], each["volume"]) for each in told["legs"]),
        legs_in_all=told["legs_in_all"],
        leg_cap=told["leg_cap"],
        binaries=tuple(map(_binary, told["binaries"])),
    )


def _requirements(told: Mapping[str, Any]) -> RankRequirements:
    counted = tuple(map(_requirement, told["counted"]))
    return RankRequirements(all_of=counted, met=told["met"], either=told["either"])


def _requirement(told: Mapping[str, Any]) -> RankRequirement:
    return RankRequirement(
        word=told["word"],
        metric=told["metric"],
        op=told["op"],
        wanted=told["wanted"],
        counted=told.get("counted", ""),
        met=told["met"],
        of=dict(told.get("of", ())),
    )


def _binary(told: Mapping[str, Any]) -> BinaryStanding:
    left, right = (_side(each) for each in told["sides"])
    return BinaryStanding(bonus=told["bonus"], left=left, right=right)


def _side(told: Mapping[str, Any]) -> BinarySide:
    oldest = told["oldest"]
    return BinarySide(
        brought=told["brought"],
        came=told["came"],
        open=told["open"],
        after=told["after"],
        oldest=datetime.fromisoformat(oldest) if oldest else None,
    )
