"""What a binary brings along as tables of whole numbers, for whoever keeps it in files.

A row a member, and a row for each range of units of the seats that refunds have touched; closed
periods are tables of their own, which never change once they are written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commissions.domain.close.binary_state import BinaryState, ClosedLegs, RunColumns
from commissions.domain.close.exact import Places
from commissions.domain.close.leg_intake import LegIntake, OrderColumns, leg_intake
from commissions.domain.close.seat_history import seat_history
from commissions.domain.close.seat_order import SIDES
from commissions.domain.close.touched_tables import Table, touched_of, touched_tables

SIDE_WORDS = ("left", "right")
OWN = "own_"


@dataclass(frozen=True, slots=True)
class ClosedTables:
    """`before`: a row a member, how much had come in before the period; `orders`: by time;
    `seats`: who took which seat when, as the period knew it; `runs`: a row a seat that matched."""

    before: Table
    orders: Table
    seats: Table
    runs: Table


def state_tables(state: BinaryState) -> dict[str, Table]:
    """Without the closed periods."""
    return {
        "members": {
            **_sides("came_in", state.came_in),
            **_sides("gone", state.gone),
            "first_pair_paid": state.first_pair_paid,
            "periods_unqualified": state.periods_unqualified,
        },
        **touched_tables(state.touched),
    }


def state_of(
    tables: Mapping[str, Table], closed: Iterable[ClosedLegs], known_since: int
) -> BinaryState:
    members = tables["members"]
    return BinaryState(
        came_in=_both("came_in", members),
        gone=_both("gone", members),
        first_pair_paid=members["first_pair_paid"].astype(bool),
        periods_unqualified=_whole(members["periods_unqualified"]),
        touched=touched_of(tables),
        closed=tuple(closed),
        known_since=known_since,
    )


def closed_tables(closed: ClosedLegs) -> ClosedTables:
    intake, runs = closed.intake, closed.runs
    orders, history = intake.orders, intake.history
    return ClosedTables(
        before=_sides("came_in", intake.before),
        orders={
            "order": orders.order,
            "at": orders.at,
            "seller": orders.seller,
            "volume": orders.volume,
        },
        seats={
            "member": history.member,
            "parent": history.parent,
            "side": history.side,
            "since": history.since,
        },
        runs={
            "seat": runs.seat,
            **_sides("start", runs.start),
            **_sides("taken", runs.taken),
            "paid": runs.paid,
            "first_pair": runs.first_pair,
            "paid_by": runs.paid_by,
            "figure": runs.figure,
            "height": runs.height,
            **{OWN + unit: volume for unit, volume in runs.own.items()},
        },
    )


def intake_of(tables: ClosedTables, *, starts: int, ends: int) -> LegIntake:
    orders, seats = tables.orders, tables.seats
    return leg_intake(
        OrderColumns(**{name: _whole(column) for name, column in orders.items()}),
        seat_history(*(_whole(seats[name]) for name in ("member", "parent", "side", "since"))),
        _both("came_in", tables.before),
        starts=starts,
        ends=ends,
    )


def runs_of(table: Table) -> RunColumns:
    own = [name for name in table if name.startswith(OWN)]
    return RunColumns(
        start=_both("start", table),
        taken=_both("taken", table),
        first_pair=table["first_pair"].astype(bool),
        own={name.removeprefix(OWN): _whole(table[name]) for name in own},
        **{name: _whole(table[name]) for name in ("seat", "paid", "paid_by", "figure", "height")},
    )


def _sides(name: str, columns: Places) -> dict[str, Places]:
    return {f"{name}_{word}": columns[side] for side, word in enumerate(SIDE_WORDS)}


def _both(name: str, table: Table) -> Places:
    return np.stack([_whole(table[f"{name}_{SIDE_WORDS[side]}"]) for side in range(SIDES)])


def _whole(column: npt.NDArray[np.generic]) -> Places:
    return column.astype(np.int64, copy=False)
