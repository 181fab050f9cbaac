"""Amounts with other decimals than the currency has: the shop's setting is one for all orders."""

import pytest

from commissions.domain.orders.order import difference
from commissions.platforms import InvalidPayload, woocommerce
from tests.unit.platforms.woocommerce_builders import (
    KEY,
    STORE,
    a_line,
    an_order,
    hints,
    placed,
    read,
)


def coarse() -> dict[str, object]:
    line = a_line(total="83", tax="8")
    return an_order(line, shipping_total="0", total_tax="8", total="91")


def test_a_body_coarser_than_its_currency_is_asked_for_again_and_not_read() -> None:
    assert hints(coarse()) == [("order", "7301", "coarse amounts")]
    assert len(read(coarse()).records) == 1
    assert read(coarse()).occurred_at.second == 4


@pytest.mark.parametrize(
    ("currency", "total", "asked"),
    [
        ("USD", "91", True),
        ("USD", "90.8", True),
        ("USD", "90.75", False),
        ("KWD", "90.75", True),
        ("KWD", "90.750", False),
        ("JPY", "91", False),
    ],
)
def test_how_coarse_is_too_coarse_depends_on_the_currency(
    currency: str, total: str, asked: bool
) -> None:
    order = an_order(currency=currency, total=total)

    assert (hints(order) == [("order", "7301", "coarse amounts")]) is asked


def test_an_answer_of_the_api_that_is_still_too_coarse_is_refused() -> None:
    with pytest.raises(InvalidPayload, match="total has fewer decimals than its currency"):
        woocommerce.parse_order(coarse(), STORE, KEY)


def test_amounts_finer_than_the_currency_are_rounded_and_flagged() -> None:
    line = a_line(total="1635.55", tax="163.55")

    order = placed(an_order(line, currency="JPY"))

    assert (order.items[0].net, order.tax, order.total) == (1636, 164, 1799)
    assert (order.other, difference(order)) == (-1, 0)
    assert order.flags == ("finer_amounts", "rounding")


def test_six_decimals_are_no_finer_where_they_are_zeros() -> None:
    order = placed(an_order(a_line(total="10.000000", tax="1.000000")))

    assert (order.items[0].net, order.total, order.flags) == (1000, 1100, ())


def test_views_that_were_rounded_one_by_one_may_miss_the_total_by_cents() -> None:
    # Three times 9.99 with 20 % inside: each 8.325 is shown as 8.33, the sum is not.
    lines = [a_line(number, total="8.33", tax="1.67") for number in (1, 2, 3)]

    order = placed(an_order(*lines, total_tax="5.00", total="29.97"))

    assert [item.net for item in order.items] == [833, 833, 833]
    assert (order.other, difference(order), order.flags) == (-2, 0, ("rounding",))


def test_what_rounding_cannot_explain_stays_a_difference() -> None:
    order = placed(an_order(total="10.03"))

    assert (order.other, difference(order), order.flags) == (0, -3, ("totals_differ",))
