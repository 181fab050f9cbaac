from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.stores.store import Policies
from tests.support.line_shares import folded, gone_of
from tests.support.orders import a_cancellation, a_refund, an_item, an_order

TWO = an_order(an_item("1", qty="4", net=100_00), an_item("2", sku="POT", qty="1", net=50_00))


def shares(order: OrderPlaced, *refunds: OrderRefunded, **policies: Any) -> list[str]:
    return [str(share) for share in gone_of(order, refunds, Policies(**policies)).values()]


def parts(order: OrderPlaced, *told: Content, **policies: Any) -> set[str]:
    """What is taken back of each award."""
    standings = folded(order, *told, policies=Policies(**policies)).standings
    return {str(standing.refunded) for standing in standings.values()}


def test_nothing_comes_back_without_a_refund() -> None:
    assert shares(TWO) == ["0", "0"]


def test_units_come_back_as_their_share_of_the_line() -> None:
    assert shares(TWO, a_refund(units={"1": "1"})) == ["1/4", "0"]
    assert shares(TWO, a_refund(units={"1": "0.5"})) == ["1/8", "0"]


def test_an_amount_comes_back_as_its_share_of_the_net() -> None:
    assert shares(TWO, a_refund(amounts={"2": 12_50})) == ["0", "1/4"]


def test_money_counts_where_it_is_not_what_the_units_are_worth() -> None:
    def of_one_unit(worth: int) -> OrderRefunded:
        return a_refund(items=(RefundItem("1", Decimal(1), worth=worth),))

    assert shares(TWO, of_one_unit(25_00)) == shares(TWO, of_one_unit(24_99)) == ["1/4", "0"]
    assert shares(TWO, of_one_unit(20_00)) == ["1/5", "0"]
    assert shares(TWO, of_one_unit(0)) == shares(TWO, of_one_unit(-25_00)) == ["0", "0"]
    assert shares(TWO, of_one_unit(100_00)) == ["1", "0"]


def test_refunds_of_a_line_add_up() -> None:
    refunds = a_refund("r1", units={"1": "1"}), a_refund("r2", amounts={"1": 25_00})

    assert shares(TWO, *refunds) == ["1/2", "0"]


def test_a_line_that_a_refund_names_twice_counts_twice() -> None:
    twice = (RefundItem("1", Decimal(1)), RefundItem("1", Decimal(2)))

    assert shares(TWO, a_refund(items=twice)) == ["3/4", "0"]


@pytest.mark.parametrize("all_of_it", [{"units": {"1": "9"}}, {"amounts": {"1": 100_00}}])
def test_no_more_units_come_back_than_the_line_has(all_of_it: dict[str, Any]) -> None:
    assert shares(TWO, a_refund(**all_of_it), a_refund("r2", units={"1": "1"})) == ["1", "0"]


def test_money_named_for_a_line_beyond_its_price_lies_on_what_is_kept() -> None:
    at_once = a_refund(amounts={"1": 125_00})
    twice = a_refund("r1", units={"1": "4"}), a_refund("r2", minutes=90, amounts={"1": 25_00})

    assert shares(TWO, at_once) == shares(TWO, *twice) == ["1", "1/2"]


@pytest.mark.parametrize("below", [{"units": {"1": "-1"}}, {"amounts": {"1": -5_00}}])
def test_a_refund_below_nothing_takes_nothing_back(below: dict[str, Any]) -> None:
    assert shares(TWO, a_refund("r0", units={"1": "1"}), a_refund(**below)) == ["1/4", "0"]


def test_shipping_and_tax_that_went_back_touch_no_line() -> None:
    order = an_order(*TWO.items, shipping=5_00, tax=8_80, total=163_80)

    assert shares(order, a_refund(shipping=5_00, tax=8_80)) == ["0", "0"]


def test_an_amount_without_lines_is_spread_over_the_lines() -> None:
    assert shares(TWO, a_refund(amount_only=30_00)) == ["1/5", "1/5"]


def test_an_amount_without_lines_is_spread_over_what_was_left_at_its_time() -> None:
    first, later = a_refund("r1", units={"1": "4"}), a_refund("r2", minutes=90, amount_only=25_00)

    assert shares(TWO, later, first) == ["1", "1/2"]


def test_an_amount_is_spread_past_a_line_whose_net_came_back_by_amount() -> None:
    first, later = (
        a_refund("r1", amounts={"1": 100_00}),
        a_refund("r2", minutes=90, amount_only=25_00),
    )

    assert shares(TWO, first, later) == ["1", "1/2"]


def test_a_line_of_which_nothing_is_left_takes_no_part_of_a_spread_amount() -> None:
    order = an_order(an_item("1"), an_item("2", net=2))
    first, later = a_refund("r1", amounts={"1": 100_00}), a_refund("r2", minutes=90, amount_only=2)

    assert shares(order, first, later) == ["1", "1"]


