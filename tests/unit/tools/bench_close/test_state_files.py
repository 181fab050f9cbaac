"""What a binary brings along, written and read: seats that refunds have touched among it."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import cast

from commissions.domain.close.binary_state import ClosedLegs
from commissions.domain.close.binary_tables import closed_tables, state_tables
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.engine import closed_columns
from commissions.domain.close.facts import LateReturn
from commissions.domain.close.from_facts import columns_of
from commissions.domain.close.order_ids import OrderIds
from commissions.domain.close.touched_tables import Table
from tests.support.binaries import PEOPLE, SEATS, TREE, binary, binary_plan, carried, percent
from tests.support.closes import bought, day, period
from tools.bench_close.frozen_period import Names
from tools.bench_close.state_files import read_state, write_state

OCTOBER = period(PEOPLE, [bought("left", 100), bought("right", 80)], seats=SEATS)
PLAN = binary_plan(binary(percent("0.10")))


def a_refunded_seat() -> CarriedBinary:
    """It came from another system; of what `left` bought a part came back in November."""
    october = replace(OCTOBER, legs={(TREE, "top"): carried(10, 200)})
    first = closed_columns(PLAN, columns_of(october)).binaries
    back = LateReturn(order_id=OCTOBER.sales[0].order_id, at=day(40), volumes={"cv": 30_00})
    november = replace(
        OCTOBER,
        period="2026-11",
        starts=OCTOBER.ends,
        ends=day(62),
        sales=(),
        late_returns=(back,),
    )
    period = replace(columns_of(november), binaries=first)
    return closed_columns(PLAN, period).binaries[TREE]


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    made = a_refunded_seat()
    state = made.state
    write_state(tmp_path, replace(made, orders=with_made_up_ids(made.orders)))
    read = read_state(tmp_path, "2026-11")

    assert listed(state_tables(read.state)) == listed(state_tables(state))
    assert [period_of(each) for each in read.state.closed] == [
        period_of(each) for each in state.closed
    ]
    assert read.number.tolist() == made.number.tolist()
    assert read.orders.next_number == made.orders.next_number
    assert read.state.touched == state.touched
    assert any(seat.runs for seat in read.state.touched.values())


def test_a_closed_period_is_written_once(tmp_path: Path) -> None:
    made = a_refunded_seat()
    write_state(tmp_path, replace(made, orders=with_made_up_ids(made.orders)))
    orders = tmp_path / "2026-10/closed/orders.parquet"
    orders.touch()
    when = orders.stat().st_mtime_ns
    write_state(tmp_path, read_state(tmp_path, "2026-11"))

    assert orders.stat().st_mtime_ns == when


def period_of(closed: ClosedLegs) -> object:
    return closed.period, closed.starts, closed.ends, listed(asdict(closed_tables(closed)))


def listed(tables: Mapping[str, Table]) -> object:
    return {
        name: {column: values.tolist() for column, values in table.items()}
        for name, table in tables.items()
    }


def with_made_up_ids(orders: OrderIds) -> OrderIds:
    """As many, of the kind that these files have."""
    parts = [
        each._replace(ids=cast("tuple[str, ...]", Names("o", len(each.ids))))
        for each in orders.parts
    ]
    return OrderIds(tuple(parts), orders.next_number)
