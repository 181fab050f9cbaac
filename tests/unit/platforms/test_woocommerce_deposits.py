"""What plug-ins for deposits write into an order, and what is read of it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from commissions import events
from commissions.domain.orders.continues import Continues
from commissions.domain.orders.order import OrderPlaced
from tests.support.deposits import (
    a_balance,
    a_balance_line,
    a_deposit,
    a_deposit_line,
    metas,
)
from tests.unit.platforms.woocommerce_builders import STORE, a_line, an_order, placed

DEPOSIT_KEY = "woocommerce/tea/9701"


def full(total: str = "30.00", tax: str = "0.00", **said: Any) -> int | None:
    line = a_line(total=total, tax=tax, meta_data=metas(**said))
    return placed(a_deposit(line)).items[0].full


def test_a_deposit_says_what_its_line_costs_in_all() -> None:
    order = placed(a_deposit())

    assert (order.status, order.total) == ("paid", 30_00)
    assert (order.items[0].net, order.items[0].full) == (30_00, 100_00)
    assert (order.items[0].part_of, order.continues) == ("", None)


def test_a_balance_names_the_order_of_its_deposit() -> None:
    order = placed(a_balance())

    assert order.continues == Continues(DEPOSIT_KEY, "instalment")
    assert (order.items[0].full, order.items[0].part_of) == (None, "9701")


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ({"deposit_full_amount_ex_tax": "100"}, 100_00),
        ({"deposit_full_amount_ex_tax": 100}, 100_00),
        ({"deposit_full_amount_ex_tax": Decimal("99.999999999999986")}, 100_00),
        ({"deposit_full_amount": "110"}, 100_00),
        ({"deposit_full_amount_ex_tax": "100", "deposit_deferred_discount_ex_tax": "10"}, 90_00),
        ({"deposit_full_amount_ex_tax": "100", "deposit_deferred_discount": 10}, 90_00),
        ({"deposit_full_amount_ex_tax": "100", "deposit_deposit_amount_ex_tax": "40"}, 90_00),
        ({"deposit_full_amount_ex_tax": "30.00"}, None),
        ({"deposit_full_amount_ex_tax": "100", "remaining_balance_paid": 1}, None),
        ({"deposit_full_amount_ex_tax": "1e5"}, 0),
        ({"deposit_full_amount_ex_tax": {"odd": 1}}, 0),
        ({}, 0),
    ],
)
def test_the_whole_is_what_is_charged_now_and_what_will_be_later(
    said: dict[str, Any], whole: int | None
) -> None:
    assert full(tax="3.00", is_deposit="yes", **said) == whole


def test_deposit_and_balance_of_a_unit_say_the_whole_of_a_line_in_any_way_of_showing_prices() -> (
    None
):
    assert full("60.00", deposit="1", deposit_value="30", deposit_balance="70") == 200_00
    assert full("25.21", deposit=True, deposit_value="30", deposit_balance="70") == 84_03
    assert full("25.21", deposit=True, deposit_value="0", deposit_balance="70") == 0
    assert full(deposit="0", deposit_value="30", deposit_balance="70") is None


def test_a_balance_of_yith_names_the_very_line() -> None:
    line = a_line(total="70.00", meta_data=metas(balance=True, deposit_item_id="11"))
    order = placed(a_balance(line, created_via="yith_wcdp_balance_order"))

    assert order.items[0].part_of == "9701/11"
    assert order.continues == Continues(DEPOSIT_KEY, "instalment")


def test_an_order_that_the_plug_in_made_pays_on_with_all_of_its_lines_if_it_marked_none() -> None:
    unmarked = a_balance(a_line(total="70.00"))
    beside = a_balance(a_balance_line("70.00"), a_line(22, total="5.00"))

    assert [item.part_of for item in placed(unmarked).items] == ["9701"]
    assert [item.part_of for item in placed(beside).items] == ["9701", ""]


def test_a_parent_alone_makes_no_balance_and_no_order_pays_on_for_itself() -> None:
    for created_via in ("checkout", ["odd"]):
        told = placed(an_order(parent_id=9701, created_via=created_via)).continues
        assert told == Continues(DEPOSIT_KEY, "copy", by_lines=True)
    assert placed(a_balance(a_balance_line("70.00", of=9702), of=9702)).continues is None


@pytest.mark.parametrize("odd", [None, "text", 7, {"a": {"key": "x"}}, [None, "x", {"key": 7}]])
def test_odd_meta_data_of_a_line_is_passed_over(odd: Any) -> None:
    order = placed(an_order(a_line(meta_data=odd)))

    assert order.items == placed(an_order()).items


def test_meta_data_as_an_object_is_read_like_a_list() -> None:
    said = dict(enumerate(metas(is_deposit="yes", deposit_full_amount_ex_tax="100")))
    line = a_line(total="30.00", meta_data={str(key): each for key, each in said.items()})

    assert placed(a_deposit(line)).items[0].full == 100_00


def in_parts(prefix: str = "awcdp_deposits_", second: str = "no", **fields: Any) -> OrderPlaced:
    said = {
        f"{prefix}order_has_deposit": "yes",
        f"{prefix}deposit_paid": "yes",
        f"{prefix}second_payment_paid": second,
        f"{prefix}deposit_amount": "33",
    }
    plain = {"status": "partially-paid", "meta_data": metas(**said)}
    return placed(an_order(a_line(total="100.00", tax="10.00"), **plain | fields))


@pytest.mark.parametrize("prefix", ["awcdp_deposits_", "wc_deposits_"])
@pytest.mark.parametrize("status", ["partially-paid", "on-hold", "pending", "failed"])
def test_of_one_order_in_parts_the_date_is_the_first_parts(prefix: str, status: str) -> None:
    order = in_parts(prefix, status=status)

    assert (order.status, order.received, order.total) == ("partially_paid", 33_00, 110_00)


def test_an_order_in_parts_is_paid_when_the_shop_works_on_it_or_the_rest_came() -> None:
    for order in (in_parts(status="processing"), in_parts(status="on-hold", second="yes")):
        assert (order.status, order.received) == ("paid", None)


def test_a_status_of_partial_payment_is_paid_only_where_the_store_says_so() -> None:
    order = an_order(status="partially-paid")
    listing = replace(STORE, paid_when=("partially-paid",))

    assert placed(order).status == "partially_paid"
    assert placed(order).received is None
    assert placed(order, listing).status == "paid"


def test_a_part_paid_order_that_is_cancelled_was_paid_in_part() -> None:
    order = in_parts(status="cancelled")

    assert (order.status, order.received) == ("partially_paid", 33_00)
    assert order.cancelled_at


def test_all_of_it_travels_and_a_plain_order_says_nothing_of_it() -> None:
    order, plain = placed(a_balance()), placed(an_order())

    assert events.decode(OrderPlaced, events.encode(order)) == order
    assert not {"continues", "contract", "full", "part_of"} & set(events.encode(plain).split('"'))


def test_a_deposits_line_beside_a_plain_one() -> None:
    order = placed(a_deposit(a_deposit_line("30.00", "100.00"), a_line(12, total="50.00")))

    assert [item.full for item in order.items] == [100_00, None]
