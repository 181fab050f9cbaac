"""Lots of seats that come from another system, as the state before the first close here."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from commissions.domain.close.binary_state import BinaryState, no_legs_yet
from commissions.domain.close.columns import moment
from commissions.domain.close.facts import LegState, MatchedRun
from commissions.domain.close.leg_units import SeatLeg, UnitRange
from commissions.domain.close.order_lots import SIDE_NAMES
from commissions.domain.close.paired_runs import PairedRun, TouchedSeat


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
            carried.setdefault(order_number(lot.order), []).append((side, lot.units))
    many = len(legs.runs)
    taken = [
        [[lot.units for lot in lots if lot.run == n] for n in range(many + 1)] for lots in sides
    ]
    left, right = (
        SeatLeg(taken[side][many], _owed(legs, name)) for side, name in enumerate(SIDE_NAMES)
    )
    runs = [
        PairedRun(
            (taken[0][n], taken[1][n]),
            paid=run.paid,
            first_pair=run.first_pair,
            paid_by=paid_by(run),
            told=replace(run, taken=()),
        )
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
        units = UnitRange(position, position + lot.volume, at=moment(lot.at))
        found.append(_Numbered(lot.order_id, run, units))
        position += lot.volume
    return found


def _owed(legs: LegState, side: str) -> list[tuple[int, int]]:
    return [
        (moment(lot.at), -lot.volume) for lot in legs.lots if lot.side == side and lot.volume < 0
    ]
