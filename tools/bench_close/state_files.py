"""What a binary brings along in files: its running totals as they are after each close, and beside
them the closed periods, each written once and read when its orders expire or come back.

`2026-09/state.json`, `members.parquet` (a row a member), tables of the seats that refunds touched;
`2026-09/closed/`: the orders by time, seats, runs, and what had come in before.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from commissions.domain.close.binary_state import ClosedLegs, RunColumns
from commissions.domain.close.binary_tables import (
    ClosedTables,
    closed_tables,
    intake_of,
    runs_of,
    state_of,
    state_tables,
)
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.leg_intake import LegIntake
from commissions.domain.close.order_ids import OrderIds, OrdersOfPeriod
from commissions.domain.close.touched_tables import Table, touched_tables
from commissions.warehouse import parquet
from tools.bench_close.frozen_period import Names


@dataclass(frozen=True)
class StoredLegs:
    """A closed period in its files."""

    folder: Path
    period: str
    starts: int
    ends: int

    @cached_property
    def intake(self) -> LegIntake:
        return intake_of(self._tables, starts=self.starts, ends=self.ends)

    @cached_property
    def runs(self) -> RunColumns:
        return runs_of(self._table("runs"))

    @property
    def _tables(self) -> ClosedTables:
        return ClosedTables(
            **{name: self._table(name) for name in ("legs", "orders", "strays", "seats")},
            runs={},
        )

    def _table(self, name: str) -> Table:
        return _read(self.folder / self.period / "closed" / f"{name}.parquet")


def write_state(folder: Path, carried: CarriedBinary) -> None:
    """As a close has left it, under the name of its period. Periods that are in the folder already
    are not written again."""
    state = carried.state
    for closed in state.closed:
        if not (isinstance(closed, StoredLegs) and closed.folder == folder):
            _write_closed(folder / closed.period / "closed", closed)
    last = folder / state.closed[-1].period
    for name, table in state_tables(state).items():
        _write(last / f"{name}.parquet", table)
    _write(last / "numbers.parquet", {"number": carried.number})
    told = {
        "known_since": state.known_since,
        "closed": [[each.period, each.starts, each.ends] for each in state.closed],
        "next_order": carried.orders.next_number,
        "orders": [_told_orders(each) for each in carried.orders.parts],
    }
    (last / "state.json").write_text(json.dumps(told))


def read_state(folder: Path, period: str) -> CarriedBinary:
    """As the close of that period has left it."""
    last = folder / period
    told: dict[str, Any] = json.loads((last / "state.json").read_text())
    tables = {name: _read(last / f"{name}.parquet") for name in ("members", *touched_tables({}))}
    closed = [StoredLegs(folder, *each) for each in told["closed"]]
    return CarriedBinary(
        number=_read(last / "numbers.parquet")["number"],
        state=state_of(tables, closed, told["known_since"]),
        orders=OrderIds(tuple(_orders(*each) for each in told["orders"]), told["next_order"]),
    )


def _write_closed(folder: Path, closed: ClosedLegs) -> None:
    tables = closed_tables(closed)
    for each in fields(tables):
        _write(folder / f"{each.name}.parquet", getattr(tables, each.name))


def _told_orders(orders: OrdersOfPeriod) -> Sequence[object]:
    """Ids of this company are made of numbers; those of a store would be a column of text."""
    names = cast("Names", orders.ids)
    return [orders.first, names.letter, len(names), orders.ends]


def _orders(first: int, letter: str, many: int, ends: int | None) -> OrdersOfPeriod:
    return OrdersOfPeriod(first, cast("tuple[str, ...]", Names(letter, many)), ends)


def _write(file: Path, table: Table) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    parquet.write(file, table)


def _read(file: Path) -> Mapping[str, Any]:
    return parquet.read([file], ["*"])
