from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.domain.orders.order import OrderCancelled, difference
from commissions.platforms import InvalidPayload
from tests.unit.platforms.bigcommerce_builders import (
    a_line,
    an_order,
    one_line,
    placed,
    told,
)

INCLUSIVE = {
    "is_tax_inclusive_pricing": True,
    "total_ex_tax": "2274.8800",
    "total_inc_tax": "2400.0000",
    "total_tax": "125.1200",
    "shipping_cost_inc_tax": "0.0000",
    "shipping_cost_ex_tax": "0.0000",
}


def a_bottle(**changes: Any) -> dict[str, Any]:
    """Ten of 250.00 with tax, less 100.00 for the whole order: a line of a real store."""
    discount = {"id": "manual-discount", "amount": "100.0000", "code": None, "target": "order"}
    return a_line(
        price_ex_tax="236.9667",
        price_inc_tax="250.0000",
        total_ex_tax="2369.6667",
        total_inc_tax="2500.0000",
        total_tax="125.1200",
        quantity=10,
        applied_discounts=[discount],
        discounted_total_inc_tax="2400.0000",
        **changes,
    )


def a_plant(**changes: Any) -> dict[str, Any]:
    """One of 89.00 before tax, less 35.90: a line of a real store that adds tax."""
    return a_line(
        price_ex_tax="89.0000",
        price_inc_tax="95.2350",
        total_ex_tax="89.0000",
        total_inc_tax="95.2350",
        total_tax="3.7200",
        quantity=1,
        applied_discounts=[{"id": "manual-discount", "amount": "35.9000"}],
        discounted_total_inc_tax="56.8200",
        **changes,
    )


def test_in_a_store_with_tax_in_its_prices_the_net_is_what_was_paid_less_its_tax() -> None:
    order = placed(an_order(**INCLUSIVE), a_bottle())

    [bottle] = order.items
    assert (bottle.net, bottle.tax, bottle.discount, bottle.unit_price) == (
        227488, 12512, 10000, 25000,
    )  # fmt: skip
    assert (difference(order), order.flags) == (0, ("tax_inclusive",))


def test_in_a_store_that_adds_tax_the_net_is_the_price_less_the_discount() -> None:
    line = one_line(an_order(total_inc_tax="56.8200", total_tax="3.7200"), a_plant())

    assert (line.net, line.unit_price, line.discount, line.tax) == (5310, 8900, 3590, 372)


def test_an_older_store_that_does_not_say_what_was_paid_has_it_computed() -> None:
    bottle, plant = a_bottle(), a_plant()
    for line in (bottle, plant):
        del line["discounted_total_inc_tax"]

    order = placed(an_order(**INCLUSIVE), bottle)

    assert ([item.net for item in order.items], difference(order)) == ([227488], 0)
    assert order.flags == ("net_computed", "tax_inclusive")
    assert one_line(an_order(), plant).net == 5310


def test_a_line_whose_discounts_do_not_add_up_is_flagged() -> None:
    odd = a_plant() | {"applied_discounts": []}

    assert "discounts_differ" in placed(an_order(), odd).flags


def test_a_plain_order_is_read_whole() -> None:
    order = placed()

    assert order.key.startswith("bigcommerce/harbour/1043/order/")
    assert order.order_ts == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert order.updated_at == datetime(2026, 11, 21, 10, 0, 12, tzinfo=UTC)
    assert (order.total, order.shipping, order.tax, order.other) == (4500, 500, 0, 0)
    assert (order.status, order.currency, order.customer, order.test) == ("paid", "USD", "", False)
    assert (order.flags, difference(order)) == ((), 0)


def test_handling_wrapping_and_fees_are_part_of_the_total_and_of_no_commission() -> None:
    costs = {
        "handling_cost_ex_tax": "1.0000",
        "wrapping_cost_ex_tax": "2.5000",
        "fees": [
            {"cost_exc_tax": "12.3000", "cost_inc_tax": "12.3000", "cost_tax": "0.0000"},
            {"cost_ex_tax": "4.0000", "cost_inc_tax": "12.0000", "cost_tax": "8.0000"},
            {"cost_inc_tax": "1.10", "cost_tax": "0.10"},
        ],
        "total_tax": "8.1000",
        "total_ex_tax": "65.8000",
        "total_inc_tax": "73.9000",
    }
    order = placed(an_order(**costs))

    assert (order.other, difference(order), order.flags) == (100 + 250 + 1230 + 400 + 100, 0, ())


def test_costs_of_a_store_with_tax_in_its_prices_are_read_without_it() -> None:
    costs = {"shipping_cost_inc_tax": "5.0000", "shipping_cost_tax": "0.8000"}
    order = placed(an_order(is_tax_inclusive_pricing=True, **costs))

    assert order.shipping == 420