def test_an_amount_is_spread_over_what_a_line_has_left_after_an_amount() -> None:
    first, later = (
        a_refund("r1", amounts={"1": 50_00}),
        a_refund("r2", minutes=90, amount_only=50_00),
    )

    assert shares(TWO, first, later) == ["3/4", "1/2"]


def test_a_refund_of_no_amount_leaves_alone_what_is_less_than_a_cent() -> None:
    order = an_order(an_item(qty="3", net=1), shipping=5_00, total=5_01)

    assert shares(order, a_refund(units={"1": "1"}), a_refund("r2", shipping=5_00)) == ["1/3"]


def test_a_line_refund_after_a_spread_amount_comes_on_top() -> None:
    first, later = a_refund("r1", amount_only=30_00), a_refund("r2", minutes=90, units={"1": "2"})

    assert shares(TWO, first, later) == ["7/10", "1/5"]


def test_an_amount_is_not_lost_on_a_line_that_comes_back_as_such() -> None:
    spread, units = a_refund("r1", amount_only=30_00), a_refund("r2", units={"1": "4"})

    assert shares(TWO, units, spread) == shares(TWO, spread, units) == ["1", "3/5"]
    assert shares(TWO, spread, units, a_refund("r3", amount_only=20_00)) == ["1", "1"]


def test_an_amount_of_all_that_is_left_makes_every_line_whole() -> None:
    assert shares(TWO, a_refund(amount_only=150_00)) == ["1", "1"]
    assert shares(TWO, a_refund(amount_only=200_00)) == ["1", "1"]
    assert shares(TWO, a_refund("r1", units={"1": "1"}), a_refund("r2", amount_only=125_00)) == [
        "1",
        "1",
    ]


@pytest.mark.parametrize("rest", [6_66, 6_67])
def test_a_third_by_unit_and_the_rest_by_amount_is_the_whole_line(rest: int) -> None:
    order = an_order(an_item(qty="3", net=10_00))
    unit, amount = a_refund("r1", units={"1": "1"}), a_refund("r2", minutes=90, amount_only=rest)

    assert shares(order, unit, amount) == ["1"]


@pytest.mark.parametrize("policy", ["keep", "park"])
def test_a_store_can_keep_commissions_when_an_amount_goes_back(policy: str) -> None:
    assert shares(TWO, a_refund(amount_only=30_00), amount_only_refund=policy) == ["0", "0"]


def test_a_cancelled_order_comes_back_whole() -> None:
    assert parts(TWO, a_cancellation()) == {"1"}
    assert parts(TWO, a_refund(units={"9": "1"}), a_cancellation()) == {"1"}


def test_a_store_can_let_a_cancellation_reverse_only_what_was_refunded() -> None:
    told = a_refund(units={"1": "1"}), a_cancellation()

    assert parts(TWO, *told, cancellation="refunds_only") == {"1/6"}


@pytest.mark.parametrize(
    ("removed", "share"), [("1", "1/4"), ("4", "1"), ("5", "1"), ("-1", "0"), ("0", "0")]
)
def test_units_that_an_edit_removed_have_come_back(removed: str, share: str) -> None:
    order = an_order(an_item(qty="4", removed=Decimal(removed)))

    assert shares(order) == [share]


def test_a_line_of_no_units_or_no_net_takes_a_refund_without_a_fuss() -> None:
    order = an_order(an_item("1", qty="0"), an_item("2", net=0), an_item("3", net=-5_00))
    refund = a_refund(
        units={"1": "1", "2": "1"}, amounts={"1": 5, "2": 5, "3": 5}, amount_only=3_00
    )

    assert shares(order, refund) == ["1", "1", "0"]


def test_an_order_without_lines_has_nothing_to_come_back() -> None:
    assert shares(an_order(items=()), a_refund(amount_only=5_00)) == []


def test_a_refund_of_a_line_nobody_knows_is_named_and_the_rest_of_it_counts() -> None:
    refund = a_refund(units={"1": "1", "9": "1"})

    assert folded(TWO, refund).unknown_lines == ("r1",)
    assert shares(TWO, refund) == ["1/4", "0"]


def test_a_line_that_an_edit_took_out_of_the_order_is_known() -> None:
    before = an_order(*TWO.items, an_item("9"), minutes=-5)

    assert folded(TWO, before, a_refund(units={"9": "1"})).unknown_lines == ()


def test_a_refund_in_another_currency_is_named_and_not_taken_for_the_orders() -> None:
    refund = a_refund(currency="SEK", amounts={"1": 10_00}, amount_only=10_00)

    assert folded(TWO, refund).unknown_lines == ("r1",)
    assert shares(TWO, refund) == ["0", "0"]
