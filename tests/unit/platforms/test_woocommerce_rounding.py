"""Shops that show fewer decimals than their currency has: what they round is no mistake."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from tests.support.line_shares import gone_of
from tests.unit.platforms.woocommerce_builders import (
    Payload,
    a_line,
    a_refund,
    an_order,
    back,
    fetched,
    placed,
)

BY_LINE, AT_THE_END = False, True


def rounded(amount: Decimal, places: str = "1") -> Decimal:
    return amount.quantize(Decimal(places), ROUND_HALF_UP)


def shown(amount: Decimal) -> str:
    return f"{rounded(amount, '0.01')}"


def in_a_whole_shop(
    prices: Sequence[tuple[int, int]],
    *,
    rate: int,
    off: int = 0,
    shipping: int = 0,
    at_the_end: bool,
    **more: Any,
) -> Payload:
    """As WooCommerce works it out for prices with tax in a shop of no decimals, and tells it with
    two: lines as they are kept, their taxes and the sums as they were rounded."""
    lines, nets, taxes = [], Decimal(0), Decimal(0)
    for number, (price, qty) in enumerate([*prices, (shipping, 1)], start=1):
        gross = Decimal(price * qty) * (100 - (off if number <= len(prices) else 0)) / 100
        tax = gross * rate / (100 + rate)
        net, tax = gross - tax, tax if at_the_end else rounded(tax)
        nets += net if at_the_end else rounded(net)
        taxes += tax
        lines.append(a_line(number, total=shown(net), tax=shown(tax), qty=qty))
    *goods, freight = lines
    return an_order(
        *goods,
        shipping=freight["total"],
        shipping_tax=freight["total_tax"],
        total_tax=f"{rounded(taxes)}.00",
        total=f"{rounded(nets + taxes)}.00",
        **more,
    )


@st.composite
def baskets(draw: st.DrawFn) -> Payload:
    prices = st.tuples(st.integers(1, 99_999), st.integers(1, 9))
    return in_a_whole_shop(
        draw(st.lists(prices, min_size=1, max_size=6)),
        rate=draw(st.sampled_from([0, 5, 12, 21, 25, 27])),
        off=draw(st.sampled_from([0, 0, 10, 33])),
        shipping=draw(st.sampled_from([0, 990, 1490])),
        at_the_end=draw(st.booleans()),
        currency=draw(st.sampled_from(["HUF", "CZK", "SEK", "TWD"])),
    )


@given(baskets())
def test_what_a_shop_without_decimals_rounds_parks_no_order(payload: Payload) -> None:
    order = placed(payload)

    assert difference(order) == 0
    assert "totals_differ" not in order.flags
    assert [f"{Decimal(item.net) / 100:.2f}" for item in order.items] == [
        line["total"] for line in payload["line_items"]
    ]


@given(baskets(), st.integers(11, 400), st.sampled_from([-1, 1]))
def test_what_is_more_than_rounding_stays_for_a_person(
    payload: Payload, off: int, sign: int
) -> None:
    order = placed(payload | {"total": f"{Decimal(payload['total']) + sign * off}"})

    assert difference(order) != 0
    assert "totals_differ" in order.flags


@pytest.mark.parametrize("at_the_end", [BY_LINE, AT_THE_END])
def test_the_taxes_of_an_order_show_a_shop_that_rounds_to_whole_euros(at_the_end: bool) -> None:
    prices = [(99, 1), (49, 3)]

    order = placed(in_a_whole_shop(prices, rate=21, at_the_end=at_the_end, currency="EUR"))

    assert (difference(order), order.rounds_to) == (0, 100)


def test_a_whole_total_is_no_proof_of_a_shop_without_decimals() -> None:
    order = placed(an_order(a_line(total="98.50"), total="100.00"))

    assert (difference(order), order.rounds_to, order.flags) == (-1_50, 1, ("totals_differ",))


def test_what_our_client_saw_of_the_shops_decimals_counts() -> None:
    payload = an_order(a_line(1, total="98.60"), a_line(2, total="0.60"), total="101.00")

    told = placed(payload | {"shown_decimals": 0})
    before = placed(payload | {"shown_decimals": 0, "total": "99.20"})

    assert (difference(told), told.other, told.rounds_to) == (0, 1_80, 100)
    assert before.rounds_to == 1  # of a time when the shop had decimals


def test_an_order_of_whole_amounts_is_told_as_ever() -> None:
    line = a_line(total="787.00", tax="213.00")

    assert placed(an_order(line, currency="HUF")).rounds_to == 1


def test_a_shop_of_one_decimal_or_of_two_where_there_are_three() -> None:
    dinars = a_line(total="8.403", tax="1.597")
    order = placed(an_order(dinars, currency="KWD", total_tax="1.600", total="10.000"))
    one = placed(an_order(a_line(total="8.43", tax="1.57"), total_tax="1.60", total="10.00"))

    assert (order.rounds_to, order.other, difference(order)) == (10, -3, 0)
    assert (one.rounds_to, difference(one)) == (10, 0)


@pytest.mark.parametrize(
    ("currency", "net", "total", "is_rounding"),
    [
        ("CHF", "10.02", "10.00", True),
        ("CHF", "10.05", "10.10", False),
        ("NZD", "10.04", "10.00", True),
        ("DKK", "10.20", "10.50", False),
        ("DKK", "10.26", "10.50", True),
        ("NOK", "10.49", "10.00", True),
        ("HUF", "1002.00", "1000.00", True),
        ("HUF", "1004.00", "1000.00", False),
        ("USD", "10.10", "10.00", False),
    ],
)
def test_a_total_may_be_rounded_to_the_smallest_coin(
    currency: str, net: str, total: str, is_rounding: bool
) -> None:
    order = placed(an_order(a_line(total=net), currency=currency, total=total))

    assert ("rounding" in order.flags, difference(order) == 0) == (is_rounding, is_rounding)


def test_a_refund_in_whole_units_names_all_of_its_money() -> None:
    line = a_line(total="3141.73", tax="848.27")
    of = an_order(line, currency="HUF", total_tax="848.00", total="3990.00")
    told = a_refund(back(total="-3141.73", tax="-848.27"), amount="3991")

    placed, refund = fetched(of | {"refunds": [told]})

    assert isinstance(placed, OrderPlaced)
    assert isinstance(refund, OrderRefunded)
    assert refund.amount_only == 0
    assert gone_of(placed, [refund]) == {"11": 1}


def test_a_refund_is_rounded_as_the_shop_does_though_its_order_is_whole() -> None:
    of = an_order(a_line(total="100.00", qty=3)) | {"shown_decimals": 0}
    told = a_refund(back(total="-33.33"), amount="33.00")

    _, refund, *rest = fetched(of | {"refunds": [told]})
    _, _, *of_others = fetched(of | {"refunds": [told], "shown_decimals": 2})

    assert isinstance(refund, OrderRefunded)
    assert (refund.amount_only, rest, len(of_others)) == (0, [], 1)


def test_a_refund_of_more_than_rounding_names_the_rest_for_nothing() -> None:
    line = a_line(total="3141.73", tax="848.27")
    of = an_order(line, currency="HUF", total_tax="848.00", total="3990.00")
    told = a_refund(back(total="-3141.73", tax="-848.27"), amount="3993")

    _, refund = fetched(of | {"refunds": [told]})

    assert isinstance(refund, OrderRefunded)
    assert refund.amount_only == 3_00


def test_thirds_of_a_line_that_come_back_in_whole_units_are_all_of_it() -> None:
    line = a_line(total="3141.73", tax="848.27", qty=3)
    of = an_order(line, currency="HUF", total_tax="848.00", total="3990.00")
    told = [
        a_refund(back(total="-1047", tax="-283"), id=number, amount="1330") for number in (1, 2, 3)
    ]

    placed, *refunds = fetched(of | {"refunds": told})

    assert isinstance(placed, OrderPlaced)
    back_again = [each for each in refunds if isinstance(each, OrderRefunded)]
    assert gone_of(placed, back_again) == {"11": 1}
