"""The periods of a stack's plans as people look at them: how far each has come, what is next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from commissions.application.close.calendar import (
    ClosingCalendar,
    ClosingSpan,
    calendar_of,
    closing_calendars,
    closing_span,
)
from commissions.application.close.freezing import NotToBeClosed, check_closable, check_not_done
from commissions.application.queries.waiting_of_period import (
    PlanPeriod,
    WaitingOrder,
    waiting_of_period,
)
from commissions.domain.periods.figures import RunFigures, figures_kept, run_figures
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import CLOSED, INCOMPLETE, PeriodRecord
from commissions.tables import periods

OPEN, DUE = "open", "due"
"""It goes on, or what belongs to it is waited for; it can be closed."""
WAITS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PeriodView:
    """A period, and how far its close has come."""

    closing: ClosingSpan
    record: PeriodRecord | None
    state: str
    """Of the record; without one OPEN or DUE."""

    @property
    def period(self) -> PeriodId:
        return self.closing.period

    @property
    def figures(self) -> RunFigures | None:
        """Of its last run; None where nothing is computed."""
        record = self.record
        if record is None or not record.run:
            return None
        return run_figures(record.attempt, record.run, record.summary)


@dataclass(frozen=True, slots=True)
class PeriodStatus:
    view: PeriodView
    waiting: tuple[WaitingOrder, ...]
    """What is missing now, as far as it is not closed; of very much the first WAITS_SHOWN."""
    waits_more: bool
    next_step: str
    """What can be done now, as a command; empty where nothing has to be."""

    @property
    def waits(self) -> tuple[str, ...]:
        """The same, a sentence each."""
        said = [f"order {each.order_key}: {each.why}" for each in self.waiting]
        return (*said, *(["and more like these"] if self.waits_more else []))


@dataclass(frozen=True, slots=True)
class PeriodHistory:
    """What a period is looked at beside."""

    last_run: RunFigures | None
    """Of the same period, which was thrown away."""
    period_before: tuple[PeriodId, RunFigures] | None
    """The last of the same kind that was computed before it."""
    corrected_by: Mapping[PeriodId, int]
    """What later closes have posted for it, in minor units."""


def every_period(now: datetime) -> list[PeriodView]:
    """Of each plan those that anybody began to close, and the one after them. Of a plan of which
    nothing was ever closed there is none: somebody has to say which is the first."""
    return [view for views in periods_by_plan(now).values() for view in views]


def never_closed() -> list[str]:
    """The plans that close periods and of which none was ever begun."""
    return [plan for plan in closing_calendars() if not periods.of_plan(plan)]


def periods_by_plan(now: datetime) -> dict[str, list[PeriodView]]:
    """By plan that closes any, in the order in which they close: those that anybody began to close,
    and the one after them; none of a plan of which nothing was ever closed."""
    return {
        plan: list(_of_plan(calendar, periods.of_plan(plan), now))
        for plan, calendar in closing_calendars().items()
    }


def first_to_close(plan: str, now: datetime) -> PeriodId | None:
    """Of a plan of which nothing was ever closed, the last period that is over: where somebody may
    begin. Raises NotAClosingPeriod."""
    return calendar_of(plan).last_over(now)


def status(period: PeriodId, now: datetime) -> PeriodStatus:
    """Raises NotAClosingPeriod."""
    view = _view(closing_span(period), periods.find(period), now)
    found = list(islice(_waiting(view), WAITS_SHOWN + 1))
    more = len(found) > WAITS_SHOWN
    return PeriodStatus(view, tuple(found[:WAITS_SHOWN]), more, _next_step(view))


def hindrance(period: PeriodId, now: datetime, *, again: bool) -> str:
    """Why it cannot be closed now, in a sentence; empty where it can. Raises NotAClosingPeriod."""
    try:
        check_closable(period, now)
        check_not_done(period, periods.find(period), again=again)
    except NotToBeClosed as error:
        return str(error)
    return ""


def history(view: PeriodView) -> PeriodHistory:
    """What the runs before it and the closes after it say."""
    records = [each for each in periods.of_plan(view.period.plan) if each.run]
    place = view.closing.place
    earlier = [
        each for each in records if each.place < place and each.period.every == view.period.every
    ]
    last = earlier[-1] if earlier else None
    return PeriodHistory(
        last_run=figures_kept(view.record.before) if view.record else None,
        period_before=(
            (last.period, run_figures(last.attempt, last.run, last.summary)) if last else None
        ),
        corrected_by=dict(_corrections(records, view)),
    )


def _corrections(records: list[PeriodRecord], view: PeriodView) -> Iterator[tuple[PeriodId, int]]:
    """Of closes that are posted."""
    for each in records:
        amount = int(each.summary.get("corrections", {}).get(str(view.period), 0))
        if amount and each.state == CLOSED:
            yield each.period, amount


def _of_plan(
    calendar: ClosingCalendar, records: list[PeriodRecord], now: datetime
) -> Iterator[PeriodView]:
    for record in records:
        yield _view(calendar.span(record.period), record, now)
    if records and records[-1].state == CLOSED:
        following = calendar.after(calendar.span(records[-1].period))
        if following:
            yield _view(following, None, now)


def _view(closing: ClosingSpan, record: PeriodRecord | None, now: datetime) -> PeriodView:
    if record is not None:
        return PeriodView(closing, record, record.state)
    return PeriodView(closing, None, DUE if now >= closing.span.closes_at else OPEN)


def _waiting(view: PeriodView) -> Iterator[WaitingOrder]:
    if view.state in {OPEN, DUE, INCOMPLETE}:
        span = view.closing.span
        yield from waiting_of_period(PlanPeriod(view.period.plan, span.starts, span.ends))


def _next_step(view: PeriodView) -> str:
    period = view.period
    return {
        OPEN: "",
        DUE: f"commissions period close {period} --apply",
        INCOMPLETE: f"commissions period close {period} --apply",
        "freezing": f"commissions period status {period}",
        "computed": f"commissions period review {period}",
        "posting": f"commissions period status {period}",
        CLOSED: "",
    }[view.state]
