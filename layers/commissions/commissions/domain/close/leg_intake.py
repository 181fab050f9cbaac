"""What comes in below both sides of every seat in a period: sums in columns, and positions.

A seat counts what comes in on a side since it was taken: the first unit has position 0. Units are
hundredths of a point, in the order of time: an order is a range of positions at every seat above.
"""

from dataclasses import dataclass

import numpy as np

from commissions.domain.close.exact import Places, largest
from commissions.domain.close.range_sums import sums_before
from commissions.domain.close.seat_history import SeatHistory, SeatsAbove
from commissions.domain.close.seat_order import NOBODY, SIDES, SeatOrder, seat_order
from commissions.domain.close.whole_numbers import checked_sum, distinct


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderColumns:
    """Orders of a period by time, and of one moment by their ids."""

    order: Places
    """A number each, never given twice."""
    at: Places
    """When they came in, in microseconds."""
    seller: Places
    """Member number; NOBODY without one."""
    volume: Places
    """Of the basis; below 0 where more came back than went."""
    placed: Places | None = None
    """When they were placed, where some came in later than that."""

    @property
    def stood(self) -> Places:
        """As of when the tree says who stood above."""
        return self.at if self.placed is None else self.placed


@dataclass(frozen=True, slots=True, kw_only=True)
class LegIntake:
    """A period's orders in the placement tree. Build it with `leg_intake`."""

    starts: int
    ends: int
    orders: OrderColumns
    history: SeatHistory
    tree: SeatOrder
    """As it was at the end."""
    place: Places
    """Of each order's seller; NOBODY where the tree of the end does not say who stood above."""
    strays: SeatsAbove
    """Of those, who stood above."""
    before: Places
    """By side and member, what had come in before the period."""

    @property
    def members(self) -> int:
        return len(self.tree.place)

    def came_in(self, orders: int | None = None) -> Places:
        """By side and member, what the first so many orders brought (all without a number)."""
        volume = np.maximum(self.orders.volume[:orders], 0)
        place = self.place[: len(volume)]
        at_place = np.zeros(self.members, dtype=np.int64)
        inside = place != NOBODY
        np.add.at(at_place, place[inside], volume[inside])
        sums = np.concatenate([[0], np.cumsum(at_place)])
        brought: Places = sums[self.tree.end] - sums[self.tree.lowest]
        early = (self.strays.row < len(volume)) & (self.strays.side != NOBODY)
        stray = self.strays.row[early]
        np.add.at(brought, (self.strays.side[early], self.strays.seat[early]), volume[stray])
        return brought

    def position(self, seat: Places, side: Places, row: Places) -> Places:
        """How much had come in at seats before orders of this period."""
        if not len(row):
            return row
        volume = np.maximum(self.orders.volume, 0)
        inside = self.place != NOBODY
        rank = np.concatenate([[0], np.cumsum(inside)])[row]
        low, end = self.tree.lowest[side, seat], self.tree.end[side, seat]
        found = sums_before(self.place[inside], volume[inside], rank, low, end)
        strayed: Places = self._strayed(seat, side, row, volume)
        position: Places = self.before[side, seat] + found + strayed
        return position

    def first_at(self, at: int, *, or_after: bool) -> int:
        """How many orders were placed before a moment, or until then."""
        side = "left" if or_after else "right"
        return int(np.searchsorted(self.orders.at, at, side=side))  # type: ignore[call-overload]

    def _strayed(self, seat: Places, side: Places, row: Places, volume: Places) -> Places:
        """The same of strays: sorted by seat, side and order, summed up to the order."""
        strays, rows = self.strays, len(volume) + 1
        used = strays.side != NOBODY
        keys = (strays.seat[used] * SIDES + strays.side[used]) * rows + strays.row[used]
        order = np.argsort(keys, kind="stable")
        sums = np.concatenate([[0], np.cumsum(volume[strays.row[used]][order])])
        begin = (seat * SIDES + side) * rows
        keys = keys[order]
        found: Places = (
            sums[np.searchsorted(keys, begin + row)] - sums[np.searchsorted(keys, begin)]
        )
        return found


def leg_intake(
    orders: OrderColumns, history: SeatHistory, before: Places, *, starts: int, ends: int
) -> LegIntake:
    """Raises SeatsInACircle, VolumeTooLarge, ValueError for orders that are not by time."""
    if (np.diff(orders.at) < 0).any():
        raise ValueError("orders: have to be sorted by time, and of one moment by their ids")
    checked_sum(orders.volume, largest(before), "orders of the period")
    members = before.shape[1]
    parent, side, since = history.before(ends, members)
    tree = seat_order(parent, side)
    first = min(starts, int(orders.stood.min(initial=starts)))
    place, stray = _places(orders, parent, since, tree, first)
    walked = history.above(orders.seller[stray], orders.stood[stray])
    strays = SeatsAbove(stray[walked.row], walked.seat, walked.side)
    return LegIntake(
        starts=starts,
        ends=ends,
        orders=orders,
        history=history,
        tree=tree,
        place=place,
        strays=strays,
        before=before,
    )


def _places(
    orders: OrderColumns, parent: Places, since: Places, tree: SeatOrder, starts: int
) -> tuple[Places, Places]:
    """Where each order enters the tree of the end, and which orders do not because somebody on
    their way up has another seat since."""
    latest = _latest_change(parent, since, tree, starts)
    sold = np.flatnonzero(orders.seller != NOBODY)
    seller = orders.seller[sold]
    moved = orders.stood[sold] < latest[seller]
    place = np.full(len(orders.order), NOBODY)
    place[sold[~moved]] = tree.place[seller[~moved]]
    return place, sold[moved]


def _latest_change(parent: Places, since: Places, tree: SeatOrder, starts: int) -> Places:
    """By member, when a seat on the way up was last taken.

    Who came in below a seat came later than the seat itself, so that only those who took a seat
    above somebody who was there before (they moved) say anything of others.
    """
    latest = since.copy()
    below = np.flatnonzero(parent != NOBODY)
    above = parent[below]
    movers = distinct(above[(since[above] > since[below]) & (since[above] > starts)])
    if len(movers):
        by_place = np.empty_like(latest)
        by_place[tree.place] = latest
        for mover in movers:
            begin = tree.place[mover]
            part = by_place[begin : begin + tree.size[mover]]
            np.maximum(part, since[mover], out=part)
        latest = by_place[tree.place]
    return latest
