from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from commissions.domain.orders.refund import OrderRefunded
from commissions.platforms import InvalidPayload
from tests.support.line_shares import gone_of
from tests.unit.platforms.woocommerce_builders import (
    Payload,
    a_fee,
    a_line,
    a_refund,
    an_order,
    back,
    hints,
    placed,
    refunds,
)

THREE = an_order(a_line(11, total="30.00", qty=3), a_line(12, total="45.00"), shipping="5.00")


def one(*lines: Payload, amount: str = "10.00", **more: object) -> OrderRefunded:
    """A refund of an order of three units at 30.00, one at 45.00, and shipping of 5.00; what came
    back of it."""
    return refunds(a_refund(*lines, amount=amount, **more))[0]


def items(refund: OrderRefunded) -> list[tuple[str, int, int]]:
    """Each line's units, and its money, be it for the units or besides them."""
    return [(each.line_id, int(each.qty), each.amount + (each.worth or 0)) for each in refund.items]


def share(*told: OrderRefunded, order: Payload, line_id: str = "11") -> Fraction:
    """What is taken back of a line by refunds of an order as it is now."""
    return gone_of(placed(order), told)[line_id]


def test_a_webhook_knows_only_that_there_are_refunds_so_the_store_is_asked() -> None:
    order = an_order(refunds=[{"id": 7400, "reason": "", "total": "-10.00"}])

    assert hints(order) == [("order", "7301", "refunds")]
    assert hints(an_order()) == []


def test_a_snapshot_lists_its_refunds_so_that_one_taken_back_is_missed() -> None:
    two: list[Payload] = [{"id": 7402, "total": "-1.00"}, {"id": 7400, "total": "-2.00"}]

    assert placed(an_order(refunds=two)).refund_ids == ("7400", "7402")
    assert placed(an_order(refunds=[])).refund_ids == ()
    assert placed(an_order(refunds=None)).refund_ids is None


def test_units_count_where_the_money_says_the_same() -> None:
    refund = one(back(11, qty=-1, total="-10.00", tax="-1.00"), amount="11.00")

    assert items(refund) == [("11", 1, 1000)]
    assert share(refund, order=THREE) == Fraction(1, 3)
    assert (refund.tax, refund.shipping, refund.amount_only, refund.flags) == (100, 0, 0, ())
    assert refund.refunded_at == datetime(2026, 11, 24, 20, 5, 11, tzinfo=UTC)
    assert refund.key == "woocommerce/tea/7301/refund/7400"


def test_a_third_that_is_no_whole_cent_is_still_a_third() -> None:
    order = an_order(a_line(11, total="10.00", qty=3))

    [refund] = refunds(a_refund(back(11, total="-3.33"), amount="3.33"), order=order)

    assert share(refund, order=order) == Fraction(1, 3)


def test_money_counts_where_it_is_not_what_the_units_are_worth() -> None:
    refund = one(back(11, qty=-1, total="-7.49", tax="-1.50"), amount="8.99")

    assert share(refund, order=THREE) == Fraction(749, 3000)
    assert refund.flags == ("units_and_money_differ",)


def test_a_refund_says_the_same_whatever_becomes_of_its_order() -> None:
    told = a_refund(back(11, qty=-1, total="-10.00"), back(12, qty=-1, total="-45.00"), amount="55")
    cheaper = an_order(a_line(11, total="24.00", qty=3), a_line(12, total="45.00", qty=2))
    shorter = an_order(a_line(12, total="45.00"))

    readings = [refunds(told, order=order) for order in (THREE, cheaper, shorter)]

    assert len({each.digest for [each] in readings}) == 1
    [refund] = readings[0]
    assert share(refund, order=cheaper) == Fraction(1000, 2400)
    assert share(refund, order=cheaper, line_id="12") == 1


def test_an_order_that_the_shop_calls_refunded_has_gone_back_whole() -> None:
    part, called = a_refund(amount="45.00"), an_order(a_line(total="90.00"), status="refunded")

    [refund] = refunds(part, order=called)

    assert share(refund, order=called | {"refunds": [part]}) == 1
    assert share(refund, order=called | {"refunds": [part], "status": "completed"}) == Fraction(
        1, 2
    )


def test_all_of_the_money_is_all_of_the_goods_though_a_fee_lowered_the_total() -> None:
    """The money of a refund without lines is then less than the goods, and nothing is left. Of
    half of it, half of what the fee left of the price."""
    lowered = an_order(a_line(total="100.00"), fees=[a_fee("-10.00")])

    [whole], [half] = (refunds(a_refund(amount=each), order=lowered) for each in ("90.00", "45.00"))

    assert share(whole, order=lowered) == 1
    assert share(half, order=lowered) == 1 - Fraction(9, 10) / 2


