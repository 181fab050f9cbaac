"""The legs of one seat unit by unit, once a refund has touched it: ranges, and never a lot each.

A unit is known by its position: the how manyeth hundredth of a point it was that came in on that
side since the seat was taken. Whatever a seat took of an order is where two ranges meet, so that a
seat with a million orders needs no list of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class UnitRange(NamedTuple):
    """Units from `low` to before `end`."""

    low: int
    end: int
    at: int | None = None
    """When they came in, in microseconds; None: as the intake of the periods says."""
    stands_at: int | None = None
    """Before which position they stand among the others, where a refund gave them back as new."""
    newest_first: bool = False
    """They are taken from the end."""

    @property
    def volume(self) -> int:
        return self.end - self.low

    @property
    def order(self) -> tuple[int, int, int]:
        """Where they stand; those that were given back before those that came in after it."""
        if self.stands_at is None:
            return self.low, 1, 0
        return self.stands_at, 0, self.at or 0

    def first(self, volume: int) -> "UnitRange":
        """Those that are taken first, at most so many."""
        volume = min(volume, self.volume)
        if self.newest_first:
            return self._replace(low=self.end - volume)
        return self._replace(end=self.low + volume)

    def without(self, low: int, end: int) -> list["UnitRange"]:
        """What is left of it, in the order in which it is taken."""
        parts = [
            self._replace(end=min(self.end, low)),
            self._replace(low=max(self.low, end)),
        ]
        parts = [part for part in parts if part.volume > 0]
        return parts[::-1] if self.newest_first else parts


Ranges = list[UnitRange]


def volume_of(ranges: Iterable[UnitRange]) -> int:
    return sum(each.volume for each in ranges)


def taken_first(ranges: Ranges, volume: int) -> tuple[Ranges, Ranges]:
    """Takes at most so many units, in their order: what was taken, and what stays."""
    taken: Ranges = []
    stays: Ranges = []
    for each in ranges:
        part = each.first(max(0, volume))
        if part.volume:
            taken.append(part)
            volume -= part.volume
        stays.extend(each.without(part.low, part.end) if part.volume else [each])
    return taken, stays


def reverse(ranges: Ranges) -> Ranges:
    return [each._replace(newest_first=not each.newest_first) for each in reversed(ranges)]


def taken_last(ranges: Ranges, volume: int) -> tuple[Ranges, Ranges]:
    """The same from the end: what was taken, the last first, and what stays in its order."""
    taken, stays = taken_first(reverse(ranges), volume)
    return taken, reverse(stays)


def taken_of(ranges: Ranges, those: Iterable[UnitRange], volume: int) -> tuple[int, Ranges]:
    """Takes at most so many of certain units: how many it were, and what stays."""
    left = volume
    for wanted in those:
        stays: Ranges = []
        for each in ranges:
            low = max(each.low, wanted.low)
            end = min(each.end, wanted.end, low + left)
            left -= max(0, end - low)
            stays.extend(each.without(low, end) if end > low else [each])
        ranges = stays
    return volume - left, ranges


def put_among(ranges: Ranges, returned: Ranges) -> Ranges:
    """Returned units among open ones, where they stand."""
    cuts = sorted({each.stands_at for each in returned if each.stands_at is not None})
    for cut in cuts:
        ranges = [part for each in ranges for part in _cut(each, cut)]
    return sorted([*ranges, *returned], key=lambda each: each.order)


def _cut(each: UnitRange, at: int) -> Ranges:
    if each.stands_at is not None or not each.low < at < each.end:
        return [each]
    return [each._replace(end=at), each._replace(low=at)]


@dataclass(slots=True)
class SeatLeg:
    """One leg of a touched seat."""

    open: Ranges = field(default_factory=list)
    """The oldest first."""
    owed: list[tuple[int, int]] = field(default_factory=list)
    """What more came back than there was: when, and how much; the oldest first."""

    def copy(self) -> "SeatLeg":
        return SeatLeg(list(self.open), list(self.owed))

    @property
    def volume(self) -> int:
        """Below 0 where it owes."""
        return volume_of(self.open) - sum(amount for _, amount in self.owed)

    def arrive(self, low: int, end: int) -> None:
        """New units; what is owed takes the first of them."""
        while self.owed and low < end:
            at, amount = self.owed[0]
            part = min(amount, end - low)
            low += part
            self.owed[:1] = [(at, amount - part)] if amount > part else []
        if low < end:
            self.open.append(UnitRange(low, end))

    def come_back(self, volume: int, at: int) -> None:
        """Takes away what came last; what is not there is owed."""
        taken, self.open = taken_last(self.open, volume)
        if rest := volume - volume_of(taken):
            self.owed.append((at, rest))

    def expire(self, position: int, at: int) -> None:
        """What came in before a moment, which is what stands below a position."""
        kept = [each for each in self.open if each.at is None or each.at >= at]
        self.open = [
            part
            for each in kept
            for part in ([each] if each.at is not None else each.without(0, position))
        ]
        self.owed = [each for each in self.owed if each[0] >= at]

    def take(self, volume: int) -> Ranges:
        """The oldest first."""
        taken, self.open = taken_first(self.open, volume)
        return taken

    def flush(self) -> None:
        self.open, self.owed = [], []
