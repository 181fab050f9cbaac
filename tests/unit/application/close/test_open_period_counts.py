"""What comes of a closed month, by each word of the plan: in which month's volume it is, by hand.

In October bob buys for 100 and cat for 50. After its freeze cat's 20 of that come back on 10
November, and an order of bob's of 8 October for 30 is told, of which 5 come back on 12 November. In
November cat buys for 40.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from commissions.application.close.carried_state import CarriedState
from commissions.application.close.closing import close_period
from commissions.application.close.frozen_inputs import freeze_inputs
from commissions.application.close.frozen_standing import freeze_standing
from commissions.application.close.plan_windows import PlanWindows
from commissions.application.close.run_corrections import corrections_of
from commissions.application.close.warehouse_tables import ClosedBefore, Tables
from commissions.domain.close.columns import PeriodColumns
from commissions.domain.close.engine import told_close
from tests.support.builders import Document
from tests.support.small_warehouses import Row, a_plan, a_warehouse, came_back, line, member

PEOPLE = [member("ann"), member("bob", "ann"), member("cat", "bob")]
OWN, OPEN = "original_if_open", "current"
Found = dict[str, int]


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 12, tzinfo=UTC)


FROZEN = day(11, 11)
"""October, after its ten days of cut-off; told by then or not says the same of what comes later."""


def bought(order: str, at: datetime, who: str, points: int, **words: object) -> Row:
    buyer = {"seller": who, "buyer": who, "buyer_class": "participant"}
    return line(order, at, points, **buyer, **words)


def in_october(folder: Path) -> Tables:
    lines = [bought("o1", day(10, 5), "bob", 100), bought("o2", day(10, 6), "cat", 50)]
    return a_warehouse(folder, fact_order_line=lines, dim_member=PEOPLE)


def by_the_end(folder: Path) -> Tables:
    late = {"recorded_at": day(11, 20)}
    lines = [
        bought("o1", day(10, 5), "bob", 100),
        bought("o2", day(10, 6), "cat", 50),
        bought("o2", day(10, 6), "cat", 50, revision=2, **late),
        bought("o3", day(10, 8), "bob", 30, **late),
        bought("o4", day(11, 7), "cat", 40),
    ]
    back = [
        came_back("o2", day(11, 14), 20, revision=2),
        came_back("o3", day(11, 15), 5),
    ]
    return a_warehouse(folder, fact_order_line=lines, fact_refund_line=back, dim_member=PEOPLE)


def plan_of(**words: str) -> Document:
    return a_plan(refunds={"reverse": "all_lines", "ranks": "keep", **words})


def november(folder: Path, plan: Document) -> tuple[Found, Found, PeriodColumns]:
    """By order, November's volume in points, and what October is corrected by, in minor units."""
    windows = PlanWindows(plan)
    october, span = windows.span("month", day(10, 5)), windows.span("month", day(11, 5))
    known, now = in_october(folder / "known"), by_the_end(folder / "now")
    freeze_inputs(known, plan, october, folder / "october")
    first = close_period(folder / "october", CarriedState(), plan)
    told = ((october.starts, october.ends, FROZEN),)
    before = ClosedBefore(known, october.ends, october.starts, told)
    freeze_inputs(now, plan, span, folder / "november", before=before)
    closed = close_period(folder / "november", CarriedState(), plan)
    freeze_standing(now, plan, folder / "october", folder / "standing", span.ends)
    changes = corrections_of(plan, first, folder / "october", folder / "standing")
    period = closed.close.period
    volumes = dict(zip(period.sales.ids, (period.sales.volumes["cv"] // 100).tolist(), strict=True))
    assert told_close(closed).awards
    return volumes, {each.source: each.amount for each in changes}, period


@pytest.mark.parametrize(
    ("words", "open_period", "corrected"),
    [
        # 10 % to who stands above: of o2 bob gets 2.00 less, of o3 ann 2.50.
        ({"period": OWN}, {"o4": 40}, {"o2": -200, "o3": 250}),
        ({"period": OWN, "late_orders": "recompute"}, {"o4": 40}, {"o2": -200, "o3": 250}),
        ({"period": OWN, "late_orders": OPEN}, {"o3": 25, "o4": 40}, {"o2": -200}),
        ({"period": OPEN}, {"o2": -20, "o4": 40}, {"o3": 250}),
        ({"period": OPEN, "late_orders": OPEN}, {"o2": -20, "o3": 25, "o4": 40}, {}),
        # Where volume has a word of its own, a close goes by that.
        ({"period": OWN, "volume_period": OPEN}, {"o2": -20, "o4": 40}, {"o3": 250}),
        ({"period": OPEN, "volume_period": OWN}, {"o4": 40}, {"o2": -200, "o3": 250}),
    ],
)
def test_each_word_says_in_which_month_it_counts(
    tmp_path: Path, words: dict[str, str], open_period: Found, corrected: Found
) -> None:
    found, changes, _ = november(tmp_path, plan_of(**words))

    assert (found, changes) == (open_period, corrected)


def test_whatever_counts_where_binaries_are_told_the_same(tmp_path: Path) -> None:
    """They undo lot by lot what they have matched."""
    for number, words in enumerate(({"period": OWN}, {"period": OPEN, "late_orders": OPEN})):
        _, _, period = november(tmp_path / f"{number}", plan_of(**words))

        assert [(each.order_id, each.volumes["cv"]) for each in period.late_returns] == [
            ("o2", 20_00)
        ]
        assert [(each.order_id, each.volumes["cv"]) for each in period.late_orders] == [
            ("o3", 25_00)
        ]


def test_what_came_back_is_less_of_who_sold_it(tmp_path: Path) -> None:
    """cat, whom a quarter of what she buys is taken off, has an order of November all the same."""
    _, _, period = november(tmp_path, plan_of(period=OPEN))

    by_order = dict(zip(period.sales.ids, period.sales.seller.tolist(), strict=True))
    assert by_order["o2"] == by_order["o4"] == list(period.members.ids).index("cat")


def test_a_week_counts_what_came_back_of_another_and_so_does_its_month(tmp_path: Path) -> None:
    """Weeks close, and activity goes by the month: of an order of September 10 come back on 13
    October, of one of 6 October 20."""
    plan = plan_of(period=OPEN)
    week = {"id": "week", "every": "week", "week_starts": "monday"}
    bonuses = [each | {"when": "close:week"} for each in plan["bonuses"]]
    status = {"active": {"metric": "pv", "op": ">=", "value": "1"}, "window": "month"}
    periods = [week, *plan["periods"]]
    plan = plan | {"bonuses": bonuses, "periods": periods, "status": status}
    tables = a_warehouse(
        tmp_path / "known",
        fact_order_line=[
            bought("o1", day(9, 5), "bob", 100),
            bought("o2", day(10, 6), "cat", 50),
            bought("o3", day(10, 14), "cat", 40),
        ],
        fact_refund_line=[came_back("o1", day(10, 13), 10), came_back("o2", day(10, 13), 20)],
        dim_member=PEOPLE,
    )
    span = PlanWindows(plan).span("week", day(10, 14))
    freeze_inputs(tables, plan, span, tmp_path / "week")
    closed = close_period(tmp_path / "week", CarriedState(), plan).close
    week_volumes = closed.period.sales.volumes["pv"].tolist()
    active = dict(zip(closed.period.members.ids, closed.judged.active.tolist(), strict=True))

    assert dict(zip(closed.period.sales.ids, week_volumes, strict=True)) == {
        "o1": -10_00,
        "o2": -20_00,
        "o3": 40_00,
    }
    # bob's month is 10 below nothing.
    assert (active["bob"], active["cat"]) == (False, True)
