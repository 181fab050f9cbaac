"""What a binary brings along, written and read: seats that refunds have touched among it."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from commissions.application.close.binary_files import read_binary, write_binary
from commissions.application.close.carried_state import CarriedState
from commissions.application.close.state_files import read_state, write_state
from commissions.domain.close.binary_state import ClosedLegs
from commissions.domain.close.binary_tables import closed_tables, state_tables
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.engine import ClosedColumns, closed_columns
from commissions.domain.close.facts import LateReturn
from commissions.domain.close.from_facts import columns_of
from commissions.domain.close.order_ids import OrderIds, OrdersOfPeriod
from commissions.domain.close.touched_tables import Table
from tests.support.binaries import PEOPLE, SEATS, TREE, binary, binary_plan, carried, percent
from tests.support.closes import bought, day, period

OCTOBER = period(PEOPLE, [bought("left", 100), bought("right", 80)], seats=SEATS)
PLAN = binary_plan(binary(percent("0.10")))


def november() -> ClosedColumns:
    """A seat came from another system; of what `left` bought a part came back in November."""
    october = replace(OCTOBER, legs={(TREE, "top"): carried(10, 200)})
    first = closed_columns(PLAN, columns_of(october)).binaries
    back = LateReturn(order_id=OCTOBER.sales[0].order_id, at=day(40), volumes={"cv": 30_00})
    facts = replace(
        OCTOBER,
        period="2026-11",
        starts=OCTOBER.ends,
        ends=day(62),
        sales=(),
        late_returns=(back,),
    )
    return closed_columns(PLAN, replace(columns_of(facts), binaries=first))


def a_refunded_seat() -> CarriedBinary:
    return november().binaries[TREE]


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    made = a_refunded_seat()
    state = made.state
    write_binary(tmp_path / "november", made)
    read = read_binary(tmp_path / "november")

    assert listed(state_tables(read.state)) == listed(state_tables(state))
    assert [period_of(each) for each in read.state.closed] == [
        period_of(each) for each in state.closed
    ]
    assert read.number.tolist() == made.number.tolist()
    assert read.orders.next_number == made.orders.next_number
    assert [parts_of(each) for each in read.orders.parts] == [
        parts_of(each) for each in made.orders.parts
    ]
    assert read.state.touched == state.touched
    assert any(seat.runs for seat in read.state.touched.values())


def test_a_closed_period_is_handed_on_as_it_was_written(tmp_path: Path) -> None:
    write_binary(tmp_path / "first", a_refunded_seat())
    write_binary(tmp_path / "second", read_binary(tmp_path / "first"))

    first, second = (written(tmp_path / name) for name in ("first", "second"))
    assert first == second
    assert "closed/2026-10/ids.parquet" in first


def test_what_is_written_anew_leaves_the_files_that_it_was_read_from(tmp_path: Path) -> None:
    """They share the closed periods."""
    write_binary(tmp_path / "first", a_refunded_seat())
    write_binary(tmp_path / "second", read_binary(tmp_path / "first"))
    write_binary(tmp_path / "second", CarriedBinary())

    assert read_binary(tmp_path / "first").orders[0] == ""
    assert not any(read_binary(tmp_path / "second").orders.parts)


def test_orders_in_files_are_found_by_their_ids(tmp_path: Path) -> None:
    made = a_refunded_seat().orders
    write_binary(tmp_path, a_refunded_seat())
    asked = {"", OCTOBER.sales[1].order_id, "unheard of"}

    assert read_binary(tmp_path).orders.numbers(asked) == made.numbers(asked)
    assert len(made.numbers(asked)) == 2


def test_a_period_without_orders_is_asked_for_them_all_the_same(tmp_path: Path) -> None:
    made = CarriedBinary(orders=OrderIds().followed_by([]).followed_by(["o1"]))
    write_binary(tmp_path, made)

    assert read_binary(tmp_path).orders.numbers({"o1"}) == {"o1": 0}


def test_a_period_that_is_forgotten_is_in_no_file_of_the_state(tmp_path: Path) -> None:
    closed = november()
    write_state(tmp_path / "all", CarriedState(), closed)
    write_state(tmp_path / "later", CarriedState(), closed, forget=OCTOBER.ends)

    assert "binary/binary/closed/2026-10/orders.parquet" in written(tmp_path / "all")
    assert not [
        each for each in written(tmp_path / "later") if "2026-10" in each and "closed" in each
    ]
    [kept] = read_state(tmp_path / "later").binaries[TREE].state.closed
    assert kept.period == "2026-11"


def written(folder: Path) -> dict[str, bytes]:
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return {str(each.relative_to(folder)): each.read_bytes() for each in files}


def parts_of(orders: OrdersOfPeriod) -> object:
    return orders.first, list(orders.ids), orders.ends


def period_of(closed: ClosedLegs) -> object:
    return closed.period, closed.starts, closed.ends, listed(asdict(closed_tables(closed)))


def listed(tables: Mapping[str, Table]) -> object:
    return {
        name: {column: values.tolist() for column, values in table.items()}
        for name, table in tables.items()
    }
