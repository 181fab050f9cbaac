"""What a memo gives back by name besides its goods, and what the order's commissions are then: of
100.00 net the seller has 30.00."""

from typing import Any

import pytest

from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.refund import OrderRefunded
from tests.support.both_readings import seller_has
from tests.unit.platforms.magento_builders import (
    Payload,
    a_memo,
    a_row,
    an_item,
    an_order,
    fetched,
    placed,
    refunds,
    told,
)

CREATED = "sales.creditmemo.created"
SUMS: Payload = {"discount_amount": 0, "tax_amount": 0}


def a_fee_order(fpt: str, total: str, **more: Any) -> Payload:
    """2 of 50.00 in two lines, each with the fixed tax."""
    lines = (an_item(each, price="50", weee_tax_applied_row_amount=fpt) for each in (11, 12))
    return an_order(*lines, grand_total=total, total_paid=total, total_due=0, **more)


def seller_keeps(order: Payload, *memos: Payload) -> int:
    back = [record for memo in memos for record in refunds(memo, *order["items"])]
    return seller_has(placed(order), *back)


def one_back(fpt: str, total: str, **more: Any) -> Payload:
    row = a_row(12, "1", "50", weee_tax_applied_row_amount=fpt)
    return a_memo() | {"items": [row], "subtotal": 50, "grand_total": total} | SUMS | more


def unnamed(amount: str) -> Payload:
    return a_memo(adjustment_positive=amount, grand_total=amount, entity_id=10, **SUMS)


def test_a_fixed_tax_that_comes_back_with_its_goods_is_named() -> None:
    goods, beside = refunds(one_back("5", "55"))

    assert (goods.amount_only, goods.other) == (0, 0)
    assert (beside.refund_id, beside.other, beside.tax) == ("9-beside", 5_00, 0)


@pytest.mark.parametrize(
    ("fpt", "memos", "has"),
    [
        ("5", [one_back("5", "55")], 15_00),
        ("5", [one_back("5", "55"), unnamed("55")], 0),
        ("5", [one_back("5", "55"), unnamed("11")], 12_00),
        ("50", [one_back("50", "100"), unnamed("50")], 7_50),
    ],
)
def test_goods_whose_fixed_tax_came_back_leave_the_others_what_they_had(
    fpt: str, memos: list[Payload], has: int
) -> None:
    order = a_fee_order(fpt, str(100 + 2 * int(fpt)))

    assert seller_keeps(order, *memos) == has


TAXED = {"tax_amount": "5.50", "items": [
    a_row(12, "1", "50", tax_amount=5, weee_tax_applied_row_amount=5)
]}  # fmt: skip


def test_a_fixed_tax_is_taxed_like_its_item() -> None:
    goods, beside = refunds(one_back("5", "60.50", **TAXED))

    assert (goods.flags, goods.amount_only) == ((), 0)
    assert (beside.other, beside.tax) == (5_00, 50)


def test_an_order_with_taxed_fixed_taxes_that_all_came_back_leaves_nothing() -> None:
    lines = (
        an_item(each, price="50", tax_amount=5, weee_tax_applied_row_amount=5) for each in (11, 12)
    )
    order = an_order(*lines, grand_total=121, total_paid=121, total_due=0, tax_amount=11)
    memo = one_back("5", "60.50", **TAXED)

    assert seller_keeps(order, memo) == 15_00
    assert seller_keeps(order, memo, unnamed("60.50")) == 0


def test_more_tax_than_goods_and_fixed_taxes_have_is_the_orders() -> None:
    goods, beside = refunds(one_back("5", "66", **TAXED | {"tax_amount": 11}))

    assert (goods.flags, goods.amount_only) == (("memo_tax_of_order",), 0)
    assert (beside.other, beside.tax) == (5_00, 50)


def test_a_fixed_tax_that_is_a_part_of_the_subtotal_is_named_once() -> None:
    memo = one_back("5", "55", subtotal=55)

    assert isinstance(told(memo, CREATED)[0], ChangeHinted)
    _, goods, beside = fetched(a_fee_order("5", "110"), [memo])
    assert isinstance(goods, OrderRefunded)
    assert isinstance(beside, OrderRefunded)
    assert (goods.amount_only, beside.refund_id, beside.other) == (0, "9-beside", 5_00)


