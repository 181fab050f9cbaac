"""Fees of a BigCommerce order that take money off it."""

from decimal import Decimal

import pytest

from commissions.domain.orders.order import difference
from tests.unit.platforms.bigcommerce_builders import an_order, placed


@pytest.mark.parametrize(
    ("fees", "other", "discount"),
    [(["-4.0000"], -400, 0), (["6.0000", "-4.0000"], 200, 400), (["-0.0200"], -2, None)],
)
def test_a_fee_below_nothing_is_a_discount_whatever_stands_beside_it(
    fees: list[str], other: int, discount: int | None
) -> None:
    total = f"{Decimal(45) + Decimal(other) / 100}"
    told = [{"cost_ex_tax": fee, "cost_inc_tax": fee, "cost_tax": "0.0000"} for fee in fees]

    order = placed(an_order(fees=told, total_inc_tax=total, total_ex_tax=total))

    is_discount = () if discount is None else ("discount_of_all", "negative_fee")
    assert (order.other, order.discount) == (other, discount or 0)
    assert (difference(order), order.flags) == (0, is_discount)


def test_the_tax_of_a_discount_is_no_less_of_it_where_the_shipping_is_taxed_too() -> None:
    told = [{"cost_ex_tax": "-4.0000", "cost_inc_tax": "-4.4000", "cost_tax": "-0.4000"}]

    order = placed(an_order(fees=told))

    assert order.discount == 4_40
