"""The seats that refunds have touched, or that brought lots along, as tables of whole numbers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from commissions.domain.close.facts import MatchedRun
from commissions.domain.close.leg_units import Ranges, SeatLeg, UnitRange
from commissions.domain.close.paired_runs import PairedRun, TouchedSeat

type Table = Mapping[str, npt.NDArray[np.generic]]
NONE = -(2**63)
"""Stands for what is not there."""
OPEN, TAKEN, CARRIED = range(3)


class SeatRow(NamedTuple):
    seat: int
    in_time: int


class UnitRow(NamedTuple):
    seat: int
    what: int
    of: int
    """The place of the run that took it, or the number of the order from before the first close."""
    side: int
    low: int
    end: int
    at: int
    stands_at: int
    newest_first: int


class OwedRow(NamedTuple):
    seat: int
    side: int
    at: int
    amount: int


class RunRow(NamedTuple):
    seat: int
    place: int
    paid: int
    first_pair: int
    paid_by: int
    matched: int
    ends: int


class ToldRow(NamedTuple):
    """A run from before the first close."""

    seat: int
    place: int
    period: str
    matched: int
    paid: int
    first_pair: int
    rank: str
    knows_rank: int
    knows_own: int


class OwnRow(NamedTuple):
    """By which own volume such a run was paid."""

    seat: int
    place: int
    unit: str
    volume: int


def touched_tables(touched: Mapping[int, TouchedSeat]) -> dict[str, Table]:
    seats, runs = touched.items(), list(_runs_of(touched))
    told = [(m, place, run.told) for m, place, run in runs if run.told is not None]
    return {
        "touched": _table(SeatRow, [SeatRow(m, seat.in_time) for m, seat in seats]),
        "units": _table(UnitRow, [row for m, seat in seats for row in _units(m, seat)]),
        "owed": _table(
            OwedRow,
            [
                OwedRow(m, side, *each)
                for m, seat in seats
                for side, leg in enumerate(seat.legs)
                for each in leg.owed
            ],
        ),
        "touched_runs": _table(RunRow, [_run_row(*each) for each in runs]),
        "told_runs": _table(ToldRow, [_told_row(m, place, run) for m, place, run in told]),
        "told_own": _table(
            OwnRow,
            [OwnRow(m, place, *own) for m, place, run in told for own in (run.own or {}).items()],
        ),
    }


def touched_of(tables: Mapping[str, Table]) -> dict[int, TouchedSeat]:
    units: dict[tuple[int, int, int, int], Ranges] = {}
    carried: dict[int, dict[int, list[tuple[int, UnitRange]]]] = {}
    for row in map(UnitRow._make, _rows(tables["units"])):
        if row.what == CARRIED:
            orders = carried.setdefault(row.seat, {})
            orders.setdefault(row.of, []).append((row.side, _range(row)))
        else:
            units.setdefault((row.seat, row.what, row.of, row.side), []).append(_range(row))
    owed: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for each in map(OwedRow._make, _rows(tables["owed"])):
        owed.setdefault((each.seat, each.side), []).append((each.at, each.amount))
    runs: dict[int, list[PairedRun]] = {}
    told = _told(tables)
    for run in map(RunRow._make, _rows(tables["touched_runs"])):
        left, right = (units.get((run.seat, TAKEN, run.place, side), []) for side in range(2))
        first = told.get((run.seat, run.place))
        runs.setdefault(run.seat, []).append(_paired_run(run, (left, right), first))
    found: dict[int, TouchedSeat] = {}
    for member, in_time in _rows(tables["touched"]):
        left_leg, right_leg = (
            SeatLeg(units.get((member, OPEN, 0, side), []), owed.get((member, side), []))
            for side in range(2)
        )
        found[member] = TouchedSeat(
            (left_leg, right_leg), runs.get(member, []), carried.get(member, {}), bool(in_time)
        )
    return found


def _runs_of(touched: Mapping[int, TouchedSeat]) -> Iterator[tuple[int, int, PairedRun]]:
    for member, seat in touched.items():
        for place, run in enumerate(seat.runs):
            yield member, place, run


def _units(member: int, seat: TouchedSeat) -> Iterator[UnitRow]:
    for side, leg in enumerate(seat.legs):
        yield from (_unit_row(member, OPEN, 0, side, each) for each in leg.open)
    for place, run in enumerate(seat.runs):
        for side, taken in enumerate(run.taken):
            yield from (_unit_row(member, TAKEN, place, side, each) for each in taken)
    for order, units in seat.carried.items():
        yield from (_unit_row(member, CARRIED, order, side, each) for side, each in units)


def _unit_row(member: int, what: int, of: int, side: int, each: UnitRange) -> UnitRow:
    at, stands_at = _number(each.at), _number(each.stands_at)
    return UnitRow(member, what, of, side, each.low, each.end, at, stands_at, each.newest_first)


def _range(row: UnitRow) -> UnitRange:
    at, stands_at = _maybe(row.at), _maybe(row.stands_at)
    return UnitRange(row.low, row.end, at, stands_at, bool(row.newest_first))


def _run_row(member: int, place: int, run: PairedRun) -> RunRow:
    known = (_number(each) for each in (run.paid_by, run.matched, run.ends))
    return RunRow(member, place, run.paid, run.first_pair, *known)


def _paired_run(row: RunRow, taken: tuple[Ranges, Ranges], told: MatchedRun | None) -> PairedRun:
    return PairedRun(
        taken,
        paid=row.paid,
        first_pair=bool(row.first_pair),
        paid_by=_maybe(row.paid_by),
        matched=_maybe(row.matched),
        ends=_maybe(row.ends),
        told=told,
    )


def _told_row(member: int, place: int, run: MatchedRun) -> ToldRow:
    return ToldRow(
        member,
        place,
        run.period,
        run.matched,
        run.paid,
        run.first_pair,
        run.rank or "",
        run.rank is not None,
        run.own is not None,
    )


def _told(tables: Mapping[str, Table]) -> dict[tuple[int, int], MatchedRun]:
    own: dict[tuple[int, int], dict[str, int]] = {}
    for each in map(OwnRow._make, _rows(tables["told_own"])):
        own.setdefault((each.seat, each.place), {})[each.unit] = each.volume
    return {
        (row.seat, row.place): MatchedRun(
            period=row.period,
            taken=(),
            matched=row.matched,
            paid=row.paid,
            first_pair=bool(row.first_pair),
            rank=row.rank if row.knows_rank else None,
            own=own.get((row.seat, row.place), {}) if row.knows_own else None,
        )
        for row in map(ToldRow._make, _rows(tables["told_runs"]))
    }


def _table(kind: type[NamedTuple], rows: Sequence[tuple[object, ...]]) -> Table:
    """A column a field: text where it is text, else whole numbers."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(kind._fields)
    return {
        name: np.array(column, dtype=object if kind.__annotations__[name] is str else np.int64)
        for name, column in zip(kind._fields, columns, strict=True)
    }


def _rows(table: Table) -> Iterator[tuple[int, ...]]:
    """As they were written."""
    return zip(*(column.tolist() for column in table.values()), strict=True)


def _number(value: int | None) -> int:
    return NONE if value is None else value


def _maybe(value: int) -> int | None:
    return None if value == NONE else value
