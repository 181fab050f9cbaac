"""Periods that are frozen, by the clock of the demo company's plan."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from commissions.domain.periods.frozen_periods import FrozenSpan
from commissions.domain.periods.period_id import PeriodId, parse
from commissions.domain.periods.record import FREEZING, PeriodRecord
from commissions.domain.plans.period_calendar import PeriodSpan, span_of
from commissions.plan_schema import read
from commissions.tables import periods, plans
from tests.support.plans import a_sample

CLOCK = "America/New_York"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def month_span(label: str, clock: str = CLOCK) -> PeriodSpan:
    year, month = map(int, label.split("-"))
    middle = datetime(year, month, 15, tzinfo=ZoneInfo(clock))
    return span_of({"id": "month", "every": "month"}, clock, middle)


def frozen_span(period: PeriodId, since: datetime = LONG_AGO, clock: str = CLOCK) -> FrozenSpan:
    span = month_span(period.label, clock)
    return FrozenSpan(
        every=period.every, label=period.label, starts=span.starts, ends=span.ends, since=since
    )


def freezing(period: PeriodId, since: datetime = LONG_AGO) -> PeriodRecord:
    span = month_span(period.label)
    return PeriodRecord(
        period=period,
        starts=span.starts,
        ends=span.ends,
        closes_at=span.closes_at,
        state=FREEZING,
        attempt=1,
        frozen_at=since,
        plan_version=1,
        plan_digest="",
    )


def frozen(*ids: str, since: datetime = LONG_AGO) -> None:
    """Freezes months of a plan in the register."""
    for each in ids:
        period = parse(each)
        periods.freeze(freezing(period, since), frozen_span(period, since))


def published(name: str = "hyb", **changes: Any) -> str:
    """Publishes a sample plan, in force since the beginning of 2026; its id."""
    document = a_sample(name)
    document["plan"]["effective_from"] = "2026-01-01"
    document |= changes
    plans.publish(read(document).plan.text)
    return str(document["plan"]["id"])
