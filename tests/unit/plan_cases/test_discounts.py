"""A share is of what a line costs after its discount: reports 13 to 16."""

from typing import Any

import pytest

from commissions.domain.orders.order import OrderPlaced
from commissions.plan_schema import read
from tests.support.builders import Document
from tests.support.closes import bonus, bought, close_plan, lines, period, run, team
from tests.support.plans import a_sample, plan_problems
from tests.unit.plan_cases.earning import share, statement, told
from tests.unit.platforms.orders_builders import an_item, an_order, placed, refused


def order(price: str, discount: str, total: str, **fields: Any) -> OrderPlaced:
    return placed(
        an_order(items=[an_item(unit_price=price, discount=discount)], total=total, **fields)
    )


@pytest.mark.parametrize(
    ("price", "discount", "total", "rate", "commission"),
    [
        ("59.00", "20.00", "39.00", "0.50", "19.50"),
        ("10.00", "1.00", "9.00", "0.20", "1.80"),
        ("100.00", "10.00", "90.00", "0.40", "36.00"),
        ("99.99", "94.99", "5.00", "1", "5.00"),
    ],
)
def test_a_discount_is_taken_off_the_price_before_the_share_is_taken_of_it(
    price: str, discount: str, total: str, rate: str, commission: str
) -> None:
    assert statement(told(order(price, discount, total), share(rate))) == [commission]


def two_lines(*discounts: str) -> list[Document]:
    return [an_item(unit_price="19.99", discount=each) for each in discounts]


def test_a_discount_that_its_lines_name_is_theirs_to_the_cent() -> None:
    both = placed(an_order(items=two_lines("10.00", "10.00"), total="19.98"))

    assert [line.net for line in both.items] == [9_99, 9_99]
    assert statement(told(both, share("1"))) == ["19.98"]


def test_a_discount_of_the_whole_order_lowers_every_line_and_none_below_nothing() -> None:
    whole = placed(an_order(items=two_lines("0.00", "0.00"), other="-20.00", total="19.98"))

    assert statement(told(whole, share("1"))) == ["19.98"]


def test_a_discount_of_5_over_lines_of_43_leaves_38_in_all() -> None:
    items = [an_item(unit_price=price) for price in ("20.00", "13.00", "10.00")]
    whole = placed(an_order(items=items, other="-5.00", total="38.00"))

    assert statement(told(whole, share("1"))) == ["38.00"]


def test_each_line_of_an_order_with_a_discount_of_all_is_rounded_by_itself() -> None:
    """25.00 are paid, and 8.33 of each line earn: the third of a cent is in no line."""
    items = [an_item(unit_price="10.00") for _ in range(3)]
    whole = placed(an_order(items=items, other="-5.00", total="25.00"))

    assert statement(told(whole, share("1"))) == ["24.99"]


def test_a_discount_that_is_more_than_its_line_is_refused_by_the_order_api() -> None:
    more = an_order(items=two_lines("20.00", "0.00"), total="19.98")

    assert refused(more) == {"items[0].discount": "is more than the item costs"}


def test_shipping_and_tax_earn_nothing_whatever_an_order_says_of_them() -> None:
    with_both = order("20.00", "0.00", "27.50", shipping="5.00", tax="2.50")

    assert statement(told(with_both, share("0.20"))) == ["4.00"]


@pytest.mark.parametrize("rate", ["20", "1.5", "-0.10", "20%"])
def test_a_share_outside_0_to_1_is_refused_and_says_how_it_is_written(rate: str) -> None:
    document = a_sample("uni7")
    document["bonuses"][0]["rates"]["0"] = rate

    assert '("0.05" is 5 %)' in plan_problems(document)[0]


def test_20_percent_of_100_is_20_and_no_1() -> None:
    document = a_sample("uni7")
    assert document["bonuses"][0]["rates"] == {"0": "0.20"}
    assert read(document).words.bonuses[0].kind == "customer"

    assert statement(told(order("100.00", "0.00", "100.00"), share("0.20"))) == ["20.00"]


def test_a_flat_20_for_an_order_pays_20_whatever_it_comes_to() -> None:
    flat = bonus(
        "levels",
        start="buyer_parent",
        compression={"kind": "none", "qualified_by": "active"},
        amounts={"1": "20.00"},
        minimum="50",
    )
    result = run(close_plan(flat), period(team("ann > bob"), [bought("bob", 100)]))

    assert lines(result) == ["ann 1: 20.00"]
