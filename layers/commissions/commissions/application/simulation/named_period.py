"""A period of a plan by its name: `2026-10`, `2026-W41`, `2026-10-05`."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from commissions.application.simulation.plan_calendar import PlanCalendar
from commissions.domain.plans.period_calendar import DAY, WEEK, PeriodSpan, span_of

_SHAPES = {"month": "2026-10", "week": "2026-W41", "day": "2026-10-05"}
_NOON = time(12, tzinfo=UTC)


class NotAPeriod(ValueError):
    """A text that names none of a plan's periods."""

    def __init__(self, label: str, plan: str, every: str) -> None:
        super().__init__(f"{label!r} is no {every} of {plan}: write it like {_SHAPES[every]}")


def named_period(label: str, document: dict[str, Any]) -> PeriodSpan:
    """The period by which a plan's payout is told. Raises NotAPeriod."""
    any_time = datetime(2000, 1, 1, tzinfo=UTC)
    calendar = PlanCalendar(document, any_time, any_time)
    period = calendar.main
    for day in _days(label, period["every"]):
        span = span_of(period, calendar.timezone, datetime.combine(day, _NOON))
        if span.label == label:
            return span
    raise NotAPeriod(label, document["plan"]["id"], period["every"])


def _days(label: str, every: str) -> Iterator[date]:
    """Days of which the period may be; a week of a plan begins on any of its days."""
    try:
        if every == WEEK and (week := re.fullmatch(r"([0-9]{4})-W([0-9]{2})", label)):
            year, number = map(int, week.groups())
            yield from (date.fromisocalendar(year, number, day) for day in range(1, 8))
        elif re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", label):
            yield date.fromisoformat(label if every == DAY else f"{label}-15")
    except ValueError:
        return
