"""One unit that is told in several orders earns once, by the money of each."""

from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from tests.support.deposits import (
    BALANCE,
    CARAS,
    DEPOSIT,
    Shop,
    a_balance,
    a_balance_line,
    a_deposit,
    a_deposit_line,
    metas,
)
from tests.unit.platforms.woocommerce_builders import a_line, a_refund, back

WHOLE = {"cara": 6_00, "bob": 1_00}
THIRD = 9703
LATER = "2026-11-24T20:06:00"


def refunded(order: dict[str, Any], *lines: Any, amount: str) -> dict[str, Any]:
    """The order as it is when the money has gone back."""
    return order | {"refunds": [a_refund(*lines, amount=amount)], "date_modified_gmt": LATER}


def test_a_deposit_counts_its_part_of_the_points_and_the_balance_the_rest() -> None:
    shop = Shop().tell(a_deposit())

    assert (shop.points(DEPOSIT), shop.money(DEPOSIT)) == (Decimal(6), {"cara": 1_80, "bob": 30})
    shop.tell(a_balance())
    assert shop.points(BALANCE) == 14
    assert shop.money(DEPOSIT, BALANCE) == WHOLE


def test_a_balance_order_that_is_told_first_waits_and_goes_on_by_itself() -> None:
    shop = Shop().tell(a_balance())

    assert shop.waiting(BALANCE) == [("instalment", f"order/woocommerce/tea/{DEPOSIT}")]
    assert shop.money(BALANCE) == {}
    shop.tell(a_deposit())
    assert shop.waiting(BALANCE) == []
    assert shop.money(DEPOSIT, BALANCE) == WHOLE


def test_an_unpaid_balance_order_waits_for_nobody() -> None:
    shop = Shop().tell(a_balance(status="pending-deposit", date_paid_gmt=None))

    assert shop.waiting(BALANCE) == []
    assert shop.target(BALANCE).void


def test_a_balance_waits_while_the_deposit_itself_is_not_paid() -> None:
    unpaid = a_deposit(status="on-hold", date_paid_gmt=None)
    shop = Shop().tell(unpaid, a_balance())

    assert shop.waiting(BALANCE) == [("instalment", f"order/woocommerce/tea/{DEPOSIT}")]
    shop.tell(a_deposit(date_modified_gmt=LATER))
    assert shop.money(DEPOSIT, BALANCE) == WHOLE


def test_the_order_in_which_all_of_it_is_told_changes_nothing() -> None:
    balance = a_balance()
    told = [
        a_deposit(),
        a_deposit(status="completed", date_modified_gmt=LATER),
        balance,
        refunded(balance, back(21, total="-70.00"), amount="70.00"),
    ]

    for shuffled in permutations(told):
        shop = Shop().tell(*shuffled, *shuffled[:2])
        assert (shop.points(DEPOSIT, BALANCE), shop.seller(BALANCE)) == (Decimal(6), "cara")


def test_a_balance_is_the_deposits_sellers_whatever_code_it_has() -> None:
    for referral in ([], CARAS, [CARAS[0] | {"value": "DAVE-7"}], [CARAS[0] | {"value": "TYPO"}]):
        shop = Shop().tell(a_deposit(), a_balance(meta_data=referral))
        assert shop.seller(BALANCE) == "cara"
    credit = shop.target(BALANCE).credit
    assert credit
    assert credit.carrier == "original"


def test_a_balance_of_a_deposit_that_is_nobodys_is_nobodys() -> None:
    shop = Shop().tell(a_deposit(meta_data=[]), a_balance())

    assert (shop.waiting(BALANCE), shop.seller(BALANCE)) == ([], "")
    assert shop.money(DEPOSIT, BALANCE) == {}


def test_shares_of_the_net_need_no_more_than_the_net() -> None:
    deposit = a_deposit(a_deposit_line("30.00", "100.00", sku="CUP"))
    shop = Shop().tell(deposit, a_balance(a_balance_line("70.00", sku="CUP")))

    assert shop.points(DEPOSIT) == 30
    assert shop.points(BALANCE) == 70
    assert shop.money(DEPOSIT, BALANCE) == {"cara": 30_00, "bob": 5_00}


@pytest.mark.parametrize("points", ["0.01", "0.05", "12.35", "19.99", "20"])
@pytest.mark.parametrize("part", range(1, 100, 14))
def test_both_make_up_the_points_of_one_order_to_the_hundredth(points: str, part: int) -> None:
    shop = Shop(points=points).tell(
        a_deposit(a_deposit_line(f"{part}.50", "101.00")),
        a_balance(a_balance_line(f"{100 - part}.50")),
    )

    assert shop.points(DEPOSIT, BALANCE) == Decimal(points)


def test_a_payment_plan_is_paid_by_each_of_its_orders() -> None:
    second = a_balance(a_balance_line("45.00"))
    third = a_balance(a_balance_line("25.00", line_id=31), id=THIRD)
    shop = Shop().tell(third, a_deposit(), second)

    assert [shop.points(each) for each in (DEPOSIT, BALANCE, THIRD)] == [6, 9, 5]
    assert shop.money(DEPOSIT, BALANCE, THIRD) == WHOLE


def test_several_units_count_by_what_was_paid_of_all_of_them() -> None:
    shop = Shop().tell(
        a_deposit(a_deposit_line("60.00", "200.00", qty=2)),
        a_balance(a_balance_line("140.00", qty=2)),
    )

    assert [shop.points(DEPOSIT), shop.points(BALANCE)] == [12, 28]


