"""The registers as the warehouse has them: all of each, as it was written before a moment."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from commissions.application.export.register_rows import register_rows
from commissions.domain.people.placement import TOP_SEAT
from commissions.domain.sales.attribution import Rate
from commissions.tables import genealogy, placements, plans, rates
from commissions.warehouse.schema import TABLES
from tests.support.builders import a_plan
from tests.support.pipeline_driver import LONG_AGO, enrol, value
from tests.support.warehouse import exported, rows
from tests.unit.domain.people.placement_builders import a_binary, on, seat

pytestmark = pytest.mark.usefixtures("aws")

MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def of(table: str, end: datetime | None = None) -> list[dict[str, Any]]:
    found = register_rows(end or now() + timedelta(seconds=1))
    return [dict(row) for each, row in found if each.name == table]


def test_a_member_has_a_row_from_each_change_to_the_next() -> None:
    enrol("cara < bob")
    genealogy.change("cara", since=MARCH, status="inactive")
    found = [each for each in of("dim_member") if each["member_id"] == "cara"]

    assert [(each["valid_from"], each["valid_to"], each["status"]) for each in found] == [
        (LONG_AGO, MARCH, "active"),
        (MARCH, None, "inactive"),
    ]
    assert {(each["sponsor"], each["rank"], each["kind"]) for each in found} == {
        ("bob", "associate", "participant")
    }
    assert {each["enrolled_at"] for each in found} == {LONG_AGO}


def test_what_was_written_later_is_in_no_snapshot_of_before() -> None:
    enrol("cara < bob")
    value("TEA")
    before = now()
    genealogy.change("cara", since=MARCH, status="inactive")
    value("POT")
    plans.publish(a_plan().text)
    rates.put(Rate("EUR", "USD", Decimal("1.0843"), "2026-11-20", "ecb"))

    assert len(of("dim_member", before)) == 2
    assert [each["map_key"] for each in of("dim_sku", before)] == ["TEA"]
    assert of("dim_plan", before) == of("dim_fx", before) == []
    assert len(of("dim_member")) == 3
    assert len(of("dim_sku")) == 2


def test_every_seat_that_somebody_got_is_a_row() -> None:
    placements.place(a_binary(), "ann", TOP_SEAT, on(1))
    placements.place(a_binary(), "bob", seat("ann L"), on(2))

    assert sorted(
        (each["member_id"], each["parent"], each["side"], each["since"]) for each in of("dim_seat")
    ) == [("ann", "", "top", on(1)), ("bob", "ann", "L", on(2))]


def test_a_plan_has_its_document_and_its_clock_and_a_rate_its_digits() -> None:
    plan = a_plan()
    plans.publish(plan.text)
    rates.put(Rate("EUR", "USD", Decimal("1.0843"), "2026-11-20", "ecb"))
    [row] = of("dim_plan")

    assert (row["plan_id"], row["version"], row["digest"]) == ("demo", 1, plan.digest)
    assert (row["timezone"], row["document"]) == (plan.timezone, plan.text)
    assert [(each["pair"], each["rate"]) for each in of("dim_fx")] == [("EUR/USD", "1.0843")]


def test_every_row_fits_its_table_and_is_read_back() -> None:
    enrol("cara < bob")
    value("TEA", cv="80%")
    plans.publish(a_plan().text)
    rates.put(Rate("EUR", "USD", Decimal("1.0843"), "2026-11-20", "ecb"))
    placements.place(a_binary(), "ann", TOP_SEAT, on(1))
    until = now() + timedelta(seconds=1)
    exported(until)

    for table in ("dim_member", "dim_seat", "dim_sku", "dim_plan", "dim_fx"):
        assert {frozenset(row) for row in of(table)} == {frozenset(TABLES[table].columns)}
        assert len(set(rows(table, until))) == len(of(table, until)) > 0
    assert rows("dim_sku", until, "cv", "retired") == [("80%", False)]
