"""What an app takes off an exchange for goods that came back is a way of paying, no discount."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.stores.order_marks import OrderMarks
from tests.unit.platforms.shopify_builders import STORE, a_line, an_order, freight, placed

NAMING = replace(
    STORE, marks=OrderMarks(exchange_prefix="EXC-", exchange_credit=("Exchange credit",))
)
CREDIT = {"type": "manual", "title": "exchange credit"}
WELCOME = {"type": "discount_code", "code": "WELCOME"}


def off(line: dict[str, Any], **places: str) -> dict[str, Any]:
    """A line with what each of the order's discounts takes off it."""
    names = {"credit": 0, "welcome": 1}
    allocations = [
        {"amount": amount, "discount_application_index": names[name]}
        for name, amount in places.items()
    ]
    return line | {"discount_allocations": allocations}


def read(*lines: dict[str, Any], store: Any = NAMING, **more: Any) -> OrderPlaced:
    discounts = {"discount_applications": [CREDIT, WELCOME], "name": "EXC-1001"}
    return placed(an_order(*lines, **discounts | more), store)


def test_the_net_of_a_line_is_before_a_credit_and_after_a_discount() -> None:
    order = read(off(a_line(price="40.00"), credit="25.00", welcome="5.00"))
    [item] = order.items

    assert (item.net, item.discount, order.total, order.tender) == (35_00, 5_00, 10_00, 25_00)
    assert (difference(order), order.flags) == (0, ())


def test_an_exchange_that_a_credit_paid_whole_is_worth_its_goods() -> None:
    order = read(
        off(a_line(11, price="20.00"), credit="20.00"),
        off(a_line(12, price="15.00"), credit="15.00"),
        shipping=[off(freight("5.00"), credit="5.00")],
    )

    assert [item.net for item in order.items] == [20_00, 15_00]
    assert (order.total, order.tender, order.shipping, difference(order)) == (0, 40_00, 5_00, 0)


def test_where_prices_include_tax_the_credit_paid_the_tax_too() -> None:
    taxed = a_line(price="119.00") | {"tax_lines": [{"price": "0.00", "rate": Decimal("0.19")}]}
    order = read(off(taxed, credit="119.00"), tax_included=True)
    [item] = order.items

    assert (item.net, item.tax, order.tax, order.tender) == (100_00, 19_00, 19_00, 119_00)
    assert difference(order) == 0


def test_of_a_line_that_was_paid_in_part_both_taxes_count() -> None:
    taxed = a_line(price="119.00") | {"tax_lines": [{"price": "9.50", "rate": Decimal("0.19")}]}
    order = read(off(taxed, credit="59.50"), tax_included=True)

    assert (order.items[0].net, order.tax, difference(order)) == (100_00, 19_00, 0)


@pytest.mark.parametrize("store", [STORE, replace(STORE, marks=OrderMarks())])
def test_what_the_store_does_not_name_is_a_discount(store: Any) -> None:
    order = read(off(a_line(price="40.00"), credit="40.00"), store=store)

    assert (order.items[0].net, order.tender) == (0, 0)


@pytest.mark.parametrize("place", [None, "0", [0], 7, True])
def test_a_discount_in_no_place_of_the_order_is_no_credit(place: Any) -> None:
    line = a_line(price="40.00") | {
        "discount_allocations": [{"amount": "10.00", "discount_application_index": place}]
    }

    assert read(line).tender == 0


def test_a_line_of_no_units_is_paid_by_nothing() -> None:
    gone = off(a_line(12, price="20.00", qty=0), credit="20.00")
    order = read(
        off(a_line(11, price="20.00"), credit="20.00"),
        gone,
        subtotal_price="0.00",
        total_price="0.00",
    )

    assert (order.tender, difference(order)) == (20_00, 0)
