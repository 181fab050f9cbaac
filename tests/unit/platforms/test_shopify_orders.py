from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.domain.orders.order import OrderCancelled, difference
from commissions.platforms import InvalidPayload
from tests.unit.platforms.shopify_builders import (
    STORE,
    a_line,
    a_refund,
    an_order,
    freight,
    pair,
    placed,
    told,
)


def test_an_order_keeps_its_name_times_and_status() -> None:
    order = placed(an_order())

    assert order.order_key == "shopify/tea/5501000001001"
    assert order.order_ts == datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert order.updated_at == datetime(2026, 11, 20, 15, 30, 4, tzinfo=UTC)
    assert (order.status, order.currency, order.total) == ("paid", "USD", 1000)


def test_an_imported_order_counts_from_when_it_was_processed() -> None:
    order = placed(an_order(processed_at="2025-01-02T03:04:05Z"))

    assert order.order_ts == datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_an_order_not_yet_processed_counts_from_its_creation() -> None:
    assert placed(an_order(processed_at=None)).order_ts == datetime(
        2026, 11, 20, 15, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("shown", "status"),
    [
        (None, "pending"),
        ("pending", "pending"),
        ("authorized", "authorized"),
        ("partially_paid", "partially_paid"),
        ("partially_refunded", "partially_refunded"),
        ("refunded", "refunded"),
        ("voided", "voided"),
        ("expired", "voided"),
    ],
)
def test_each_status_has_one_meaning(shown: str | None, status: str) -> None:
    assert placed(an_order(financial_status=shown)).status == status


def test_an_unknown_status_is_never_guessed() -> None:
    with pytest.raises(InvalidPayload, match="financial_status"):
        told(an_order(financial_status="disputed"))


def test_tax_within_the_price_is_taken_out_of_the_line_and_of_shipping() -> None:
    order = placed(
        an_order(
            a_line(price="119.00", taxes=["19.00"]),
            shipping=[freight("5.95", taxes=["0.95"])],
            tax_included=True,
        )
    )

    assert (order.items[0].net, order.shipping, order.tax) == (10000, 500, 1995)
    assert (order.total, difference(order)) == (12495, 0)
    assert order.flags == ("tax_inclusive",)


def test_the_shops_currency_counts_and_never_the_buyers() -> None:
    line = a_line(price="10.00", price_set=pair("10.00")) | {
        "discount_allocations": [{"amount": "1.00", "amount_set": pair("1.00")}],
        "tax_lines": [{"price": "0.90", "price_set": pair("0.90")}],
    }

    order = placed(an_order(line, total_price_set=pair("9.90"), total_tax_set=pair("0.90")))

    assert (order.items[0].net, order.tax, order.total, difference(order)) == (900, 90, 990, 0)


def test_amounts_of_another_currency_than_the_order_are_not_added() -> None:
    with pytest.raises(
        InvalidPayload, match=r"line_items\[0\]\.price_set\.shop_money\.currency_code"
    ):
        told(an_order(a_line(price_set=pair("10.00", "EUR"))))


def test_shipping_counts_after_its_discounts_and_not_when_it_was_removed() -> None:
    order = placed(
        an_order(
            shipping=[
                freight("6.90", discounts=["6.90"]),
                freight("4.00"),
            ]
        )
    )
    removed = placed(an_order(shipping_lines=[freight("6.90") | {"is_removed": True}]))

    assert (order.shipping, difference(order)) == (400, 0)
    assert (removed.shipping, difference(removed)) == (0, 0)


def test_duties_and_fees_are_part_of_the_total_and_of_no_line() -> None:
    order = placed(
        an_order(
            total_price="17.50",
            original_total_duties_set=pair("5.00"),
            original_total_additional_fees_set=pair("2.50"),
        )
    )

    assert (order.other, difference(order)) == (750, 0)


def test_duties_within_the_prices_are_not_added_again() -> None:
    order = placed(an_order(duties_included=True, original_total_duties_set=pair("5.00")))

    assert (order.other, difference(order), order.flags) == (0, 0, ("duties_included",))


@pytest.mark.parametrize("total", ["10.00", "10.02"])
def test_rounding_for_cash_counts_where_the_total_has_it(total: str) -> None:
    rounding = pair("0.02")

    order = placed(an_order(total_price=total, total_cash_rounding_payment_adjustment_set=rounding))

    assert difference(order) == 0


def test_rounding_for_cash_explains_no_other_difference() -> None:
    rounding = pair("0.02")

    order = placed(
        an_order(total_price="10.03", total_cash_rounding_payment_adjustment_set=rounding)
    )

    assert (order.other, difference(order)) == (0, -3)


