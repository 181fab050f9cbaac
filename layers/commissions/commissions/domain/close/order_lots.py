"""Which orders the units of a seat are of: lots, for whoever asks about one seat.

A close needs none of it; it reads all orders of the periods that the state remembers.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from commissions.domain.close.binary_state import BinaryState
from commissions.domain.close.facts import Lot
from commissions.domain.close.leg_intake import LegIntake
from commissions.domain.close.leg_units import Ranges, UnitRange
from commissions.domain.close.paired_runs import TouchedSeat
from commissions.domain.close.seat_order import SIDES

SIDE_NAMES = ("L", "R")
FORGOTTEN = -1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SeatLots:
    """Side by side, left first."""

    open: tuple[Lot, ...]
    """In the order in which they will be taken. What a leg owes stands at its end, below 0 and of
    no order."""
    taken: tuple[tuple[Lot, ...], ...]
    """By run that the state remembers, in the order in which they were taken."""


def seat_lots(state: BinaryState, member: int, order_id: Callable[[int], str]) -> SeatLots:
    seat = state.touch(member)
    intakes = [_intake(state, seat, member, side) for side in range(SIDES)]

    def lots(ranges: Ranges, side: int) -> Iterator[Lot]:
        return _lots(ranges, side, intakes[side], order_id, state.known_since)

    open_ = [[*lots(leg.open, side), *_owed(leg.owed, side)] for side, leg in enumerate(seat.legs)]
    taken = (tuple(chain(lots(run.taken[0], 0), lots(run.taken[1], 1))) for run in seat.runs)
    return SeatLots(tuple(chain.from_iterable(open_)), tuple(taken))


def _owed(owed: list[tuple[int, int]], side: int) -> Iterator[Lot]:
    for at, amount in owed:
        yield Lot(order_id="", at=_moment(at), side=SIDE_NAMES[side], volume=-amount)


class _OrderUnits(NamedTuple):
    low: int
    end: int
    order: int
    at: int


def _lots(
    ranges: Ranges,
    side: int,
    intake: list[_OrderUnits],
    order_id: Callable[[int], str],
    known_since: int,
) -> Iterator[Lot]:
    for units in ranges:
        first = bisect_right(intake, units.low, key=_end)
        parts = list(_parts(units, intake[first:], known_since))
        for part in reversed(parts) if units.newest_first else parts:
            yield Lot(
                order_id="" if part.order == FORGOTTEN else order_id(part.order),
                at=_moment(part.at if units.at is None else units.at),
                side=SIDE_NAMES[side],
                volume=part.end - part.low,
            )


def _parts(units: UnitRange, intake: list[_OrderUnits], known_since: int) -> Iterator[_OrderUnits]:
    """By order; what no order is known of any more is of none, and older than what is."""
    known = units.low
    for each in intake:
        if each.low >= units.end:
            break
        low, end = max(each.low, units.low), min(each.end, units.end)
        if low < end:
            if known < low:
                yield _OrderUnits(known, low, FORGOTTEN, known_since)
            yield each._replace(low=low, end=end)
            known = end
    if known < units.end:
        yield _OrderUnits(known, units.end, FORGOTTEN, known_since)


def _intake(state: BinaryState, seat: TouchedSeat, member: int, side: int) -> list[_OrderUnits]:
    """All orders that came in on a side, with their units, as far as the state knows them."""
    carried = [
        _OrderUnits(units.low, units.end, order, units.at or 0)
        for order, parts in seat.carried.items()
        for on, units in parts
        if on == side
    ]
    periods = [_of_period(each.intake, member, side) for each in state.closed]
    return sorted([*carried, *chain.from_iterable(periods)])


def _of_period(intake: LegIntake, member: int, side: int) -> list[_OrderUnits]:
    if member >= intake.members:
        return []
    low, end = intake.tree.lowest[side, member], intake.tree.end[side, member]
    inside = (intake.place >= low) & (intake.place < end)
    strays = (intake.strays.seat == member) & (intake.strays.side == side)
    inside[intake.strays.row[strays]] = True
    rows = np.flatnonzero(inside & (intake.orders.volume > 0))
    ends = intake.before[side, member] + np.cumsum(intake.orders.volume[rows])
    begins = ends - intake.orders.volume[rows]
    columns = (begins, ends, intake.orders.order[rows], intake.orders.at[rows])
    return [_OrderUnits(*row) for row in zip(*(each.tolist() for each in columns), strict=True)]


_end = attrgetter("end")


def _moment(at: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at)
