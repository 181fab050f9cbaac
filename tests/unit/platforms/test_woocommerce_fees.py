"""What takes money off a WooCommerce order without naming a line: fees and lines below nothing."""

from fractions import Fraction

import pytest

from commissions.audit import money_moment
from commissions.domain.ledger.discounts import price_of
from commissions.domain.orders.order import difference
from commissions.domain.orders.refund import OrderRefunded
from tests.unit.platforms.woocommerce_builders import (
    a_fee,
    a_line,
    a_refund,
    an_order,
    back,
    fetched,
    placed,
)


@pytest.mark.parametrize(
    ("fees", "flags", "discount"),
    [
        (["-20.00"], ("discount_of_all", "negative_fee"), 0),
        (["10.00", "-20.00"], ("discount_of_all", "negative_fee"), 20_00),
        (["30.00", "-20.00"], ("discount_of_all", "negative_fee"), 20_00),
        (["-20.00", "-5.00"], ("discount_of_all", "negative_fee"), 0),
        (["-0.02"], ("negative_fee",), 0),
        (["5.00", "3.00"], (), 0),
    ],
)
def test_each_fee_below_nothing_is_a_discount_whatever_stands_beside_it(
    fees: list[str], flags: tuple[str, ...], discount: int
) -> None:
    order = placed(an_order(a_line(total="100.00"), fees=[a_fee(fee) for fee in fees]))

    assert (order.flags, order.discount, difference(order)) == (flags, discount, 0)


def test_the_tax_of_a_discount_is_no_less_of_it_where_the_shipping_is_taxed_too() -> None:
    # Two cups, shipping, a courtesy of 4.00, all of it taxed with 8.875 %, as WooCommerce 11.0.1
    # tells it: 4.36 of 85.96 are off, and not 4.00 of 85.60.
    order = placed(
        an_order(
            a_line(total="72.00", total_tax="6.39", qty=2),
            shipping="6.95",
            fees=[a_fee("-4.00", "-0.36")],
            shipping_tax="0.62",
            total_tax="6.65",
            total="81.60",
        )
    )

    assert (order.total, order.discount, difference(order)) == (81_60, 4_36, 0)
    assert price_of(order) == money_moment.discount(order) == Fraction(81_60, 85_96)


def test_a_rounding_fee_that_leaves_nothing_to_pay_is_a_discount() -> None:
    order = placed(an_order(a_line(total="0.02"), fees=[a_fee("-0.02")]))

    assert order.flags == ("discount_of_all", "negative_fee")


def test_a_line_below_nothing_is_flagged_and_a_discount_of_everything() -> None:
    order = placed(an_order(a_line(1, total="150.00"), a_line(2, total="-50.00")))
    by_rounding = placed(an_order(a_line(1, total="10.00"), a_line(2, total="-0.01")))

    assert order.flags == ("discount_of_all", "negative_net")
    assert by_rounding.flags == ("negative_net",)


def test_a_discount_that_is_taken_back_with_the_goods_is_money_short_of_their_price() -> None:
    line = back(total="-50.00")
    told = a_refund(line, amount="40.00", fee_lines=[a_fee("10.00"), a_fee("-3.00", "-0.60")])
    told |= {"amount": "43.60"}
    of = an_order(a_line(total="100.00", qty=2), fees=[a_fee("-20.00"), a_fee("3.00", "0.60")])

    _, goods, less, beside = fetched(of | {"refunds": [told]})

    assert isinstance(goods, OrderRefunded)
    assert isinstance(less, OrderRefunded)
    assert isinstance(beside, OrderRefunded)
    assert (goods.amount_only, less.amount_only) == (0, -10_00)
    assert (beside.other, beside.tax) == (3_00, 60)
