"""Lots of single seats: what they bring from another system, and what is open of which order.

A close needs neither; lots are for the first close here, and for whoever asks about one seat.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from commissions.domain.close.binary_state import BinaryState, no_legs_yet
from commissions.domain.close.facts import LegState, Lot, MatchedRun
from commissions.domain.close.leg_intake import LegIntake
from commissions.domain.close.leg_units import SeatLeg, UnitRange
from commissions.domain.close.paired_runs import PairedRun, TouchedSeat
from commissions.domain.close.seat_order import SIDES

SIDE_NAMES = ("L", "R")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def from_lots(
    legs: Mapping[int, LegState],
    members: int,
    order_number: Callable[[str], int],
    paid_by: Callable[[MatchedRun], int | None],
) -> BinaryState:
    """The state before the first close here, from the lots of each seat. `paid_by`: the height of
    rank, or the own volume, that a run's pairs went by."""
    state = no_legs_yet().grown(members)
    touched: dict[int, TouchedSeat] = {}
    for member, each in legs.items():
        touched[member] = _from_lots(each, order_number, paid_by)
        state.first_pair_paid[member] = each.first_pair_paid
        state.periods_unqualified[member] = each.periods_unqualified
        lots = [*each.lots, *(lot for run in each.runs for lot in run.taken)]
        for side, name in enumerate(SIDE_NAMES):
            state.came_in[side, member] = sum(
                max(0, lot.volume) for lot in lots if lot.side == name
            )
        state.gone[:, member] = state.came_in[:, member] - [
            leg.volume for leg in touched[member].legs
        ]
    return replace(state, touched=touched)


class _Numbered(NamedTuple):
    """A lot with the units that it became."""

    order: str
    run: int
    """Which run took it; after the last one: it is open."""
    units: UnitRange


def _from_lots(
    legs: LegState,
    order_number: Callable[[str], int],
    paid_by: Callable[[MatchedRun], int | None],
) -> TouchedSeat:
    sides = [_numbered(legs, name) for name in SIDE_NAMES]
    carried: dict[int, list[tuple[int, UnitRange]]] = {}
    for side, lots in enumerate(sides):
        for lot in lots:
            if lot.order:
                carried.setdefault(order_number(lot.order), []).append((side, lot.units))
    many = len(legs.runs)
    taken = [
        [[lot.units for lot in lots if lot.run == n] for n in range(many + 1)] for lots in sides
    ]
    left, right = (
        SeatLeg(taken[side][many], _owed(legs, name)) for side, name in enumerate(SIDE_NAMES)
    )
    runs = [
        PairedRun((taken[0][n], taken[1][n]), run.paid, run.first_pair, paid_by(run))
        for n, run in enumerate(legs.runs)
    ]
    return TouchedSeat((left, right), runs, carried)


def _numbered(legs: LegState, side: str) -> list[_Numbered]:
    """The lots of a side, taken and open, by time."""
    taken = [(lot, n) for n, run in enumerate(legs.runs) for lot in run.taken]
    lots = [
        (lot, n)
        for lot, n in [*taken, *((lot, len(legs.runs)) for lot in legs.lots)]
        if lot.side == side and lot.volume > 0
    ]
    found: list[_Numbered] = []
    position = 0
    for lot, run in sorted(lots, key=lambda each: each[0].at):
        units = UnitRange(position, position + lot.volume, at=_micros(lot.at))
        found.append(_Numbered(lot.order_id, run, units))
        position += lot.volume
    return found


def _owed(legs: LegState, side: str) -> list[tuple[int, int]]:
    return [
        (_micros(lot.at), -lot.volume) for lot in legs.lots if lot.side == side and lot.volume < 0
    ]


def open_lots(state: BinaryState, member: int, order_id: Callable[[int], str]) -> tuple[Lot, ...]:
    """What is open at a seat of which order, in the order in which it will be taken, side by side.
    What a leg owes stands at its end as volume below 0 of no order."""
    seat = state.touch(member)
    return tuple(
        chain.from_iterable(
            _lots(seat.legs[side], side, _intake(state, seat, member, side), order_id)
            for side in range(SIDES)
        )
    )


class _OrderUnits(NamedTuple):
    low: int
    end: int
    order: int
    at: int


def _lots(
    leg: SeatLeg, side: int, intake: list[_OrderUnits], order_id: Callable[[int], str]
) -> Iterator[Lot]:
    for units in leg.open:
        first = bisect_right(intake, units.low, key=_end)
        parts = list(_parts(units, intake[first:]))
        for part in reversed(parts) if units.newest_first else parts:
            yield Lot(
                order_id=order_id(part.order),
                at=_moment(part.at if units.at is None else units.at),
                side=SIDE_NAMES[side],
                volume=part.end - part.low,
            )
    for at, amount in leg.owed:
        yield Lot(order_id="", at=_moment(at), side=SIDE_NAMES[side], volume=-amount)


def _parts(units: UnitRange, intake: list[_OrderUnits]) -> Iterator[_OrderUnits]:
    for each in intake:
        if each.low >= units.end:
            return
        low, end = max(each.low, units.low), min(each.end, units.end)
        if low < end:
            yield each._replace(low=low, end=end)


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


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _moment(at: int) -> datetime:
    return _EPOCH + at * _MICROSECOND
