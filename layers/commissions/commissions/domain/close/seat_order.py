"""A placement tree in pre-order: what stands below a seat, on each side, is one range of places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
NOBODY = -1
SIDES = 2


class SeatsInACircle(ValueError):
    """Seats that stand above themselves."""

    def __init__(self, members: list[int]) -> None:
        super().__init__(
            f"the members with the numbers {members} stand above themselves: correct their seats"
        )
        self.members = members


@dataclass(frozen=True, slots=True)
class SeatOrder:
    """By member number. A place is a number in pre-order; a range is half-open."""

    place: Numbers
    size: Numbers
    """Seats of the subtree, the own among them."""
    lowest: Numbers
    """By side (0 left, 1 right) and member, where the range below that side begins."""
    end: Numbers


def seat_order(parent: Numbers, side: Numbers) -> SeatOrder:
    """`parent`: NOBODY at the top. `side`: 0 left, 1 right, else neither. Raises SeatsInACircle.

    Children stand by side, then by number, so that each side is one range.
    """
    levels, above = _levels(parent, side)
    size = np.ones(len(parent) + 1, dtype=np.int64)
    for level in reversed(levels):
        np.add.at(size, above[level], size[level])
    place = np.empty(len(parent) + 1, dtype=np.int64)
    place[-1] = -1
    for level in levels:
        place[level] = place[above[level]] + 1 + _elder(above[level], size[level])
    lowest, end = _ranges(parent, side, place, size)
    return SeatOrder(place[:-1], size[:-1], lowest, end)


def _levels(parent: Numbers, side: Numbers) -> tuple[list[Numbers], Numbers]:
    """The members of each level, brothers and sisters together; and the parents, with a house above
    those at the top."""
    house = len(parent)
    above = np.where(parent == NOBODY, house, parent)
    ranked = np.where((side == 0) | (side == 1), side, SIDES)
    children = np.sort((above * (SIDES + 1) + ranked) * house + np.arange(house)) % max(1, house)
    many = np.bincount(above, minlength=house + 1)
    first = np.cumsum(many) - many
    levels: list[Numbers] = []
    level = children[first[house] :]
    while len(level):
        levels.append(level)
        counts = many[level]
        begins = np.repeat(first[level] - np.cumsum(counts) + counts, counts)
        level = children[begins + np.arange(len(begins))]
    _no_circle(levels, house)
    return levels, above


def _no_circle(levels: list[Numbers], members: int) -> None:
    if sum(len(level) for level in levels) < members:
        reached = np.zeros(members, dtype=bool)
        for level in levels:
            reached[level] = True
        raise SeatsInACircle([int(each) for each in np.flatnonzero(~reached)[:10]])


def _elder(above: Numbers, size: Numbers) -> Numbers:
    """The sizes of the elder ones under the same parent, which stand together."""
    before = np.cumsum(size) - size
    begins = np.concatenate([[True], above[1:] != above[:-1]])
    elder: Numbers = before - before[begins][np.cumsum(begins) - 1]
    return elder


def _ranges(
    parent: Numbers, side: Numbers, place: Numbers, size: Numbers
) -> tuple[Numbers, Numbers]:
    lowest = np.full((SIDES, len(parent)), len(parent), dtype=np.int64)
    end = np.zeros((SIDES, len(parent)), dtype=np.int64)
    for each in range(SIDES):
        child = np.flatnonzero((parent != NOBODY) & (side == each))
        np.minimum.at(lowest[each], parent[child], place[child])
        np.maximum.at(end[each], parent[child], place[child] + size[child])
    return np.minimum(lowest, end), end
