"""What a binary brings along in files: its running totals as they are after a close, and beside
them the closed periods, each read when its orders expire or come back.

`binary.json`, `members.parquet` (a row a member), tables of the seats that refunds touched;
`closed/<period>/`: the orders by time, their ids, seats, runs, and what had come in before.
"""

import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, overload

import numpy as np

from commissions.application.close.frozen_table import columns, read, write
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

MANIFEST = "binary.json"


@dataclass(frozen=True)
class StoredLegs:
    """A closed period in its files."""

    folder: Path
    """Its own."""
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
        return read(self.folder / f"{name}.parquet")


@dataclass(frozen=True)
class StoredIds(Sequence[str]):
    """Of the orders of a closed period, in the order of their numbers."""

    file: Path
    many: int

    def __len__(self) -> int:
        return self.many

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        return self._ids[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def among(self, asked: Collection[str]) -> Iterable[tuple[int, str]]:
        """Those that are asked for, each with its place; none of the others is read into memory."""
        query = (
            "select file_row_number as place, order_key "  # noqa: S608
            f"from read_parquet('{self.file}', file_row_number = true) "
            "where order_key in (select unnest($asked)) order by place"
        )
        found = columns(query, {"asked": sorted(asked)})
        return zip(found["place"].tolist(), found["order_key"].tolist(), strict=True)

    @cached_property
    def _ids(self) -> list[str]:
        ids: list[str] = read(self.file)["order_key"].tolist()
        return ids


def write_binary(folder: Path, carried: CarriedBinary) -> None:
    """As a close has left it, into a folder that is emptied first. Closed periods that were read
    from the files of another folder are linked, or copied."""
    shutil.rmtree(folder, ignore_errors=True)
    state = carried.state
    for closed in state.closed:
        _write_closed(folder / "closed" / closed.period, closed)
    for name, table in state_tables(state).items():
        write(folder / f"{name}.parquet", table)
    write(folder / "numbers.parquet", {"number": carried.number})
    names = _names_of_parts(carried)
    for name, part in zip(names, carried.orders.parts, strict=True):
        _write_ids(folder / name, part.ids)
    told = {
        "known_since": state.known_since,
        "closed": [[each.period, each.starts, each.ends] for each in state.closed],
        "next_order": carried.orders.next_number,
        "orders": [
            [each.first, name, len(each.ids), each.ends]
            for name, each in zip(names, carried.orders.parts, strict=True)
        ],
    }
    (folder / MANIFEST).write_text(json.dumps(told, indent=1) + "\n")


def read_binary(folder: Path) -> CarriedBinary:
    told: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    tables = {name: read(folder / f"{name}.parquet") for name in ("members", *touched_tables({}))}
    closed = [StoredLegs(folder / "closed" / each[0], *each) for each in told["closed"]]
    parts = [
        OrdersOfPeriod(first, StoredIds(folder / name, many), ends)
        for first, name, many, ends in told["orders"]
    ]
    return CarriedBinary(
        number=read(folder / "numbers.parquet")["number"],
        state=state_of(tables, closed, told["known_since"]),
        orders=OrderIds(tuple(parts), told["next_order"]),
    )


def _names_of_parts(carried: CarriedBinary) -> list[str]:
    """Ids of a closed period stand beside its orders, and behind them those that it took in late;
    those from before the first close apart."""
    periods = {each.ends: each.period for each in carried.state.closed}
    names: list[str] = []
    for each in carried.orders.parts:
        name = f"ids_{each.first}.parquet"
        if each.ends in periods:
            name = f"closed/{periods[each.ends]}/ids.parquet"
        names.append(name if name not in names else name.replace("ids", "late_ids"))
    return names


def _write_closed(folder: Path, closed: ClosedLegs) -> None:
    names = [each.name for each in fields(ClosedTables)]
    if isinstance(closed, StoredLegs):
        for name in names:
            _link(closed.folder / f"{name}.parquet", folder / f"{name}.parquet")
    else:
        tables = closed_tables(closed)
        for name in names:
            write(folder / f"{name}.parquet", getattr(tables, name))


def _write_ids(file: Path, ids: Sequence[str]) -> None:
    if isinstance(ids, StoredIds):
        _link(ids.file, file)
    else:
        write(file, {"order_key": np.array([*ids], dtype=object)})


def _link(source: Path, target: Path) -> None:
    """A file that is never changed again."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
