"""Freezes a period: from a moment on that is said before, nothing more is of its run.

The moment lies so far ahead that no function still goes by what it read before; whoever began to
settle before it is done when the inputs are read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from commissions.application.close.calendar import A_WEEK, ClosingSpan, after, closing_span
from commissions.domain.periods.figures import kept_figures
from commissions.domain.periods.frozen_periods import FrozenSpan
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import (
    CLOSED,
    COMPUTED,
    FREEZING,
    INCOMPLETE,
    POSTING,
    PeriodRecord,
)
from commissions.tables import periods

LEAD = timedelta(seconds=2 * periods.KNOWN_SECONDS)


class NotToBeClosed(ValueError):
    """A period that cannot be closed now; says why, and what can be done."""


def check_closable(period: PeriodId, now: datetime) -> ClosingSpan:
    """Whether it is over and its turn has come. Raises NotAClosingPeriod, NotToBeClosed."""
    closing = closing_span(period)
    if now < closing.span.closes_at:
        raise NotToBeClosed(
            f"{period} is not over: what belongs to it is waited for until "
            f"{closing.span.closes_at:%Y-%m-%d %H:%M} UTC"
        )
    others = [each for each in periods.of_plan(period.plan) if each.period != period]
    if not others:
        return closing
    last = others[-1]
    if last.ends > closing.span.ends and periods.find(period) is None:
        raise NotToBeClosed(
            f"{last.period} was closed before it: periods close in their order, and what came "
            f"before the first one is not closed here"
        )
    if last.state != CLOSED and last.ends <= closing.span.ends:
        raise NotToBeClosed(f"{last.period} comes first, and is {last.state}")
    due = after(closing_span(last.period))
    if due and periods.find(period) is None and due.period != period:
        raise NotToBeClosed(f"{due.period} comes first: periods close in their order")
    _check_follows(closing, others)
    return closing


def _check_follows(closing: ClosingSpan, others: Sequence[PeriodRecord]) -> None:
    """That each order is of one period of a kind. A version of the plan that took effect before it
    was published may move them: then orders would be paid in two, or in none. Raises
    NotToBeClosed."""
    period, starts = closing.period, closing.span.starts
    before = [each for each in others if each.period.every == period.every and each.starts < starts]
    if before and before[-1].ends != starts and before[-1].ends > starts - A_WEEK:
        raise NotToBeClosed(
            f"{before[-1].period} ended at {before[-1].ends:%Y-%m-%d %H:%M} UTC, and {period} "
            f"begins at {starts:%Y-%m-%d %H:%M} UTC: a version of plan {period.plan} that was "
            f"published since has another timezone or other weeks for what is closed"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRequest:
    """How a period is to be closed."""

    again: bool = False
    """What was computed is thrown away, and frozen anew with what came since."""
    accept_waiting: str = ""
    """Why what waits of it shall be late; empty where nothing may wait."""
    begun_by: str = ""
    """The execution that asks: told again by the same one, it is frozen once."""


def freeze(period: PeriodId, now: datetime, request: CloseRequest = CloseRequest()) -> PeriodRecord:
    """Begins the close, or says how far it has come where it is frozen already.

    Raises NotAClosingPeriod, NotToBeClosed, VersionConflict.
    """
    closing = check_closable(period, now)
    known = periods.find(period)
    check_not_done(period, known, again=request.again)
    if known is not None and known.state == FREEZING and not _is_new(request, known):
        return known
    record = _frozen(closing, known, now + LEAD, request)
    return periods.freeze(record, _span_of(record), lifting=record.frozen_at)


def check_not_done(period: PeriodId, known: PeriodRecord | None, *, again: bool) -> None:
    """Raises NotToBeClosed."""
    if known is not None and known.state in {POSTING, CLOSED}:
        raise NotToBeClosed(f"{period} is {known.state}: what comes later corrects it")
    if known is not None and known.state == COMPUTED and not again:
        raise NotToBeClosed(
            f"{period} is computed and waits for two people: look at it by commissions period "
            f"review {period}, or have it computed anew with what came since by --again"
        )


def open_again(record: PeriodRecord, waits: tuple[str, ...], now: datetime) -> PeriodRecord:
    """Something of it is missing: it is frozen no more, until somebody closes it again."""
    incomplete = replace(record, state=INCOMPLETE, waits=waits)
    return periods.lift(incomplete, now + LEAD)


def _is_new(request: CloseRequest, known: PeriodRecord) -> bool:
    return request.again and not (request.begun_by and request.begun_by == known.begun_by)


def _frozen(
    closing: ClosingSpan, known: PeriodRecord | None, frozen_at: datetime, request: CloseRequest
) -> PeriodRecord:
    return PeriodRecord(
        period=closing.period,
        starts=closing.span.starts,
        ends=closing.span.ends,
        closes_at=closing.span.closes_at,
        state=FREEZING,
        attempt=known.attempt + 1 if known else 1,
        frozen_at=frozen_at,
        plan_version=closing.plan.version,
        plan_digest=closing.plan.digest,
        begun_by=request.begun_by,
        accept_waiting=request.accept_waiting,
        gate=retail_gate(closing),
        before=_before(known) if known else {},
        version=known.version if known else 0,
    )


def _before(known: PeriodRecord) -> Mapping[str, Any]:
    """What the last run of it came to, whether or not it was the last attempt."""
    if not known.run:
        return known.before
    return kept_figures(known.attempt, known.run, known.summary)


def retail_gate(closing: ClosingSpan) -> str:
    """The rule of retail that the plan asks for; empty for none."""
    gate = (closing.plan.document.get("compliance") or {}).get("retail_gate") or {}
    rule = str(gate.get("rule", "none"))
    return "" if rule == "none" else rule


def _span_of(record: PeriodRecord) -> FrozenSpan:
    return FrozenSpan(
        every=record.period.every,
        label=record.period.label,
        starts=record.starts,
        ends=record.ends,
        since=record.frozen_at,
    )
