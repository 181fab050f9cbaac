"""How many messages of a store came in each hour, packed so that an hour is one number.

A store's note has an hour's figures as one number of up to 38 digits, the most that DynamoDB adds
up exactly, so that a day of them fits into the write unit that the note costs anyhow. Two such
numbers added up are the figures of both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SLOWER_THAN_MS = (50, 250, 1000)
"""An answer is counted under each of these that it took longer than."""
HOURS_KEPT = 24
_FIELDS_BELOW = 1 + len(SLOWER_THAN_MS)
_FIELD = 10**7
"""Of what comes in within an hour, fewer than this are told twice, or answered slowly."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class HeardHour:
    """At least: what a process did not come to note is not in it."""

    received: int = 0
    twice: int = 0
    """Of these, told before."""
    slower: tuple[int, ...] = (0,) * len(SLOWER_THAN_MS)
    """Of these, answered in more than each of SLOWER_THAN_MS."""

    @classmethod
    def unpacked(cls, number: int) -> "HeardHour":
        fields = []
        for _ in range(_FIELDS_BELOW):
            number, field = divmod(number, _FIELD)
            fields.append(field)
        return cls(number, fields[-1], tuple(reversed(fields[:-1])))

    @property
    def packed(self) -> int:
        number = self.received
        for field in (self.twice, *self.slower):
            number = number * _FIELD + field
        return number

    def __add__(self, other: "HeardHour") -> "HeardHour":
        return HeardHour.unpacked(self.packed + other.packed)


def received(*, twice: bool = False) -> HeardHour:
    """One message."""
    return HeardHour(1, int(twice))


def answered(milliseconds: float) -> HeardHour:
    """How long one that is counted already waited for its answer."""
    return HeardHour(slower=tuple(int(milliseconds > each) for each in SLOWER_THAN_MS))


def within_ms(hours: Iterable[HeardHour], share: float) -> int | None:
    """The bound within which at least this share was answered; 0 where no bound holds, None where
    nothing came."""
    total = sum(hours, HeardHour())
    if not total.received:
        return None
    most = total.received * (1 - share)
    fits = (bound for bound, late in zip(SLOWER_THAN_MS, total.slower, strict=True) if late <= most)
    return next(fits, 0)


def hour_of(moment: datetime) -> int:
    """The hours since 1970, which name an hour of the day that is kept."""
    return int(moment.timestamp()) // int(_HOUR.total_seconds())


def hour_begins(hour: int) -> datetime:
    return datetime.fromtimestamp(hour * _HOUR.total_seconds(), UTC)


def day_of_hours[V](kept: Mapping[int, V], now: datetime, nothing: V) -> list[tuple[datetime, V]]:
    """The 24 hours up to the one that is under way, each with what is known of it."""
    last = hour_of(now)
    hours = range(last - HOURS_KEPT + 1, last + 1)
    return [(hour_begins(hour), kept.get(hour, nothing)) for hour in hours]
