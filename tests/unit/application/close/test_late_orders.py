"""Orders of a closed period that came late, or earn nothing any more, when it is corrected."""

from datetime import UTC, datetime
from pathlib import Path

from commissions.application.close.carried_state import CarriedState
from commissions.application.close.closing import close_period
from commissions.application.close.frozen_inputs import freeze_inputs
from commissions.application.close.frozen_standing import freeze_standing
from commissions.application.close.plan_windows import PlanWindows
from commissions.application.close.run_corrections import corrections_of
from commissions.application.close.warehouse_tables import Tables
from tests.support.builders import Document
from tests.support.small_warehouses import Row, a_plan, a_warehouse, line, member

PEOPLE = [member("ann"), member("bob", "ann"), member("cat", "bob")]
DAY, UNTIL = datetime(2026, 10, 5, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def bought(order: str, who: str, points: int, **words: object) -> Row:
    buyer = {"seller": who, "buyer": who, "buyer_class": "participant"}
    return line(order, DAY, points, **buyer, **words)


def corrected(
    folder: Path, before: list[Row], now: list[Row], plan: Document | None = None
) -> list[str]:
    """What October changed by when more became known: who, of which order, how much."""
    document = plan or a_plan()
    span = PlanWindows(document).span("month", DAY)
    known = warehouse(folder / "before", before)
    freeze_inputs(known, document, span, folder / "inputs")
    closed = close_period(folder / "inputs", CarriedState(), document)
    later = warehouse(folder / "now", now)
    freeze_standing(later, document, folder / "inputs", folder / "standing", UNTIL)
    found = corrections_of(document, closed, folder / "inputs", folder / "standing")
    return [f"{each.member} of {each.source}: {each.amount}" for each in found]


def warehouse(folder: Path, lines: list[Row]) -> Tables:
    return a_warehouse(folder, fact_order_line=lines, dim_member=PEOPLE)


def test_an_order_that_came_late_is_paid_in_its_own_period(tmp_path: Path) -> None:
    before = [bought("o2", "bob", 100)]

    assert corrected(tmp_path, before, [*before, bought("o1", "cat", 50)]) == ["bob of o1: 500"]


def test_an_order_that_came_late_counts_in_the_open_period_where_the_plan_says_so(
    tmp_path: Path,
) -> None:
    refunds = {"reverse": "all_lines", "period": "current", "ranks": "keep"}
    plan = a_plan(refunds=refunds | {"late_orders": "current"})
    before = [bought("o2", "bob", 100)]

    assert corrected(tmp_path, before, [*before, bought("o1", "cat", 50)], plan) == []


def test_what_comes_back_counts_in_the_open_period_where_the_plan_says_so(tmp_path: Path) -> None:
    """Of orders that the close had nothing is corrected, whatever became of them; one that came
    late is computed in its own period, as nothing else is said of it."""
    plan = a_plan(refunds={"reverse": "all_lines", "period": "current", "ranks": "keep"})
    before = [bought("o1", "cat", 50), bought("o2", "bob", 100)]
    now = [*before, bought("o1", "cat", 30, revision=2), bought("o3", "cat", 10)]

    assert corrected(tmp_path, before, now, plan) == ["bob of o3: 100"]


def test_an_order_that_earns_nothing_any_more_is_taken_back(tmp_path: Path) -> None:
    before = [bought("o1", "cat", 50), bought("o2", "bob", 100)]
    void = line("o1", DAY, 0, revision=2, line=0, status="not_sold")

    assert corrected(tmp_path, before, [*before, void]) == ["bob of o1: -500"]


def test_an_order_that_is_anothers_now_is_paid_to_who_stands_above_them(tmp_path: Path) -> None:
    before = [bought("o1", "cat", 50)]

    assert corrected(tmp_path, before, [*before, bought("o1", "bob", 50, revision=2)]) == [
        "ann of o1: 500",
        "bob of o1: -500",
    ]


def test_with_the_average_of_the_period_a_late_order_is_paid_by_itself(tmp_path: Path) -> None:
    refunds = {"reverse": "all_lines", "period": "original_if_open", "ranks": "keep"}
    plan = a_plan(refunds=refunds | {"rate": "period_average"})
    before = [bought("o1", "cat", 50), bought("o2", "cat", 50)]
    now = [*before, bought("o1", "cat", 30, revision=2), bought("o3", "cat", 10)]

    assert corrected(tmp_path, before, now, plan) == ["bob of : -200", "bob of o3: 100"]


def test_an_order_of_who_was_no_member_then_is_nobodys(tmp_path: Path) -> None:
    before = [bought("o1", "cat", 50)]
    now = [*before, bought("o1", "dan", 50, revision=2)]

    assert corrected(tmp_path, before, now) == ["bob of o1: -500"]
