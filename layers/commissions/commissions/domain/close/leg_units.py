"""The legs of one seat unit by unit, once a refund has touched it: ranges, and never a lot each.

A unit is known by its position: the how manyeth hundredth of a point it was that came in on that
side since the seat was taken. Whatever a seat took of an order is where two ranges meet, so that a
seat with a million orders needs no list of them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
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
        if volume >= self.end - self.low:
            return self
        if self.newest_first:
            return self.between(self.end - volume, self.end)
        return self.between(self.low, self.low + volume)

    def between(self, low: int, end: int) -> "UnitRange":
        return UnitRange(low, end, self.at, self.stands_at, self.newest_first)

    def reversed(self) -> "UnitRange":
        return UnitRange(self.low, self.end, self.at, self.stands_at, not self.newest_first)

    def without(self, low: int, end: int) -> list["UnitRange"]:
        """What is left of it without some of its own, in the order in which it is taken."""
        parts = [self.between(self.low, low)] if low > self.low else []
        if end < self.end:
            parts.append(self.between(end, self.end))
        return parts[::-1] if self.newest_first else parts


Ranges = list[UnitRange]


def volume_of(ranges: Iterable[UnitRange]) -> int:
    return sum(each.end - each.low for each in ranges)


def taken_first(ranges: Ranges, volume: int) -> tuple[Ranges, Ranges]:
    """Takes at most so many units, in their order: what was taken, and what stays."""
    taken: Ranges = []
    for n, each in enumerate(ranges):
        if volume <= 0:
            return taken, ranges[n:]
        part = each.first(volume)
        taken.append(part)
        volume -= part.volume
        if part.volume < each.volume:
            return taken, [*each.without(part.low, part.end), *ranges[n + 1 :]]
    return taken, []


def taken_last(ranges: Ranges, volume: int) -> tuple[Ranges, Ranges]:
    """The same from the end: what was taken, the last first, and what stays in its order."""
    taken: Ranges = []
    for n in range(len(ranges), 0, -1):
        if volume <= 0:
            return taken, ranges[:n]
        part = ranges[n - 1].reversed().first(volume)
        taken.append(part)
        volume -= part.volume
        if part.volume < ranges[n - 1].volume:
            return taken, [*ranges[: n - 1], *ranges[n - 1].without(part.low, part.end)]
    return taken, []


def taken_of(
    ranges: Ranges, those: Iterable[UnitRange], volume: int, *, sorted_by_low: bool
) -> tuple[int, Ranges]:
    """Takes at most so many of certain units, the first ones that stand there: how many it were,
    and what stays."""
    if not sorted_by_low:
        return _taken_as_they_stand(ranges, list(those), volume)
    left = volume
    for wanted in those:
        begin = bisect_right(ranges, wanted.low, key=_end)
        stop = bisect_left(ranges, wanted.end, key=_low)
        taken, stays = _taken_as_they_stand(ranges[begin:stop], [wanted], left)
        left -= taken
        if begin < stop:
            ranges = [*ranges[:begin], *stays, *ranges[stop:]]
    return volume - left, ranges


def _taken_as_they_stand(
    ranges: Ranges, those: Sequence[UnitRange], volume: int
) -> tuple[int, Ranges]:
    """The same of units of which some stand later than others that came in after them."""
    left, stays = volume, list[UnitRange]()
    for each in ranges:
        parts = [each]
        for wanted in those:
            kept: Ranges = []
            for part in parts:
                low = max(part.low, wanted.low)
                end = min(part.end, wanted.end, low + left)
                left -= max(0, end - low)
                kept.extend(part.without(low, end) if end > low else [part])
            parts = kept
        stays.extend(parts)
    return volume - left, stays


def put_among(ranges: Ranges, returned: Ranges) -> None:
    """Returned units among open ones, where they stand; the open ones are changed."""
    for each in returned:
        place = bisect_right(ranges, each.order, key=_order)
        cut = each.stands_at
        if cut is not None and place and _is_cut(ranges[place - 1], cut):
            before = ranges[place - 1]
            ranges[place - 1 : place] = [
                before.between(before.low, cut),
                before.between(cut, before.end),
            ]
        ranges.insert(place, each)


def _is_cut(each: UnitRange, at: int) -> bool:
    """Whether units come back in the middle of others, which came in before and after them."""
    return each.stands_at is None and each.end > at


_low, _end, _order = attrgetter("low"), attrgetter("end"), attrgetter("order")


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

    def is_plain(self, until: int) -> bool:
        """Whether it owes nothing, and all from some position until that one is open, in the order
        in which it came in."""
        begins = [each.low for each in self.open]
        ends = [each.end for each in self.open]
        as_came = all(each.at is None and each.stands_at is None for each in self.open)
        return not self.owed and as_came and begins[1:] + [until] * bool(begins) == ends

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
        self.open = [
            each.between(max(each.low, position), each.end) if each.at is None else each
            for each in self.open
            if (each.end > position if each.at is None else each.at >= at)
        ]
        self.owed = [each for each in self.owed if each[0] >= at]

    def take(self, volume: int) -> Ranges:
        """The oldest first."""
        taken, self.open = taken_first(self.open, volume)
        return taken

    def flush(self) -> None:
        self.open, self.owed = [], []