def test_a_balance_over_other_units_than_the_deposit_counts_by_the_money_all_the_same() -> None:
    shop = Shop().tell(
        a_deposit(a_deposit_line("60.00", "200.00", qty=2)), a_balance(a_balance_line("140.00"))
    )

    assert shop.points(DEPOSIT, BALANCE) == 40


def test_tax_is_no_part_of_what_was_paid_for_units() -> None:
    deposit = a_deposit_line("25.21", "84.03", tax="4.79")
    shop = Shop().tell(
        a_deposit(deposit, prices_include_tax=True),
        a_balance(a_balance_line("58.82", tax="11.18"), prices_include_tax=True),
    )

    assert shop.points(DEPOSIT, BALANCE) == 20
    assert shop.points(DEPOSIT) == 6


def test_other_lines_beside_a_deposit_or_a_balance_count_whole() -> None:
    shop = Shop().tell(
        a_deposit(a_deposit_line("30.00", "100.00"), a_line(12, total="50.00")),
        a_balance(a_balance_line("70.00"), a_line(22, total="50.00")),
    )

    assert [shop.points(DEPOSIT), shop.points(BALANCE)] == [26, 34]


def test_a_balance_that_comes_back_leaves_the_deposits_part() -> None:
    balance = a_balance()
    shop = Shop().tell(a_deposit(), balance)

    shop.tell(refunded(balance, back(21, total="-70.00"), amount="70.00"))
    assert shop.points(BALANCE) == 0
    assert shop.money(DEPOSIT, BALANCE) == {"cara": 1_80, "bob": 30}


def test_a_deposit_that_comes_back_after_the_balance_leaves_the_balances_part() -> None:
    deposit = a_deposit()
    shop = Shop().tell(deposit, a_balance())

    shop.tell(refunded(deposit, back(11, total="-30.00"), amount="30.00"))
    assert shop.points(DEPOSIT) == 0
    assert shop.money(DEPOSIT, BALANCE) == {"cara": 4_20, "bob": 70}


def test_half_of_a_deposit_back_takes_half_of_its_part() -> None:
    deposit = a_deposit()
    shop = Shop().tell(deposit, refunded(deposit, amount="15.00"))

    assert shop.points(DEPOSIT) == 3


def test_a_cancelled_balance_takes_back_its_own_part_alone() -> None:
    shop = Shop().tell(a_deposit(), a_balance())

    shop.tell(a_balance(status="cancelled", date_modified_gmt=LATER))
    assert shop.points(DEPOSIT, BALANCE) == 6


def test_a_deposit_that_is_cancelled_before_its_balance_came_still_says_what_it_was_of() -> None:
    cancelled = a_deposit(status="cancelled", date_modified_gmt=LATER)
    shop = Shop().tell(a_deposit(), cancelled, a_balance())

    assert [shop.points(DEPOSIT), shop.points(BALANCE)] == [0, 14]


def test_what_was_paid_elsewhere_makes_the_units_count_whole() -> None:
    said = metas(is_deposit="yes", deposit_full_amount_ex_tax="100", remaining_balance_paid=1)
    shop = Shop().tell(a_deposit(a_line(total="30.00", meta_data=said)))

    assert shop.points(DEPOSIT) == 20


def test_paying_more_than_the_price_adds_no_points() -> None:
    shop = Shop().tell(a_deposit(), a_balance(a_balance_line("90.00")))

    assert shop.points(DEPOSIT, BALANCE) == 20


def test_a_deposit_of_nobody_knows_how_much_is_for_a_person() -> None:
    said = metas(is_deposit="yes")
    shop = Shop().tell(a_deposit(a_line(total="30.00", meta_data=said)))

    assert shop.waiting(DEPOSIT) == [("instalment", f"operator/woocommerce/tea/{DEPOSIT}")]


def test_a_balance_of_what_was_no_deposit_waits_instead_of_counting_twice() -> None:
    shop = Shop().tell(a_deposit(a_line(total="100.00"), status="processing"), a_balance())

    assert shop.points(DEPOSIT) == 20
    assert shop.waiting(BALANCE) == [("instalment", f"order/woocommerce/tea/{DEPOSIT}")]


def test_two_deposits_of_one_product_are_one_price() -> None:
    lines = (a_deposit_line("30.00", "100.00"), a_deposit_line("30.00", "100.00", line_id=12))
    both = [a_balance(a_balance_line("70.00")), a_balance(a_balance_line("70.00"), id=THIRD)]
    shop = Shop().tell(a_deposit(*lines), *both)

    assert shop.points(DEPOSIT, BALANCE, THIRD) == 40


def test_the_plug_in_of_yith_names_the_line_and_tells_prices_of_a_unit() -> None:
    said = metas(deposit=True, deposit_value="30", deposit_balance="70")
    rest = metas(balance=True, deposit_item_id="11")
    deposit = a_deposit(a_line(11, total="60.00", qty=2, meta_data=said), status="processing")
    shop = Shop().tell(
        deposit,
        a_balance(
            a_line(21, total="140.00", qty=2, meta_data=rest), created_via="yith_wcdp_balance_order"
        ),
    )

    assert [shop.points(DEPOSIT), shop.points(BALANCE)] == [12, 28]
    assert shop.seller(BALANCE) == "cara"
