import pytest

from tests.unit.platforms.shopify_builders import a_refund, pair, read, refunds, shown


def test_money_given_back_beyond_the_lines_is_a_record_of_its_own() -> None:
    refund = a_refund(
        {11: 1}, adjustments=[("refund_discrepancy", "-2.50")], paid_back=[("success", "12.50")]
    )

    assert [shown(each) for each in refunds(refund)] == [
        ("990000000001", {"11": 1}, 0, 0),
        ("990000000001-amount", {}, 250, 0),
    ]


def test_money_given_back_for_nothing_has_the_refunds_own_id() -> None:
    refund = a_refund(
        adjustments=[("refund_discrepancy", "-10.00")], paid_back=[("success", "10.00")]
    )

    assert [shown(each) for each in refunds(refund)] == [("990000000001", {}, 1000, 0)]


def test_less_given_back_than_the_lines_are_worth_is_told_below_nothing() -> None:
    refund = a_refund(
        {11: 3}, adjustments=[("refund_discrepancy", "4.50")], paid_back=[("success", "25.50")]
    )

    goods, short = refunds(refund)

    assert shown(goods) == ("990000000001", {"11": 3}, 0, 0)
    assert (shown(short), short.gross) == (("990000000001-amount", {}, -450, 0), True)


def test_goods_that_came_back_without_money_are_short_of_all_of_it() -> None:
    refund = a_refund({11: 1}, adjustments=[("refund_discrepancy", "10.00")])

    assert [shown(each)[2] for each in refunds(refund)] == [0, -1000]


def test_a_payment_that_failed_leaves_the_goods_gone_and_no_money() -> None:
    refund = a_refund({11: 1}, paid_back=[("failure", "10.00")])

    assert [shown(each)[2] for each in refunds(refund)] == [0, -1000]


def test_without_payments_in_the_shops_currency_the_discrepancy_says_it() -> None:
    refund = a_refund(
        {11: 1}, adjustments=[("refund_discrepancy", "2.00")], paid_back=[("success", "7.00")]
    )
    refund["transactions"][0]["currency"] = "EUR"

    assert [shown(each)[2] for each in refunds(refund)] == [0, -200]


def test_a_subtotal_that_holds_the_tax_makes_no_difference() -> None:
    refund = a_refund({11: 1}, paid_back=[("success", "10.00")])
    refund["refund_line_items"][0]["total_tax"] = "1.67"

    assert [shown(each) for each in refunds(refund)] == [("990000000001", {"11": 1}, 0, 0)]


@pytest.mark.parametrize("status", ["pending", "awaiting_response", "unknown"])
def test_while_money_is_on_its_way_only_what_came_back_is_told(status: str) -> None:
    pending = [(status, "10.00")]
    goods = a_refund({11: 1}, adjustments=[("refund_discrepancy", "10.00")], paid_back=pending)
    bare = a_refund(paid_back=[("success", "4.00"), *pending])

    assert [shown(each) for each in refunds(goods)] == [("990000000001", {"11": 1}, 0, 0)]
    assert refunds(bare) == []
    assert read(bare, "refunds/create").ignored == "a refund that gives nothing back, or not yet"


def test_money_that_has_arrived_changes_nothing_that_was_told_before() -> None:
    before = a_refund({11: 1}, paid_back=[("pending", "12.50")])
    after = a_refund(
        {11: 1}, adjustments=[("refund_discrepancy", "-2.50")], paid_back=[("success", "12.50")]
    )

    assert refunds(after)[: len(refunds(before))] == refunds(before)


def test_a_refund_of_money_alone_is_what_was_paid_back() -> None:
    refund = a_refund(paid_back=[("success", "7.00"), ("failure", "5.00"), ("success", "3.00")])

    assert [shown(each) for each in refunds(refund)] == [("990000000001", {}, 1000, 0)]


def test_money_paid_back_for_lines_is_not_counted_beside_them() -> None:
    refund = a_refund({11: 1}, paid_back=[("success", "10.00")])

    assert [shown(each) for each in refunds(refund)] == [("990000000001", {"11": 1}, 0, 0)]


@pytest.mark.parametrize("field", ["duties", "additional_fees"])
def test_duties_and_fees_are_given_back_by_name(field: str) -> None:
    refund = a_refund({11: 1}, paid_back=[("success", "14.00")])

    goods, beside = refunds(refund | {field: [{"amount_set": pair("4.00")}]})

    assert shown(goods) == ("990000000001", {"11": 1}, 0, 0)
    assert (shown(beside)[0], beside.other) == ("990000000001-beside", 400)


def test_the_tax_of_the_goods_is_theirs_and_that_of_the_shipping_is_beside() -> None:
    refund = a_refund({11: 1}, paid_back=[("success", "18.39")])
    refund["refund_line_items"][0]["total_tax"] = "0.80"
    refund["order_adjustments"] = [
        {"kind": "shipping_refund", "amount": "-6.90", "tax_amount": "-0.69"}
    ]

    goods, beside = refunds(refund)

    assert (goods.shipping, goods.tax) == (690, 149)
    assert (beside.shipping, beside.tax, beside.other) == (690, 69, 0)


def test_a_payment_in_the_buyers_currency_is_flagged_and_not_added() -> None:
    refund = a_refund(paid_back=[("success", "7.00")])
    refund["transactions"][0]["currency"] = "EUR"

    [flagged] = refunds(refund)

    assert (flagged.amount_only, flagged.flags) == (0, ("amount_in_other_currency",))


@pytest.mark.parametrize("kind", ["void", "capture", "sale", "authorization"])
def test_what_is_no_payment_back_gives_nothing_back(kind: str) -> None:
    refund = a_refund(paid_back=[("success", "7.00")])
    refund["transactions"][0]["kind"] = kind

    assert refunds(refund) == []
