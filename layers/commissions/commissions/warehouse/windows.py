"""Spans of recorded time that are exported as one: [begin, end), of one day in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from commissions.domain.orders.canonical import NoTimeZone

LENGTH_MAX = timedelta(hours=12)
"""An incremental export of a table takes 24 hours at most, and has to look somewhat further."""
A_DAY = timedelta(days=1)
_COMPACT = "%Y%m%dT%H%M%S%fZ"


class NotAWindow(ValueError):
    """A span of time that is empty, or reaches over midnight in UTC."""


@dataclass(frozen=True, slots=True, order=True)
class ExportWindow:
    """From `begin` until before `end`, by when facts and journals were recorded."""

    begin: datetime
    end: datetime

    def __post_init__(self) -> None:
        if not self.begin < self.end <= midnight_after(self.begin):
            raise NotAWindow(f"{self.begin} to {self.end} is no span of one day in UTC")

    @property
    def day(self) -> date:
        return self.begin.date()

    @property
    def name(self) -> str:
        """As files are called: `20261129T100000000000Z-20261129T110000000000Z`."""
        return f"{compact(self.begin)}-{compact(self.end)}"

    def holds(self, moment: datetime) -> bool:
        return self.begin <= moment < self.end


def in_utc(moment: datetime) -> datetime:
    """Raises NoTimeZone rather than guess one."""
    if moment.utcoffset() is None:
        raise NoTimeZone(f"{moment} has no time zone")
    return moment.astimezone(UTC)


def compact(moment: datetime) -> str:
    """A moment as it sorts in a name, to the microsecond."""
    return in_utc(moment).strftime(_COMPACT)


def read_compact(text: str) -> datetime:
    return datetime.strptime(text, _COMPACT).replace(tzinfo=UTC)


def midnight_of(day: date) -> datetime:
    """Its first moment, in UTC."""
    return datetime.combine(day, time(), UTC)


def midnight_after(moment: datetime) -> datetime:
    return midnight_of(in_utc(moment).date()) + A_DAY
