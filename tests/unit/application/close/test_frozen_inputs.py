"""What of a warehouse belongs to a period, and how it stands in the columns of its close."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from commissions.application.close.frozen_inputs import OtherCurrency, freeze_inputs
from commissions.application.close.plan_windows import PlanWindows
from commissions.domain.close.columns import NamesNobody
from tests.support.builders import Document
from tests.support.closes import levels
from tests.support.random_periods import chance
from tests.support.small_warehouses import (
    LONG_AGO,
    a_plan,
    a_warehouse,
    came_back,
    frozen,
    line,
    member,
    volumes,
)

PEOPLE = [member("ann"), member("bob", "ann"), member("cat", "bob")]


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 12, tzinfo=UTC)


def own(order: str, at: datetime, who: str, points: int = 100, **words: object) -> Document:
    buyer = {"seller": who, "buyer": who, "buyer_class": "participant"}
    return {**line(order, at, points, **buyer), **words}


def test_a_refund_in_the_days_of_cut_off_is_taken_off_where_the_plan_waits(tmp_path: Path) -> None:
    tables = a_warehouse(
        tmp_path,
        fact_order_line=[own("o1", day(10, 5), "bob")],
        fact_refund_line=[came_back("o1", day(11, 9), 30), came_back("o1", day(11, 12), 20)],
        dim_member=PEOPLE,
    )
    current = {"refunds": {"reverse": "all_lines", "period": "current", "ranks": "keep"}}

    assert volumes(frozen(tmp_path, tables)) == {"o1": 70}
    assert volumes(frozen(tmp_path, tables, plan=a_plan(**current))) == {"o1": 100}


def test_a_refund_is_late_in_the_month_in_which_its_own_does_not_count_it(tmp_path: Path) -> None:
    """On 9 November October still waits; what comes of September then does not."""
    tables = a_warehouse(
        tmp_path,
        fact_order_line=[own("o8", day(9, 5), "bob"), own("o9", day(10, 5), "bob")],
        fact_refund_line=[
            came_back("o8", day(11, 9), 1),
            came_back("o9", day(11, 9), 2),
            came_back("o9", day(11, 12), 3),
        ],
        dim_member=PEOPLE,
    )
    late = frozen(tmp_path, tables, 11).late_returns

    assert [(each.order_id, each.at, each.volumes["cv"]) for each in late] == [
        ("o8", day(11, 9), 100),
        ("o9", day(11, 12), 300),
    ]
    assert frozen(tmp_path, tables, 10).late_returns == ()


def test_only_the_last_revision_of_an_order_counts(tmp_path: Path) -> None:
    tables = a_warehouse(
        tmp_path,
        fact_order_line=[
            own("o1", day(10, 5), "bob", 100),
            own("o1", day(10, 6), "cat", 80, revision=3),
            own("o2", day(10, 5), "bob", 100),
            line("o2", day(10, 5), 0, revision=2, line=0, status="not_sold"),
        ],
        fact_refund_line=[
            came_back("o1", day(10, 7), 10),
            came_back("o1", day(10, 7), 5, revision=3),
        ],
        dim_member=PEOPLE,
    )
    period = frozen(tmp_path, tables)

    assert volumes(period) == {"o1": 75}
    assert [period.members.ids[place] for place in period.sales.seller] == ["cat"]


def test_a_period_has_its_first_moment_and_not_its_last(tmp_path: Path) -> None:
    tables = a_warehouse(
        tmp_path,
        fact_order_line=[
            own("first", datetime(2026, 10, 1, tzinfo=UTC), "bob"),
            own("next", datetime(2026, 11, 1, tzinfo=UTC), "bob"),
        ],
        dim_member=PEOPLE,
    )

    assert list(frozen(tmp_path, tables).sales.ids) == ["first"]


def test_orders_of_another_plan_are_not_of_the_period_but_may_be_somebodys_first(
    tmp_path: Path,
) -> None:
    tables = a_warehouse(
        tmp_path,
        fact_order_line=[
            own("o1", day(10, 5), "bob", plan_id="other"),
            own("o2", day(10, 6), "bob"),
            own("o3", day(10, 6), "cat"),
            own("o4", day(10, 6), "cat"),
        ],
        dim_member=PEOPLE,
    )
    sales = frozen(tmp_path, tables).sales

    assert dict(zip(sales.ids, sales.first.tolist(), strict=True)) == {
        "o2": False,
        "o3": True,
        "o4": False,
    }


def test_who_is_in_no_register_but_in_an_order_stands_at_the_top_and_is_active(
    tmp_path: Path,
) -> None:
    """Also in later months: what a binary left at their seat has to find them."""
    tables = a_warehouse(
        tmp_path, fact_order_line=[own("o1", day(10, 5), "gone")], dim_member=PEOPLE
    )
    for month in (10, 11):
        members = frozen(tmp_path, tables, month).members
        place = list(members.ids).index("gone")

        assert members.status.words[members.status.codes[place]] == "active"
        assert members.participant[place]
    assert "gone" not in frozen(tmp_path, tables, 9).members.ids


def test_who_enrolled_only_after_the_period_is_no_member_of_it(tmp_path: Path) -> None:
    """And an order that was placed before its buyer had a place is an outsider's."""
    new = member("new", "ann", valid_from=day(10, 20))
    tables = a_warehouse(
        tmp_path,
        fact_order_line=[
            own("o1", day(9, 5), "ann", buyer="new", buyer_class="retail"),
            own("o2", day(10, 5), "ann", buyer="new", buyer_class="retail"),
            own("o3", day(10, 25), "ann", buyer="new", buyer_class="retail"),
        ],
        dim_member=[*PEOPLE, new],
    )
    period = frozen(tmp_path, tables)

    assert "new" not in frozen(tmp_path, tables, 9).members.ids
    assert [period.members.ids[place] for place in period.sales.buyer] == ["", "new"]
    assert period.sales.first.tolist() == [False, True]


