"""The periods of a stack's plans as people look at them: how far each has come, what is next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from commissions.application.close.calendar import ClosingSpan, after, closing_plans, closing_span
from commissions.application.queries.waiting_of_period import waiting_of_period
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


@dataclass(frozen=True, slots=True)
class PeriodStatus:
    view: PeriodView
    waits: tuple[str, ...]
    """What is missing now, a sentence each, as far as it is not closed."""
    next_step: str
    """What can be done now, as a command; empty where nothing has to be."""


def every_period(now: datetime) -> list[PeriodView]:
    """Of each plan those that anybody began to close, and the one after them. Of a plan of which
    nothing was ever closed there is none: somebody has to say which is the first."""
    return [view for plan in closing_plans() for view in _of_plan(plan, now)]


def never_closed() -> list[str]:
    """The plans that close periods and of which none was ever begun."""
    return [plan for plan in closing_plans() if not periods.of_plan(plan)]


def status(period: PeriodId, now: datetime) -> PeriodStatus:
    """Raises NotAClosingPeriod."""
    view = _view(closing_span(period), periods.find(period), now)
    return PeriodStatus(view, tuple(_waits(view)), _next_step(view))


def _of_plan(plan: str, now: datetime) -> Iterator[PeriodView]:
    records = periods.of_plan(plan)
    for record in records:
        yield _view(closing_span(record.period), record, now)
    if records and records[-1].state == CLOSED:
        following = after(closing_span(records[-1].period))
        if following:
            yield _view(following, None, now)


def _view(closing: ClosingSpan, record: PeriodRecord | None, now: datetime) -> PeriodView:
    if record is not None:
        return PeriodView(closing, record, record.state)
    return PeriodView(closing, None, DUE if now >= closing.span.closes_at else OPEN)


def _waits(view: PeriodView) -> Iterator[str]:
    if view.state not in {OPEN, DUE, INCOMPLETE}:
        return
    found = waiting_of_period(view.closing.span.starts, view.closing.span.ends)
    for number, each in enumerate(found):
        if number == WAITS_SHOWN:
            yield "and more like these"
            return
        yield f"order {each.order_key}: {each.why}"


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
