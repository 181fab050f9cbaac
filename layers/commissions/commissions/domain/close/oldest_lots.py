"""Since when the oldest volume is open on each side of a binary's seats."""

import numpy as np

from commissions.domain.close.binary_state import ALWAYS, BinaryState, ClosedLegs
from commissions.domain.close.columns import NOT_GIVEN
from commissions.domain.close.exact import Places
from commissions.domain.close.seat_order import SIDES


def oldest_open(state: BinaryState) -> Places:
    """By side and row of the state, when it came in, in microseconds; NOT_GIVEN where nothing is
    open, and where the period it came in is forgotten."""
    found = np.full(state.open.shape, NOT_GIVEN, dtype=np.int64)
    position = np.where(state.open > 0, state.gone, ALWAYS)
    for member, seat in state.touched.items():
        for side in range(SIDES):
            first = next(iter(seat.legs[side].open), None)
            position[side, member] = ALWAYS
            if first is not None and first.at is not None:
                found[side, member] = first.at
            elif first is not None:
                position[side, member] = first.low
    for closed in state.closed:
        _look(closed, position, found)
    return found


def _look(closed: ClosedLegs, position: Places, found: Places) -> None:
    """Who came into the tree later is in no column of the period."""
    intake = closed.intake
    known = intake.before.shape[1]
    before, wanted = intake.before, position[:, :known]
    side, seat = np.nonzero((before <= wanted) & (wanted < before + intake.came_in()))
    if not seat.size:
        return
    asked = wanted[side, seat]
    low, high = np.zeros_like(seat), np.full_like(seat, intake.orders.at.size - 1)
    while (low < high).any():
        middle = (low + high) // 2
        passed = intake.position(seat, side, middle + 1) > asked
        high, low = np.where(passed, middle, high), np.where(passed, low, middle + 1)
    found[side, seat] = intake.orders.at[low]