def test_certification_is_in_no_close(tmp_path: Path) -> None:
    tables = a_warehouse(
        tmp_path,
        fact_order_line=[own("o1", day(10, 5), "bob", store="cert-shop")],
        dim_member=[*PEOPLE, member("cert-ann")],
    )
    period = frozen(tmp_path, tables)

    assert not len(period.sales.ids)
    assert sorted(period.members.ids) == ["", "ann", "bob", "cat"]


def test_recruits_are_counted_by_their_first_sponsor_and_customers_are_not(tmp_path: Path) -> None:
    people = [
        member("ann"),
        member("bob", "ann", valid_from=day(2, 1)),
        member("eve", "ann", valid_from=day(2, 2), kind="retail"),
        member("dan", "ann", valid_from=day(2, 3)),
        member("dan", "bob", valid_from=day(3, 3), enrolled_at=day(2, 3)),
    ]
    members = frozen(tmp_path, a_warehouse(tmp_path, dim_member=people)).members

    assert dict(zip(members.ids, members.enrolled_number.tolist(), strict=True)) == {
        "ann": 0,
        "bob": 1,
        "dan": 2,
        "eve": 0,
        "": 0,
    }
    assert list(members.ids) == ["ann", "bob", "dan", "eve", ""]


def test_a_sponsor_or_a_seat_of_nobody_is_refused_by_name(tmp_path: Path) -> None:
    lost = a_warehouse(tmp_path / "a", dim_member=[member("bob", "who")])
    seat = {"tree": "binary", "member_id": "bob", "parent": "who", "side": "L", "since": LONG_AGO}
    sits = a_warehouse(tmp_path / "b", dim_member=PEOPLE, dim_seat=[seat])

    with pytest.raises(NamesNobody, match="sponsors of bob names who"):
        frozen(tmp_path, lost)
    with pytest.raises(NamesNobody, match="a seat in binary names who"):
        frozen(tmp_path, sits)


def test_an_order_whose_volume_is_worth_another_currency_is_refused(tmp_path: Path) -> None:
    order = own("o1", day(10, 5), "bob", base_currency="EUR")
    tables = a_warehouse(tmp_path, fact_order_line=[order], dim_member=PEOPLE)

    with pytest.raises(OtherCurrency, match=r"o1: its volume is worth EUR .* pays in USD"):
        frozen(tmp_path, tables)


def test_a_sku_is_the_companys_where_the_plan_names_that_and_else_the_stores(
    tmp_path: Path,
) -> None:
    plan = a_plan() | {"bonuses": [levels("0.10", rates_by_sku={"tea": "0.02", "OIL-1": "0.03"})]}
    tables = a_warehouse(
        tmp_path,
        fact_order_line=[
            own("o1", day(10, 5), "bob", sku_id="tea", platform_sku="TEA-1"),
            own("o1", day(10, 5), "bob", line=2, sku_id="oil", platform_sku="OIL-1"),
        ],
        fact_refund_line=[came_back("o1", day(10, 6), 40, line=2)],
        dim_member=PEOPLE,
    )
    lines = frozen(tmp_path, tables, plan=plan).sales.lines

    assert [lines.sku.words[code] for code in lines.sku.codes] == ["tea", "OIL-1"]
    assert lines.volumes["cv"].tolist() == [100_00, 60_00]


def test_the_same_facts_give_the_same_bytes_however_they_are_parted(tmp_path: Path) -> None:
    random = chance("bytes")
    lines = [own(f"o{number}", day(10, 1 + number % 28), "bob") for number in range(60)]
    backs = [came_back(each["order_key"], day(10, 30), 5) for each in lines]
    one = a_warehouse(
        tmp_path / "a", fact_order_line=lines, fact_refund_line=backs, dim_member=PEOPLE
    )
    other = a_warehouse(
        tmp_path / "b",
        fact_order_line=random.sample(lines, 60),
        fact_refund_line=random.sample(backs, 60),
        dim_member=PEOPLE[::-1],
    )
    span = PlanWindows(a_plan()).span("month", day(10, 5))
    for name, tables in (("one", one), ("other", other)):
        freeze_inputs(tables, a_plan(), span, tmp_path / name)

    assert written(tmp_path / "one") == written(tmp_path / "other")


def written(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}
