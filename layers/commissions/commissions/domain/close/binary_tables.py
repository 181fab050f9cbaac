"""What a binary brings along as tables of whole numbers, for whoever keeps it in files.

A row a member, and a row for each range of units of the seats that refunds have touched; closed
periods are tables of their own, which never change once they are written.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commissions.domain.close.binary_state import BinaryState, ClosedLegs, RunColumns
from commissions.domain.close.exact import Places
from commissions.domain.close.leg_intake import LegIntake, OrderColumns
from commissions.domain.close.seat_history import SeatsAbove, seat_history
from commissions.domain.close.seat_order import SIDES, SeatOrder
from commissions.domain.close.touched_tables import Table, touched_of, touched_tables

SIDE_WORDS = ("left", "right")
OWN = "own_"


@dataclass(frozen=True, slots=True)
class ClosedTables:
    """`legs`: a row a member, how much had come in before the period, and which places of the tree
    were below each side; `orders`: by time, with when they were placed where some came in later;
    `strays`: a row for each seat above an order that the
    tree of the end says nothing of; `seats`: who took which seat when, as the period knew it;
    `runs`: a row a seat that matched."""

    legs: Table
    orders: Table
    strays: Table
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
        legs={
            **_sides("came_in", intake.before),
            "place": intake.tree.place,
            "size": intake.tree.size,
            **_sides("lowest", intake.tree.lowest),
            **_sides("end", intake.tree.end),
        },
        orders={
            "order": orders.order,
            "at": orders.at,
            "seller": orders.seller,
            "volume": orders.volume,
            "place": intake.place,
            **({} if orders.placed is None else {"placed": orders.placed}),
        },
        strays={
            "row": intake.strays.row,
            "seat": intake.strays.seat,
            "side": intake.strays.side,
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
    orders = {name: _whole(column) for name, column in tables.orders.items()}
    place, legs = orders.pop("place"), tables.legs
    return LegIntake(
        starts=starts,
        ends=ends,
        orders=OrderColumns(**orders),
        history=seat_history(*_named(tables.seats, "member", "parent", "side", "since")),
        tree=SeatOrder(
            place=_whole(legs["place"]),
            size=_whole(legs["size"]),
            lowest=_both("lowest", legs),
            end=_both("end", legs),
        ),
        place=place,
        strays=SeatsAbove(*_named(tables.strays, "row", "seat", "side")),
        before=_both("came_in", legs),
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


def _named(table: Table, *names: str) -> Iterator[Places]:
    return (_whole(table[name]) for name in names)


def _both(name: str, table: Table) -> Places:
    return np.stack([_whole(table[f"{name}_{SIDE_WORDS[side]}"]) for side in range(SIDES)])


def _whole(column: npt.NDArray[np.generic]) -> Places:
    return column.astype(np.int64, copy=False)
