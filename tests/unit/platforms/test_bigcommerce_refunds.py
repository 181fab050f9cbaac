from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.orders.refund import OrderRefunded
from commissions.platforms import InvalidPayload
from tests.unit.platforms.bigcommerce_builders import (
    a_line,
    a_refund,
    an_item,
    an_order,
    placed,
    refunded,
    refunds_of,
    told,
)


def units(refund: OrderRefunded) -> list[tuple[str, int]]:
    return [(item.line_id, int(item.qty)) for item in refund.items]


@pytest.mark.parametrize("requested", [None, 10, Decimal("10.50"), "10.50"])
def test_units_come_back_whatever_amount_was_asked_for(requested: Any) -> None:
    refund = refunded(an_item(requested_amount=requested), total_amount=10, total_tax=1)

    assert units(refund) == [("501", 1)]
    assert (refund.amount_only, refund.shipping, refund.tax) == (0, 0, 100)
    assert refund.items[0].amount == 0


def test_a_line_named_twice_in_a_refund_is_one() -> None:
    refund = refunded(an_item(), an_item(), an_item(item_id=502, quantity=3))

    assert units(refund) == [("501", 2), ("502", 3)]


def test_shipping_handling_and_fees_are_nobodys_commission() -> None:
    refund = refunded(
        an_item("SHIPPING", item_id=9, requested_amount=10),
        an_item("HANDLING", item_id=9, requested_amount=Decimal("1.5")),
        an_item("FEE", item_id=11, requested_amount=1),
        an_item("GIFT_WRAPPING", quantity=1),
        an_item(),
    )

    assert (refund.shipping, refund.amount_only, units(refund)) == (1250, 0, [("501", 1)])


def test_what_is_named_besides_the_goods_is_a_record_of_its_own() -> None:
    named = [("SHIPPING", 10), ("HANDLING", Decimal("1.5")), ("FEE", 1), ("TAX", 2)]

    _, beside = refunds_of(
        *(an_item(kind, item_id=9, requested_amount=amount) for kind, amount in named),
        an_item(),
        total_amount=Decimal("34.50"),
    )

    assert (beside.refund_id, beside.source_id) == ("77-beside", "77")
    assert (beside.shipping, beside.other, beside.tax) == (1000, 250, 200)


def test_a_payment_that_was_declined_is_no_money() -> None:
    payments = [
        {"id": 1, "amount": 15, "is_declined": False},
        {"id": 2, "amount": 5, "is_declined": True},
    ]

    goods, short = refunds_of(an_item(), total_amount=20, payments=payments)

    assert (units(goods), short.amount_only) == ([("501", 1)], -500)


def test_a_refund_of_a_typed_total_is_the_same_whatever_an_edit_makes_of_its_line() -> None:
    typed = a_refund(an_item(), total_amount=7, uses_merchant_override_values=True)
    cheaper = a_line(discounted_total_inc_tax="8.0000", total_tax="0.0000")

    _, *before = told(refunds=[typed])
    _, *after = told(an_order(), cheaper, refunds=[typed])

    assert before == after
    assert [getattr(each, "money", None) for each in before] == [None, 700]


def test_money_for_the_order_is_told_with_its_tax() -> None:
    item = an_item("ORDER", item_id=1043, requested_amount=11)

    goods, tax = refunds_of(item, total_amount=11, total_tax=1)

    assert (goods.amount_only, goods.gross, tax.amount_only) == (1000, True, 100)


def test_money_for_the_order_as_such_names_no_line() -> None:
    refund = refunded(an_item("ORDER", item_id=1043, requested_amount=Decimal("7.25")), an_item())

    assert (refund.amount_only, units(refund), refund.flags) == (725, [("501", 1)], ())


@pytest.mark.parametrize("requested", [None, 3])
def test_goodwill_alone_is_what_the_refund_gave_back(requested: Any) -> None:
    item = an_item("ORDER", item_id=1043, requested_amount=requested)

    refund = refunded(item, total_amount=Decimal("5.00"), uses_merchant_override_values=True)

    assert (refund.amount_only, refund.flags) == (500, ("merchant_override",))


def test_goodwill_beside_other_things_without_its_amount_is_flagged_not_guessed() -> None:
    goods, money = refunds_of(an_item("ORDER", item_id=1043), an_item(), total_amount=30)

    assert (goods.amount_only, goods.flags) == (0, ("refund_amount_missing",))
    assert (money.refund_id, money.amount_only, money.money) == ("77-amount", 0, 3000)


def test_a_refund_of_tax_alone_is_told_for_the_record() -> None:
    refund = refunded(total_amount=2, total_tax=2)

    assert (refund.items, refund.amount_only, refund.tax) == ((), 0, 200)


def test_another_total_typed_by_the_merchant_changes_nothing_of_the_units() -> None:
    goods, short = refunds_of(
        an_item(quantity=2), total_amount=1, uses_merchant_override_values=True
    )

    assert (units(goods), goods.flags) == ([("501", 2)], ("merchant_override",))
    assert (short.amount_only, short.money, short.gross) == (0, 100, True)


def test_a_service_fee_kept_from_a_refund_is_flagged() -> None:
    kept = [{"amount": Decimal("-10.20"), "description": "Service fee"}]

    assert refunded(an_item(adjustments=kept)).flags == ("refund_adjusted",)


def test_a_refund_that_the_bank_declined_gave_nothing_back() -> None:
    declined = a_refund(an_item(), payments=[{"id": 1, "amount": 45, "is_declined": True}])

    [order] = told(refunds=[declined])

    assert (order.status, order.flags) == ("paid", ("refund_declined",))  # type: ignore[union-attr]


def test_a_refund_of_which_one_of_two_payments_went_through_counts() -> None:
    payments = [{"id": 1, "is_declined": True}, {"id": 2, "is_declined": False}]

    assert units(refunded(an_item(), payments=payments)) == [("501", 1)]


def test_refunds_are_told_once_each_by_their_ids() -> None:
    several = [a_refund(an_item(), id=80), a_refund(an_item(), id=9), a_refund(an_item(), id=80)]

    _, *refunds = told(refunds=several)

    assert [each.refund_id for each in refunds] == ["9", "80"]  # type: ignore[union-attr]


def test_of_a_refunded_order_whose_refunds_fall_short_the_rest_is_gone_too_and_it_is_flagged() -> (
    None
):
    order = an_order(status_id=4, payment_status="refunded")
    short = a_refund(an_item(), total_amount=20)
    whole = a_refund(an_item(quantity=2), total_amount=45)

    assert placed(order, refunds=[short]).flags == ("refunds_fall_short",)
    assert all(item.removed == item.qty for item in placed(order, refunds=[short]).items)
    assert placed(order, refunds=[whole]).flags == ()
    assert not any(item.removed for item in placed(order, refunds=[whole]).items)


@pytest.mark.parametrize(
    "changes",
    [
        {"order_id": 1044},
        {"created": ""},
        {"items": [{"item_type": "MAGIC", "item_id": 1}]},
        {"items": [{"item_type": "PRODUCT", "item_id": 501, "quantity": None}]},
        {"items": [{"item_type": "PRODUCT", "item_id": 501, "quantity": Decimal("0.5")}]},
        {"items": None, "id": None},
        {"total_tax": "a lot"},
    ],
)
def test_a_refund_that_cannot_be_understood_is_unreadable(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidPayload):
        told(refunds=[a_refund(**changes)])
