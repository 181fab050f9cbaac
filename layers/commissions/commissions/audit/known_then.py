"""What of a register was known when something was looked up in it.

When that was is known to a span: after what the look-up was made for had come in, and before what
it found was written. So there may be several answers that it can have had, and one of them it has
to have. A row that was written later it cannot have gone by.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

SLACK = timedelta(minutes=10)
"""Clocks differ, and a step goes by what it read of a store or plan a minute before."""
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Row(Protocol):
    @property
    def since(self) -> datetime | None: ...

    @property
    def recorded_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All rows that were written by a moment."""

    at: datetime
    undated_until: datetime = LAST
    """Of the rows of which nobody kept when they were written, those that hold from then on, or
    earlier."""

    def has(self, row: Row) -> bool:
        if row.recorded_at is not None:
            return row.recorded_at <= self.at
        return row.since is None or row.since <= self.undated_until


EVERYTHING = Knowledge(LAST)
"""As the registers are by now."""


@dataclass(frozen=True, slots=True)
class LookUpSpan:
    """Between which moments it was made."""

    after: datetime
    before: datetime
    is_of_before: bool = False
    """Made before it was kept when rows are written: one that has no such time may have been
    written since."""

    @classmethod
    def made(
        cls, asked: datetime, written: datetime, *, is_of_before: bool = False
    ) -> "LookUpSpan":
        return cls(min(asked, written) - SLACK, written + SLACK, is_of_before)

    def knowledge(self, rows: Iterable[Row]) -> Iterator[Knowledge]:
        """Each that may have been: the latest first, by which most look-ups were made."""
        rows = list(rows)
        times = {each.recorded_at for each in rows if each.recorded_at is not None}
        between = sorted((each for each in times if self.after < each <= self.before), reverse=True)
        for moment in dict.fromkeys([self.before, *between, self.after]):
            yield Knowledge(moment)
        if self.is_of_before:
            undated = {each.since for each in rows if each.recorded_at is None and each.since}
            for since in (*sorted(undated, reverse=True)[1:], FIRST):
                yield Knowledge(self.before, since)

    def later(self, rows: Iterable[Row]) -> datetime | None:
        """When the first row was written that it cannot have gone by; without one, the last that it
        need not have gone by. None where there is neither."""
        times = sorted(each.recorded_at for each in rows if each.recorded_at is not None)
        beyond = [each for each in times if each > self.before]
        return next(iter(beyond or [each for each in times if each > self.after][-1:]), None)
