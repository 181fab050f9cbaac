"""The periods of a plan, one after the other, by the plan's clock: `2026-10`, `2026-W41`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from commissions.domain.plans.period_starts import WEEKDAYS, next_start

DAY, WEEK, MONTH = "day", "week", "month"
LENGTHS = (DAY, WEEK, MONTH)
"""The shortest first."""
_MIDDLE = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodSpan:
    """Half-open, in UTC: `starts` is in it, `ends` is not."""

    every: str
    """The id of the plan's period."""
    label: str
    starts: datetime
    ends: datetime
    closes_at: datetime
    """Until when what belongs to it is waited for."""

    def holds(self, moment: datetime) -> bool:
        return self.starts <= moment < self.ends


def spans(
    period: Mapping[str, Any], timezone: str, first: datetime, last: datetime
) -> Iterator[PeriodSpan]:
    """Every period of a kind from the one that holds a moment to the one that holds another.

    `period`: as a plan has it, of days, weeks or months.
    """
    zone = ZoneInfo(timezone)
    day = _first_day(period, first.astimezone(zone).date())
    starts = datetime.combine(day, time(), zone)
    while starts <= last:
        ends = next_start(period, starts, zone)
        cutoff = timedelta(days=int(period.get("cutoff_days", 0)))
        yield PeriodSpan(
            every=str(period["id"]),
            label=_label(period["every"], starts.date()),
            starts=starts.astimezone(UTC),
            ends=ends.astimezone(UTC),
            # By the clock on the wall: so many days of the calendar, of 23 or 25 hours among them.
            closes_at=(ends + cutoff).astimezone(UTC),
        )
        starts = ends


def span_of(period: Mapping[str, Any], timezone: str, moment: datetime) -> PeriodSpan:
    """The period of a kind that holds a moment."""
    return next(spans(period, timezone, moment, moment))


def _first_day(period: Mapping[str, Any], day: date) -> date:
    match period["every"]:
        case "month":
            return day.replace(day=1)
        case "week":
            starts = WEEKDAYS.index(period["week_starts"])
            return day - timedelta(days=(day.weekday() - starts) % 7)
        case _:
            return day


def _label(every: str, day: date) -> str:
    """A week is called by the calendar's week that most of it lies in."""
    match every:
        case "month":
            return f"{day:%Y-%m}"
        case "week":
            return f"{day + _MIDDLE:%G-W%V}"
        case _:
            return f"{day:%Y-%m-%d}"