def test_the_fixed_tax_of_a_part_is_not_that_of_its_whole_once_more() -> None:
    whole = a_row(11, "1", "50", row_total=None, weee_tax_applied_row_amount=5)
    part = a_row(12, "1", "50", weee_tax_applied_row_amount=5)
    memo = one_back("5", "55", items=[whole, part])

    assert isinstance(told(memo, CREATED)[0], ChangeHinted)
    _, _, beside = fetched(an_order(an_item(12, price="50")), [memo])
    assert isinstance(beside, OrderRefunded)
    assert beside.other == 5_00


@pytest.mark.parametrize("name", ["gw_price", "gw_items_price", "gw_card_price"])
@pytest.mark.parametrize("where", ["memo", "extension"])
def test_wrapping_that_comes_back_is_no_goodwill(name: str, where: str) -> None:
    fee: Payload = {name: "5.0000"}
    more = fee if where == "memo" else {"extension_attributes": fee}
    lines = (an_item(each, price="50") for each in (11, 12))
    order = an_order(*lines, grand_total=105, total_paid=105, total_due=0, **more)
    memo = a_memo({12: "1"}, price="50", **SUMS | {"grand_total": 55} | more)

    assert [each.amount_only for each in refunds(memo)] == [0, 0]
    assert seller_keeps(order, memo) == 15_00
    assert seller_keeps(order, memo, unnamed("50")) == 0


def test_wrapping_comes_back_with_its_tax() -> None:
    of_wrapping: Payload = {"gw_items_price": 5, "gw_items_tax_amount": "0.5000"}
    memo = a_memo(
        {12: "1"}, price="50", discount_amount=0, tax_amount="0.50", grand_total="55.50",
        extension_attributes=of_wrapping,
    )  # fmt: skip

    goods, beside = refunds(memo)

    assert (goods.flags, goods.amount_only) == ((), 0)
    assert (beside.other, beside.tax) == (5_00, 50)


def test_wrapping_alone_is_a_refund_that_takes_no_commission() -> None:
    of_wrapping: Payload = {"extension_attributes": {"gw_card_price": 5}}
    order = an_order(
        an_item(11, price="100"), grand_total=105, total_paid=105, total_due=0, **of_wrapping
    )
    memo = a_memo(**SUMS | {"grand_total": 5} | of_wrapping)

    assert [(each.refund_id, each.other) for each in refunds(memo)] == [("9-beside", 5_00)]
    assert seller_keeps(order, memo) == 30_00


SHIPPED: Payload = {"shipping_amount": 10, "discount_amount": -9, "grand_total": 51}
"""Of one of two, less 10 % of goods and shipping."""


def a_shipped_order() -> Payload:
    lines = (an_item(each, price="50", discount_amount=5) for each in (11, 12))
    return an_order(
        *lines, shipping="10", shipping_discount_amount=4, subtotal=100, discount_amount=-14,
        grand_total=96, total_paid=96, total_due=0,
    )  # fmt: skip


def test_of_shipping_with_a_discount_what_was_paid_comes_back() -> None:
    memo = a_memo(items=[a_row(12, "1", "50", discount_amount=5)], subtotal=50, tax_amount=0,
                  **SHIPPED)  # fmt: skip

    goods, beside = refunds(memo)

    assert (goods.shipping, goods.amount_only, beside.shipping) == (6_00, 0, 6_00)
    assert seller_keeps(a_shipped_order(), memo) == 13_50


def test_of_an_open_discount_the_order_says_what_is_the_shippings() -> None:
    memo = a_memo(items=[a_row(12, "1", "50")], subtotal=50, tax_amount=0, **SHIPPED)

    assert isinstance(told(memo, CREATED)[0], ChangeHinted)
    _, _, beside = fetched(a_shipped_order(), [memo])
    assert isinstance(beside, OrderRefunded)
    assert beside.shipping == 6_00


def test_shipping_whose_discount_has_tax_comes_back_as_it_was_paid() -> None:
    row = a_row(12, "1", "50", discount_amount=5, discount_tax_compensation_amount=1)
    memo = a_memo(items=[row], subtotal=50, tax_amount=0, discount_tax_compensation_amount="1.40",
                  **SHIPPED | {"grand_total": "52.40"})  # fmt: skip

    assert [each.shipping for each in refunds(memo)] == [6_40, 6_40]
