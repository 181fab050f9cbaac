from commissions.domain.orders.refund import OrderRefunded
from tests.unit.platforms.woocommerce_builders import Payload, a_fee, a_refund, back, refunds


def several(*lines: Payload, amount: str = "10.00", **more: object) -> list[OrderRefunded]:
    """All records of one refund."""
    return list(refunds(a_refund(*lines, amount=amount, **more)))


def test_tax_alone_and_shipping_with_its_tax_are_named_besides_the_goods() -> None:
    freight = [{"total": "-5.00", "total_tax": "-0.50"}]
    lines = [back(11, tax="-1.00"), back(12, qty=0, total="0.00", tax="-4.00")]

    _, beside = several(*lines, shipping_lines=freight, amount="20.50")

    assert (beside.refund_id, beside.source_id) == ("7400-beside", "7400")
    assert (beside.shipping, beside.tax, beside.other) == (500, 450, 0)


def test_an_amount_below_its_lines_is_flagged_and_told_below_nothing() -> None:
    refund, less = several(back(11, qty=-2, total="-20.00"), amount="15.00")

    assert [(each.line_id, each.worth) for each in refund.items] == [("11", 2000)]
    assert refund.amount_only == 0
    assert refund.flags == ("less_than_its_lines",)
    assert (less.refund_id, less.amount_only, less.gross) == ("7400-amount", -500, True)


def test_an_amount_beyond_the_lines_is_with_its_tax() -> None:
    assert several(amount="7.25")[0].gross
    assert not several(back(11))[0].gross


def test_a_fee_given_back_is_no_money_for_nothing() -> None:
    fee = a_fee("-2.50", "-0.50")

    goods, beside = several(back(11), fee_lines=[fee], amount="13.00")

    assert goods.amount_only == 0
    assert (beside.other, beside.tax) == (250, 50)
