"""Fees of a BigCommerce order that take money off it."""

from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from tests.support.both_readings import seller_has
from tests.unit.platforms.bigcommerce_builders import (
    a_line,
    a_refund,
    an_item,
    an_order,
    placed,
    told,
)


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


LESS_TWENTY = [{"cost_ex_tax": "-20.0000", "cost_inc_tax": "-20.0000", "cost_tax": "0.0000"}]
UNIT = an_item(item_id=502)
SHIPPING = an_item("SHIPPING", item_id=9, requested_amount=10)
TYPED: dict[str, Any] = {"uses_merchant_override_values": True}
IN_PART = {"payments": [
    {"id": 1, "amount": 40, "is_declined": False}, {"id": 2, "amount": 10, "is_declined": True},
]}  # fmt: skip


def read(*lines: dict[str, Any], refund: dict[str, Any]) -> tuple[OrderPlaced, list[OrderRefunded]]:
    order, *back = told(*lines, refunds=[refund])
    assert isinstance(order, OrderPlaced)
    return order, [each for each in back if isinstance(each, OrderRefunded)]


def two_lines(shipping: str = "0.0000", total: str = "80.0000") -> tuple[dict[str, Any], ...]:
    """Two of 50.00, less 20.00 of everything."""
    money = {"price_ex_tax": "50", "price_inc_tax": "50", "total_ex_tax": "50",
             "total_inc_tax": "50", "discounted_total_inc_tax": "50", "quantity": 1}  # fmt: skip
    shipped = {f"shipping_cost_{what}_tax": shipping for what in ("ex", "inc")}
    order = an_order(fees=LESS_TWENTY, total_inc_tax=total, total_ex_tax=total, **shipped)
    return (order, a_line(**money), a_line(id=502, **money))


@pytest.mark.parametrize(
    ("refund", "has"),
    [
        (a_refund(UNIT, total_amount=50), 9_00),
        (a_refund(UNIT, total_amount=40), 12_00),
        (a_refund(UNIT, total_amount=50, **IN_PART), 12_00),
        (a_refund(UNIT, total_amount=35, **TYPED), 12_00),
        (a_refund(UNIT, total_amount=60, **TYPED), 6_00),
        (a_refund(UNIT, an_item(), total_amount=80), 0),
    ],
)
def test_what_went_back_of_a_unit_that_a_negative_fee_had_lowered_is_the_payments(
    refund: dict[str, Any], has: int
) -> None:
    order, back = read(*two_lines(), refund=refund)

    assert seller_has(order, *back) == has


def test_shipping_that_a_negative_fee_had_lowered_comes_back_for_what_went() -> None:
    refund = a_refund(UNIT, SHIPPING, total_amount=60)
    order, back = read(*two_lines("10.0000", "90.0000"), refund=refund)

    assert seller_has(order, *back) == 9_00  # 30.00 of 90.00 stayed, for one of two


def test_goods_of_an_order_without_a_negative_fee_are_worth_what_was_added_up() -> None:
    order, line, other = two_lines(total="100.0000")
    refund = a_refund(UNIT, total_amount=50)
    _, back = read(order | {"fees": []}, line, other, refund=refund)

    assert [each.refund_id for each in back] == ["77"]
