"""Which periods of a plan are frozen, and when what is recorded later counts.

What is recorded from the freeze on belongs to no run of the period and is dated into none that is
frozen: it counts as of the first moment of the oldest open one after it (attribution.md, 4.8).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenSpan:
    """A period from its freeze on; half-open as its period is."""

    every: str
    label: str
    starts: datetime
    ends: datetime
    since: datetime
    """What is recorded from then on is not of it."""
    lifted: datetime | None = None
    """Until when, where it was opened again because something of it was missing."""

    def holds(self, moment: datetime) -> bool:
        return self.starts <= moment < self.ends

    def is_in_force(self, recorded_at: datetime) -> bool:
        return self.since <= recorded_at and (self.lifted is None or recorded_at < self.lifted)


@dataclass(frozen=True, slots=True)
class FrozenPeriods:
    """Of one plan; where nothing was ever frozen, none."""

    spans: tuple[FrozenSpan, ...] = ()

    def holding(self, moment: datetime, recorded_at: datetime) -> FrozenSpan | None:
        """The frozen period that a moment lies in, for what is recorded then; of several the one
        that ends last."""
        found = [each for each in self._in_force(recorded_at) if each.holds(moment)]
        return max(found, key=lambda each: each.ends, default=None)

    def counts_at(self, moment: datetime, recorded_at: datetime) -> datetime:
        """When something counts that happened at a moment and is recorded at another: as it
        happened, or where that is frozen, at the first moment after it that is not."""
        while span := self.holding(moment, recorded_at):
            moment = span.ends
        return moment

    def _in_force(self, recorded_at: datetime) -> Iterator[FrozenSpan]:
        return (each for each in self.spans if each.is_in_force(recorded_at))