@pytest.mark.parametrize("name", ["store_credit_amount", "gift_certificate_amount"])
def test_money_that_was_paid_with_credit_is_paid_all_the_same(name: str) -> None:
    before = placed(an_order(**{name: "10.0000"}))
    after = placed(an_order(**{name: "10.0000"}, total_inc_tax="35.0000", total_ex_tax="35.0000"))

    assert (before.total, before.flags) == (4500, ())
    assert (after.total, after.tender, difference(after)) == (3500, 1000, 0)
    assert after.flags == ("tender_deducted",)


def test_what_is_finer_than_a_cent_is_rounded_once_and_is_nobodys() -> None:
    lines = [
        a_line(id=number, discounted_total_inc_tax="33.3333", total_inc_tax="33.3333",
               total_ex_tax="33.3333")
        for number in (1, 2, 3)
    ]  # fmt: skip
    order = placed(an_order(total_inc_tax="105.0000", total_ex_tax="105.0000"), *lines)

    assert [item.net for item in order.items] == [3333, 3333, 3333]
    assert (order.other, difference(order), order.flags) == (1, 0, ("rounded",))


def test_a_difference_that_is_no_rounding_stays_and_is_named() -> None:
    order = placed(an_order(total_inc_tax="60.0000", total_ex_tax="60.0000"))

    assert (difference(order), order.flags) == (-1500, ("totals_differ",))


def test_the_currency_is_the_one_that_is_paid_in_not_the_one_that_is_shown() -> None:
    order = placed(an_order(default_currency_code="JPY", currency_code="USD"))

    assert (order.currency, order.total, order.items[0].net) == ("JPY", 45, 40)


def test_lines_are_told_apart() -> None:
    lines = [
        a_line(id=1),
        a_line(id=2, type="giftcertificate", product_id=0, variant_id=None),
        a_line(id=3, product_id=0, variant_id=0),
        a_line(id=4, parent_order_product_id=1, discounted_total_inc_tax="0.0000",
               price_ex_tax="0.0000", total_ex_tax="0.0000"),
    ]  # fmt: skip
    order = placed(an_order(total_inc_tax="125.0000", total_ex_tax="125.0000"), *lines)

    assert [item.kind for item in order.items] == ["product", "gift_card", "custom", "product"]
    assert [item.variant_id for item in order.items] == ["447", "", "", "447"]
    assert [item.net for item in order.items] == [4000, 4000, 4000, 0]
    assert difference(order) == 0


def test_a_customer_is_known_only_by_a_hash_and_a_guest_not_at_all() -> None:
    customer = placed(an_order(customer_id=12)).customer

    assert len(customer) == 32
    assert customer != placed(an_order(customer_id=13)).customer
    assert placed(an_order(customer_id=0)).customer == ""


def test_an_order_through_the_test_gateway_is_a_test() -> None:
    assert placed(an_order(payment_method="Test Payment Gateway")).test


def test_an_archived_order_stays_what_it_was() -> None:
    order = placed(an_order(is_deleted=True))

    assert (order.status, order.cancelled_at, order.flags) == ("paid", None, ("archived",))


def test_a_cancelled_order_is_told_as_a_cancellation_too() -> None:
    _, cancelled = told(an_order(status_id=5))

    assert isinstance(cancelled, OrderCancelled)
    assert cancelled.cancelled_at == datetime(2026, 11, 21, 10, 0, 12, tzinfo=UTC)
    assert cancelled.platform_order_id == "1043"


def test_nothing_is_kept_of_what_buyers_and_staff_write() -> None:
    order = an_order(customer_message="call Robin", staff_notes="Robin again", ip_address="1.2.3.4")
    kept = repr(told(order))

    assert not [each for each in ("Robin", "1.2.3.4", "robin@example.com") if each in kept]


@pytest.mark.parametrize(
    "changes",
    [
        {"date_created": "yesterday"},
        {"date_created": "Sat, 21 Nov 2026 10:00:00 -0000"},
        {"default_currency_code": "XAU"},
        {"total_inc_tax": "1e3"},
        {"total_inc_tax": ""},
        {"total_inc_tax": None},
        {"total_inc_tax": "99999999999999999"},
        {"id": 0},
        {"status_id": 15},
        {"payment_status": "half paid"},
        {"is_tax_inclusive_pricing": "yes"},
    ],
)
def test_an_order_that_cannot_be_understood_is_unreadable(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidPayload):
        told(an_order(**changes))


def test_two_lines_of_one_id_are_unreadable() -> None:
    with pytest.raises(InvalidPayload, match="names a line twice"):
        told(an_order(), a_line(), a_line())
