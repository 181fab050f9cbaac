from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.platforms import InvalidPayload
from tests.unit.platforms.payloads import sample
from tests.unit.platforms.shopify_builders import (
    STORE,
    a_line,
    a_refund,
    an_order,
    pair,
    refunds,
    shown,
    told,
)


def test_a_refund_names_its_order_and_counts_from_its_creation() -> None:
    [refund] = refunds(
        a_refund({11: 2}, paid_back=[("success", "20")], processed_at="2020-01-01T00:00:00Z")
    )

    assert refund.order_key == "shopify/tea/5501000001001"
    assert refund.refunded_at == datetime(2026, 11, 24, 20, 5, 11, tzinfo=UTC)
    assert refund.items == (RefundItem("11", Decimal(2)),)


def test_a_refund_told_alone_and_within_its_order_is_one_fact() -> None:
    [alone] = told(sample("shopify/refunds_create"), "refunds/create")
    _, within = told(sample("shopify/orders_updated"))

    assert alone == within
    assert (alone.key, alone.digest) == (within.key, within.digest)


def test_a_line_returned_in_parts_is_one_sum_in_whatever_order_it_is_listed() -> None:
    refund, other = a_refund({11: 1, 12: 2}), a_refund({12: 2, 11: 1})
    refund["refund_line_items"] += a_refund({11: 3})["refund_line_items"]
    other["refund_line_items"] += a_refund({11: 3})["refund_line_items"]

    summed, short = refunds(refund)

    assert shown(summed) == ("990000000001", {"11": 4, "12": 2}, 0, 0)
    assert refunds(other) == [summed, short]


def test_what_a_refunds_lines_are_said_to_be_worth_is_not_believed() -> None:
    refund = a_refund({11: 1})
    refund["refund_line_items"][0] |= {"subtotal": 0, "total_tax": Decimal("1.73")}

    [back] = refunds(refund)

    assert (shown(back), back.tax) == (("990000000001", {"11": 1}, 0, 0), 173)


def test_a_line_of_no_units_does_not_come_back() -> None:
    assert told(a_refund({11: 0}), "refunds/create") == ()


def test_shipping_is_refunded_once_though_it_is_told_twice() -> None:
    lines = [{"subtotal_amount_set": pair("6.90")}]

    paid, adjusted = [("success", "6.90")], [("shipping_refund", "-6.90")]

    both = refunds(a_refund(adjustments=adjusted, paid_back=paid))
    twice = refunds(a_refund(adjustments=adjusted, refund_shipping_lines=lines, paid_back=paid))
    alone = refunds(a_refund(refund_shipping_lines=lines, paid_back=paid))

    assert both == twice == alone
    assert [shown(each) for each in both] == [
        ("990000000001", {}, 0, 690),
        ("990000000001-beside", {}, 0, 690),
    ]


def test_where_the_two_differ_the_one_that_stands_in_both_places_counts() -> None:
    lines = [{"subtotal_amount_set": pair("5.80")}]

    refund, *_ = refunds(
        a_refund(adjustments=[("shipping_refund", "-6.90")], refund_shipping_lines=lines)
    )

    assert refund.shipping == 690


def test_shipping_without_its_lines_in_the_snapshot_is_the_same_refund() -> None:
    refund = a_refund({11: 1}, adjustments=[("shipping_refund", "-6.90")])
    alone = told(
        refund | {"refund_shipping_lines": [{"subtotal_amount_set": pair("6.90")}]},
        "refunds/create",
    )

    assert alone == told(an_order(a_line(11), refunds=[refund]))[1:]


def test_a_correction_of_refunded_shipping_leaves_the_sum() -> None:
    corrections = [("shipping_refund", amount) for amount in ("-3.95", "3.95", "-3.95")]

    refund, *_ = refunds(a_refund({11: 1}, adjustments=corrections))

    assert refund.shipping == 395


def test_an_adjustment_without_a_kind_is_known_by_its_reason() -> None:
    adjustment = {"amount": "-6.90", "reason": "Shipping refund"}

    paid = [("success", "6.90")]
    refund, beside = refunds(a_refund(paid_back=paid, order_adjustments=[adjustment]))

    assert (refund.shipping, refund.amount_only, beside.shipping) == (690, 0, 690)


def test_a_refund_is_in_the_shops_currency() -> None:
    line = {
        "line_item_id": 11,
        "quantity": 1,
        "subtotal_set": pair("10.00", "EUR"),
        "total_tax_set": pair("0.80", "EUR"),
    }

    named, *_ = told(a_refund(refund_line_items=[line]), "refunds/create")
    unnamed, *_ = told(a_refund({11: 1}), "refunds/create")

    assert isinstance(named, OrderRefunded)
    assert isinstance(unnamed, OrderRefunded)
    assert (named.currency, named.tax) == ("EUR", 80)
    assert unnamed.currency == STORE.currency


BROKEN: dict[str, dict[str, Any]] = {
    "id": {"id": "R-1"},
    "order_id": {"order_id": None},
    "created_at": {"created_at": "24.11.2026"},
    "refund_line_items": {"refund_line_items": "all"},
    "refund_line_items[0].quantity": {
        "refund_line_items": [{"line_item_id": 11, "quantity": Decimal("0.5")}]
    },
    "order_adjustments[0].amount": {"order_adjustments": [{"kind": "x", "amount": "1,00"}]},
    "transactions[0].amount": {
        "transactions": [{"kind": "refund", "status": "success", "amount": None}]
    },
}


@pytest.mark.parametrize("path", BROKEN)
def test_what_is_not_as_promised_is_named(path: str) -> None:
    with pytest.raises(InvalidPayload) as unreadable:
        told(a_refund() | BROKEN[path], "refunds/create")

    assert str(unreadable.value).startswith(f"{path} ")
