"""The month that a page shows, and the ones beside it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTH = re.compile(r"20\d{2}-(0[1-9]|1[0-2])", re.ASCII)
EARLIEST = "2000-01"
_LONGEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class MonthShown:
    month: str
    """Like `2026-11`."""
    first: date
    last: date
    is_current: bool
    earlier: str
    """Empty of the earliest there can be."""
    later: str
    """Empty of the current one: nothing comes after it yet."""


def month_shown(month: str, today: date) -> MonthShown:
    """`month`: as `MONTH` has it."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + _LONGEST).replace(day=1)
    before = first - timedelta(days=1)
    is_current = first <= today < following
    return MonthShown(
        month=month,
        first=first,
        last=following - timedelta(days=1),
        is_current=is_current,
        earlier="" if month == EARLIEST else name_of(before),
        later=name_of(following) if following <= today else "",
    )


def name_of(day: date) -> str:
    """Of the month of a day."""
    return f"{day.year:04}-{day.month:02}"


def day_of(moment: datetime, zone: str) -> date:
    """The day of a moment by a clock. What was said of a whole day begins with it in UTC, and is of
    that day everywhere."""
    in_utc = moment.astimezone(UTC)
    return in_utc.date() if in_utc.time() == time() else moment.astimezone(ZoneInfo(zone)).date()
