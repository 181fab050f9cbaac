"""A placement tree in pre-order: what stands below a seat, on each side, is one range of places."""

from dataclasses import dataclass

import numpy as np

from commissions.domain.close.exact import Places
from commissions.domain.close.preorder import CircularLine, laid_out

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

    place: Places
    size: Places
    """Seats of the subtree, the own among them."""
    lowest: Places
    """By side (0 left, 1 right) and member, where the range below that side begins."""
    end: Places


def seat_order(parent: Places, side: Places) -> SeatOrder:
    """`parent`: NOBODY at the top. `side`: 0 left, 1 right, else neither. Raises SeatsInACircle,
    TooManyLevels.

    Children stand by side, then by number, so that each side is one range.
    """
    ranked = np.where((side == 0) | (side == 1), side, SIDES).astype(np.int8)
    member = np.argsort(ranked, kind="stable")
    rank = np.empty(len(parent) + 1, dtype=np.int64)
    rank[member] = np.arange(len(parent))
    rank[NOBODY] = len(parent)
    try:
        layout = laid_out(rank[parent[member]])
    except CircularLine as circle:
        raise SeatsInACircle(member[list(circle.members)].tolist()) from None
    place = layout.place[rank[:-1]]
    size = layout.size[place]
    return SeatOrder(place, size, *_ranges(parent, side, place, size))


def _ranges(parent: Places, side: Places, place: Places, size: Places) -> tuple[Places, Places]:
    lowest = np.full((SIDES, len(parent)), len(parent), dtype=np.int64)
    end = np.zeros((SIDES, len(parent)), dtype=np.int64)
    for each in range(SIDES):
        child = np.flatnonzero((parent != NOBODY) & (side == each))
        np.minimum.at(lowest[each], parent[child], place[child])
        np.maximum.at(end[each], parent[child], place[child] + size[child])
    return np.minimum(lowest, end), end
