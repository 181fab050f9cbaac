from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.refund import OrderRefunded
from commissions.platforms import InvalidPayload, magento
from tests.support.memory_ledger import payable, settled
from tests.support.orders import sold
from tests.unit.platforms.magento_builders import (
    KEY,
    Payload,
    a_memo,
    a_part,
    a_row,
    a_store,
    an_item,
    an_order,
    enveloped,
    fetched,
    placed,
    read,
    refund,
    refunds,
    told,
)

CREATED = "sales.creditmemo.created"


def units(one: OrderRefunded) -> dict[str, Decimal]:
    return {item.line_id: item.qty for item in one.items}


def test_a_memo_gives_units_back() -> None:
    one = refund(a_memo({11: "2", 12: "1.0000"}))

    assert (one.refund_id, one.order_key) == ("9", "magento/tea/41")
    assert units(one) == {"11": 2, "12": 1}
    assert (one.amount_only, one.shipping) == (0, 0)
    assert one.refunded_at.isoformat() == "2026-11-24T20:05:11+00:00"


def test_half_of_a_discounted_line_takes_half_of_its_commissions_back() -> None:
    order = placed(an_order(an_item(11, price="125", qty="2", discount_amount=50)))
    back = refund(a_memo({11: "1"}, price="125"))

    whole, half = settled(sold(order)), settled(sold(order), (back,))

    assert {who: minor // 2 for who, minor in payable(whole).items()} == payable(half) != {}


def test_a_memo_in_whole_units_is_short_of_nothing() -> None:
    row = a_row(11, "1", "787.40", tax_amount=Decimal("212.60"))
    sums = {"subtotal": Decimal("787.40"), "tax_amount": 213, "discount_amount": 0}
    whole = a_memo(items=[row], grand_total=1000, order_currency_code="HUF") | sums

    [refund] = refunds(whole)

    assert (refund.amount_only, refund.flags) == (0, ())


@pytest.mark.parametrize("state", [1, 3, "1", "3.0000"])
def test_an_open_or_cancelled_memo_gives_nothing_back(state: Any) -> None:
    memo = a_memo({11: "1"}, state=state)

    assert read(enveloped(CREATED, memo)).ignored == "a memo not refunded yet"
    assert len(fetched(an_order(an_item()), [memo])) == 1


def test_what_is_given_beyond_the_lines_names_no_line() -> None:
    one = refund(a_memo({11: "1"}, adjustment_positive="7.5000"))

    assert units(one) == {"11": 1}
    assert one.amount_only == 7_50


def test_money_alone_is_a_refund() -> None:
    one = refund(a_memo(adjustment_positive=5))

    assert (one.items, one.amount_only) == ((), 5_00)


def test_a_fee_that_was_kept_is_less_money_than_the_lines_are_worth() -> None:
    goods, fee = refunds(a_memo({11: "1"}, adjustment_negative=3))

    assert units(goods) == {"11": 1}
    assert goods.amount_only == 0
    assert (fee.refund_id, fee.amount_only, fee.gross) == ("9-amount", -3_00, True)


@pytest.mark.parametrize(
    ("given", "kept", "sums"), [(7, 3, [4_00]), (3, 7, [0, -4_00]), (5, 5, [0])]
)
def test_of_what_was_given_and_what_was_kept_the_balance_counts(
    given: int, kept: int, sums: list[int]
) -> None:
    memo = a_memo({11: "1"}, adjustment_positive=given, adjustment_negative=kept)

    assert [each.amount_only for each in refunds(memo)] == sums


SUMS: Payload = {"discount_amount": 0, "tax_amount": 0}


def test_a_memo_with_all_its_sums_is_believed_by_its_grand_total() -> None:
    more, less = (a_memo({11: "2"}, **SUMS, grand_total=total) for total in (25, 15))

    assert [each.amount_only for each in refunds(more)] == [0, 5_00]
    assert [each.amount_only for each in refunds(less)] == [0, -5_00]


@pytest.mark.parametrize("where", ["memo", "extension"])
def test_money_that_went_back_as_store_credit_is_money(where: str) -> None:
    tender: Payload = {"customer_balance_amount": 20}
    more = tender if where == "memo" else {"extension_attributes": tender}

    [goods] = refunds(a_memo({11: "2"}, **SUMS, grand_total=0, **more))

    assert units(goods) == {"11": 2}


def test_the_tax_of_the_whole_order_on_a_part_is_flagged_and_no_money() -> None:
    memo = a_memo({11: "1"}, tax_amount=5, discount_amount=0, grand_total=15)

    [goods] = refunds(memo)

    assert (goods.amount_only, goods.flags) == (0, ("memo_tax_of_order",))


def test_what_is_named_besides_the_goods_is_the_shipping_with_its_tax() -> None:
    memo = a_memo({11: "1"}, shipping_amount=5, shipping_tax_amount="0.50", tax_amount="0.50")

    _, beside = refunds(memo)

    assert (beside.refund_id, beside.shipping, beside.tax) == ("9-beside", 5_00, 50)


def test_shipping_that_went_back_is_told_and_touches_nothing() -> None:
    one = refund(a_memo({11: "1"}, shipping_amount="4.9000"))

    assert (one.shipping, one.amount_only) == (4_90, 0)


def test_a_tax_that_magento_copied_from_the_whole_order_changes_nothing() -> None:
    copied, right = (
        refund(a_memo({11: "1"}, tax_amount=99)),
        refund(a_memo({11: "1"}, tax_amount=1)),
    )

    assert copied.digest == right.digest


def test_a_memo_of_nothing_is_nothing() -> None:
    assert read(enveloped(CREATED, a_memo())).ignored == "a memo that gives nothing back"


CONFIGURABLE = (an_item(11, price="10", product_type="configurable"), a_part(12, 11, price="0"))


def test_of_a_configurable_product_only_the_parent_comes_back() -> None:
    shadow = a_row(12, "1", "0", row_total=None)
    memo = a_memo({11: "1"}) | {"items": [a_row(11, "1"), shadow]}

    assert units(refund(memo, *CONFIGURABLE)) == {"11": 1}


BUNDLE = (
    an_item(11, price="80", product_type="bundle"),
    a_part(12, 11, price="25", qty="2"),
    a_part(13, 11, price="30"),
)


def test_of_a_dynamic_bundle_the_parts_come_back() -> None:
    whole = a_row(11, "1", "80", row_total=None)
    parts = [a_row(12, "2", "25"), a_row(13, "1", "30")]

    one = refund(a_memo(subtotal=80) | {"items": [whole, *parts]}, *BUNDLE)

    assert units(one) == {"12": 2, "13": 1}


def test_a_memo_that_does_not_say_which_items_count_is_looked_up() -> None:
    rows = [a_row(11, "1", "80"), a_row(12, "2", "25"), a_row(13, "1", "30")]
    memo = a_memo(subtotal=80) | {"items": rows}

    [hint] = told(memo, CREATED)
    _, one = fetched(an_order(*BUNDLE), [memo])

    assert isinstance(hint, ChangeHinted)
    assert (hint.subject, hint.subject_id, hint.reason) == ("order", "41", CREATED)
    assert isinstance(one, OrderRefunded)
    assert units(one) == {"12": 2, "13": 1}


@pytest.mark.parametrize("row_total", [None, 0])
def test_a_memo_without_rows_is_looked_up_and_not_taken_for_nothing(row_total: Any) -> None:
    memo = a_memo(subtotal=20) | {"items": [a_row(11, "2", row_total=row_total)]}

    assert isinstance(told(memo, CREATED)[0], ChangeHinted)
    _, one = fetched(an_order(an_item(11, qty="2")), [memo])
    assert isinstance(one, OrderRefunded)
    assert units(one) == {"11": 2}


def test_a_line_that_was_given_away_comes_back_without_a_word() -> None:
    memo = a_memo({11: "1"}) | {"items": [a_row(11, "1"), a_row(12, "1", "0")]}

    assert units(refund(memo)) == {"11": 1}


def test_two_rows_of_a_line_are_one() -> None:
    memo = a_memo(subtotal=30) | {"items": [a_row(11, "1"), a_row(11, "2")]}

    assert units(refund(memo)) == {"11": 3}


@pytest.mark.parametrize("mark", [{"total_qty": 8}, {"can_void_flag": False}, {"tracks": []}])
def test_an_invoice_or_a_shipment_is_never_taken_for_a_memo(mark: dict[str, Any]) -> None:
    with pytest.raises(InvalidPayload, match="is not a credit memo"):
        read({"data": a_memo({11: "1"}) | mark}, CREATED)


def test_an_order_is_never_taken_for_a_memo() -> None:
    with pytest.raises(InvalidPayload, match="state"):
        read({"data": an_order()}, CREATED)


def test_the_memo_of_another_order_is_not_read_into_this_one() -> None:
    with pytest.raises(InvalidPayload, match="another order's"):
        fetched(an_order(), [a_memo({11: "1"}, order_id=77)])


def test_an_order_and_all_its_memos_are_read_together() -> None:
    memos = [a_memo({11: "1"}), a_memo({11: "1"}, entity_id=10)]
    payload = {"order": an_order(an_item(11, qty="3")), "creditmemos": memos}

    reading = magento.parse_order(payload, a_store("template"), KEY)

    ids = [each.refund_id for each in reading.records if isinstance(each, OrderRefunded)]
    assert (ids, reading.occurred_at.isoformat()) == (["9", "10"], "2026-11-20T15:30:04+00:00")