def test_a_subtotal_that_the_lines_do_not_give_is_flagged_and_no_more() -> None:
    order = placed(an_order(subtotal_price="11.00"))

    assert (order.flags, difference(order)) == (("subtotal_differs",), 0)


def test_a_cancelled_order_is_also_a_cancellation() -> None:
    order, cancelled = told(
        an_order(cancelled_at="2026-11-21T08:10:01-06:00", updated_at="2026-11-21T14:10:02Z"),
        "orders/cancelled",
    )

    assert isinstance(cancelled, OrderCancelled)
    assert cancelled.cancelled_at == datetime(2026, 11, 21, 14, 10, 1, tzinfo=UTC)
    assert cancelled.updated_at == datetime(2026, 11, 21, 14, 10, 2, tzinfo=UTC)
    assert cancelled.order_key == order.order_key


def test_a_cancellation_told_by_two_topics_is_one() -> None:
    order = an_order(cancelled_at="2026-11-21T08:10:01-06:00")

    assert told(order, "orders/cancelled") == told(order, "orders/updated")


def test_a_cancelled_topic_without_a_cancellation_is_unreadable() -> None:
    with pytest.raises(InvalidPayload, match="cancelled_at"):
        told(an_order(), "orders/cancelled")


def test_the_same_snapshot_from_two_topics_is_one_fact() -> None:
    [created], [paid] = told(an_order(), "orders/create"), told(an_order(), "orders/paid")

    assert (created.key, created.digest) == (paid.key, paid.digest)


def test_a_customer_is_a_hash_that_differs_from_store_to_store() -> None:
    one = placed(an_order(customer={"id": 7700000000001, "email": "nora@example.org"}))
    other = placed(an_order(customer={"id": 7700000000002}))

    assert len(one.customer) == 32
    assert one.customer != other.customer
    assert one.customer == placed(an_order(customer={"id": 7700000000001})).customer
    elsewhere = placed(an_order(customer={"id": 7700000000001}), replace(STORE, store_id="cocoa"))
    assert one.customer != elsewhere.customer


@pytest.mark.parametrize("customer", [None, {}, {"id": None}])
def test_a_guest_has_no_customer(customer: Any) -> None:
    assert placed(an_order(customer=customer)).customer == ""


def test_an_id_beyond_a_double_stays_what_it_is() -> None:
    assert placed(an_order(id=9007199254740993)).platform_order_id == "9007199254740993"
    assert placed(an_order(id="9007199254740993")).platform_order_id == "9007199254740993"


BROKEN: dict[str, dict[str, Any]] = {
    "id": {"id": None},
    "currency": {"currency": "ABC"},
    "taxes_included": {"taxes_included": "no"},
    "financial_status": {"financial_status": 7},
    "processed_at": {"processed_at": "yesterday"},
    "updated_at": {"updated_at": "2026-11-20T09:30:00"},
    "total_price": {"total_price": "10.001"},
    "total_tax": {"total_tax": "1e2"},
    "subtotal_price": {"subtotal_price": "\uff11\uff10"},
    "line_items": {"line_items": {}},
    "customer": {"customer": "nora@example.org"},
    "customer.id": {"customer": {"id": "nora@example.org"}},
    "line_items[1].price": {"line_items": [a_line(1), a_line(2) | {"price": "1_0.00"}]},
    "line_items[0].quantity": {"line_items": [a_line(qty=1) | {"quantity": True}]},
    "line_items[0].current_quantity": {"line_items": [a_line(current_quantity=-1)]},
    "line_items[0].gift_card": {"line_items": [a_line(gift_card="yes")]},
    "refunds[0].refund_line_items": {"refunds": [a_refund() | {"refund_line_items": 1}]},
    "shipping_lines[0].price": {"shipping_lines": [freight("1.00") | {"price": True}]},
}


@pytest.mark.parametrize("path", BROKEN)
def test_what_is_not_as_promised_is_named_and_not_repeated(path: str) -> None:
    with pytest.raises(InvalidPayload) as unreadable:
        told(an_order(**BROKEN[path]))

    assert str(unreadable.value).startswith(f"{path} ")
    assert "nora" not in str(unreadable.value)


@pytest.mark.parametrize(
    "name",
    ["currency", "taxes_included", "financial_status", "line_items", "total_price", "updated_at"],
)
def test_an_order_without_what_it_needs_is_unreadable(name: str) -> None:
    order = an_order()
    del order[name]

    with pytest.raises(InvalidPayload, match=f"^{name} is missing"):
        told(order)