def test_an_order_that_is_called_refunded_without_any_refund_is_flagged() -> None:
    by_hand = placed(an_order(status="refunded"))

    assert (by_hand.status, by_hand.flags) == ("refunded", ("refunded_without_refund",))
    assert share(order=an_order(status="refunded")) == 1


def test_units_that_came_back_without_money_take_nothing_back() -> None:
    refund = one(back(11, qty=-1, total="0.00"), amount="0.00")

    assert (items(refund), refund.amount_only) == ([], 0)


def test_money_without_units_is_given_back_of_its_line() -> None:
    assert items(one(back(11, qty=0, total="-4.00"), amount="4.00")) == [("11", 0, 400)]


def test_units_of_a_line_that_an_edit_took_out_stay_units() -> None:
    assert items(one(back(99, qty=-2, total="-4.00"), amount="4.00")) == [("99", 2, 400)]


def test_a_line_given_back_twice_in_one_refund_is_summed() -> None:
    lines = [back(11, total="-10.00"), back(11, total="-10.00"), back(12, total="-45.00")]

    assert items(one(*lines, amount="65.00")) == [("11", 2, 2000), ("12", 1, 4500)]


def test_units_and_money_of_one_line_in_one_refund_count_both() -> None:
    refund = one(back(11, qty=-1, total="-10.00"), back(11, qty=0, total="-4.00"), amount="14.00")

    assert share(refund, order=THREE) == Fraction(1400, 3000)


def test_a_refund_of_tax_alone_takes_no_commission_back() -> None:
    refund = one(back(11, qty=0, total="0.00", tax="-4.00"), amount="4.00")

    assert (refund.items, refund.tax, refund.amount_only) == ((), 400, 0)


def test_shipping_is_told_apart_with_its_tax() -> None:
    freight = [{"total": "-5.00", "total_tax": "-0.50"}]

    refund = one(shipping_lines=freight, amount="5.50")

    assert (refund.items, refund.shipping, refund.tax) == ((), 500, 50)
    assert refund.amount_only == 0


def test_a_refund_without_lines_names_only_an_amount() -> None:
    refund = one(amount="7.25")

    assert (refund.items, refund.amount_only) == ((), 725)


def test_an_amount_beyond_the_lines_names_the_rest_of_it_for_nothing() -> None:
    refund = one(back(11, qty=-2, total="-20.00"), amount="30.00")

    assert (items(refund), refund.amount_only) == ([("11", 2, 2000)], 1000)


def test_a_negative_fee_is_taken_back_with_the_goods() -> None:
    refund = one(back(12, total="-45.00"), fee_lines=[a_fee("5.00")], amount="40.00")

    assert (items(refund), refund.amount_only, refund.flags) == ([("12", 1, 4500)], 0, ())


def test_a_line_that_does_not_say_which_it_gives_back_is_money_for_nothing() -> None:
    refund = one(back(11) | {"meta_data": []}, amount="10.00")

    assert (refund.items, refund.amount_only) == ((), 1000)
    assert refund.flags == ("line_not_named",)


def test_a_cent_of_rounding_is_nothing_that_was_given_back() -> None:
    assert one(back(11, tax="-1.66"), amount="11.67").amount_only == 0


def test_fractions_of_a_unit_come_back_too() -> None:
    order = an_order(a_line(11, total="15.00", qty=Decimal("1.5")))
    line = back(11, qty=Decimal("-0.5"), total="-5.00")

    [refund] = refunds(a_refund(line, amount="5.00"), order=order)

    assert refund.items[0].qty == Decimal("0.5")


def test_what_comes_back_is_what_was_refunded_and_never_more_than_was_bought() -> None:
    of = an_order(a_line(11, total="30.00", qty=3))
    told = [
        a_refund(back(11, total="-7.49"), amount="7.49"),
        a_refund(back(11, qty=-3, total="-30.00"), amount="30.00", id=7401),
    ]
    first, second = refunds(*told, order=of)

    assert share(first, order=of) == Fraction(749, 3000)
    assert share(first, second, order=of) == 1


@pytest.mark.parametrize(
    ("path", "refund"),
    [
        ("refunds[0].amount", a_refund(amount="ten")),
        ("refunds[0].date_created_gmt", a_refund(date_created_gmt=None)),
        ("refunds[0].line_items[0].quantity", a_refund(back(qty="one"))),
        ("refunds[0].line_items[0].total", a_refund(back(total=""))),
        ("refunds[0].shipping_lines[0].total", a_refund(shipping_lines=[{"total": True}])),
    ],
)
def test_a_refund_that_is_not_as_promised_is_unreadable(path: str, refund: Payload) -> None:
    with pytest.raises(InvalidPayload) as unreadable:
        refunds(refund)

    assert str(unreadable.value).startswith(f"{path} ")
