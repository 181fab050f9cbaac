"""What a schedule does for the closes: begins the next, and goes on with what was cut off.

The first period of a plan is closed by a person: whoever used another system before says by it from
when on this one closes.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from commissions.application.close.calendar import after, closing_plans, closing_span
from commissions.application.close.executions import start_close, start_posting
from commissions.application.queries.waiting_of_period import PlanPeriod, waiting_of_period
from commissions.domain.periods.record import (
    CLOSED,
    FREEZING,
    INCOMPLETE,
    POSTING,
    PeriodRecord,
)
from commissions.tables import periods

STUCK_AFTER = timedelta(minutes=45)
"""Longer than a close takes: three tries of a quarter of an hour each."""


def start_due(now: datetime) -> list[str]:
    """What was begun or gone on with, a sentence each."""
    return [said for plan in closing_plans() for said in _of_plan(periods.of_plan(plan), now)]


def not_advancing(now: datetime) -> list[PeriodRecord]:
    """Closes that wait for nobody and stand still."""
    return [
        each
        for plan in closing_plans()
        for each in periods.of_plan(plan)
        if each.state in {FREEZING, POSTING} and _since(each) + 2 * STUCK_AFTER < now
    ]


def _of_plan(records: list[PeriodRecord], now: datetime) -> Iterator[str]:
    if not records:
        return
    last = records[-1]
    stuck = _since(last) + STUCK_AFTER < now
    if last.state == CLOSED:
        due = after(closing_span(last.period))
        if due and now >= due.span.closes_at:
            yield f"{due.period} begins to close: {start_close(due.period, now)}"
    elif last.state == FREEZING and stuck:
        yield f"{last.period} goes on: {start_close(last.period, now)}"
    elif last.state == POSTING and stuck:
        yield f"{last.period} goes on being posted: {start_posting(last.period, now)}"
    elif last.state == INCOMPLETE and not any(waiting_of_period(_of(last))):
        yield f"{last.period} begins again, as nothing waits any more: " + start_close(
            last.period, now
        )


def _of(record: PeriodRecord) -> PlanPeriod:
    return PlanPeriod(record.period.plan, record.starts, record.ends)


def _since(record: PeriodRecord) -> datetime:
    """When it was begun, or approved."""
    return record.approved_at or record.frozen_at
