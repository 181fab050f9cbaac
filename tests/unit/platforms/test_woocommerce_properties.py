"""What holds for every order that WooCommerce can tell, not only for those that we thought of."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from tests.support.line_shares import gone_of
from tests.unit.platforms.woocommerce_builders import (
    Payload,
    a_fee,
    a_line,
    a_refund,
    an_order,
    back,
    fetched,
    placed,
)


def decimal(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


@st.composite
def orders(draw: st.DrawFn) -> Payload:
    lines = [
        a_line(
            number,
            total=decimal(draw(st.integers(0, 1_000_000))),
            qty=draw(st.integers(1, 20)),
            tax=decimal(draw(st.integers(0, 100_000))),
        )
        for number in range(1, draw(st.integers(1, 5)) + 1)
    ]
    fees = [a_fee(decimal(draw(st.integers(-5_000, 5_000))))] if draw(st.booleans()) else []
    return an_order(*lines, shipping=decimal(draw(st.integers(0, 5_000))), fees=fees)


@st.composite
def refunded_orders(draw: st.DrawFn) -> Payload:
    """Units and money come back of some lines, together or apart; and money for nothing."""
    order = draw(orders())
    told = []
    for number in range(draw(st.integers(1, 3))):
        lines = [
            back(line["id"], qty=-draw(st.integers(0, 20)), total=decimal(-draw(st.integers(0, 9))))
            for line in order["line_items"]
        ]
        told.append(a_refund(*lines, id=7400 + number, amount=decimal(draw(st.integers(0, 9_999)))))
    return order | {"refunds": told}


@given(orders())
def test_lines_fees_shipping_and_tax_are_the_total_to_the_cent(payload: Payload) -> None:
    order = placed(payload)

    assert difference(order) == 0
    assert "rounding" not in order.flags


@given(orders(), st.integers(-500, 500).filter(bool))
def test_a_total_that_is_off_is_named_by_a_flag(payload: Payload, off: int) -> None:
    order = placed(payload | {"total": decimal(placed(payload).total + off)})

    stays = difference(order) == -off and "totals_differ" in order.flags
    most = 5 if order.rounds_to == 1 else order.rounds_to * (len(order.items) + 4) // 2
    rounded = difference(order) == 0 and "rounding" in order.flags and abs(off) <= most
    assert stays or rounded


@given(orders(), st.sampled_from([2, 4, 6]))
def test_more_zeros_behind_an_amount_change_nothing(payload: Payload, more: int) -> None:
    longer = {
        name: f"{payload[name]}{'0' * more}" for name in ("total", "total_tax", "shipping_total")
    }

    assert placed(payload | longer).digest == placed(payload).digest


@given(refunded_orders())
def test_what_comes_back_is_never_more_than_was_bought(payload: Payload) -> None:
    order, *others = fetched(payload)
    back = [each for each in others if isinstance(each, OrderRefunded)]
    assert isinstance(order, OrderPlaced)

    shares = gone_of(order, back)

    assert all(Fraction(0) <= share <= Fraction(1) for share in shares.values())
    assert order.refund_ids == tuple(sorted({each.source_id for each in back}))


@given(refunded_orders(), st.randoms(use_true_random=False))
def test_in_whatever_order_refunds_are_listed_they_are_the_same(
    payload: Payload, random: Any
) -> None:
    shuffled = list(payload["refunds"])
    random.shuffle(shuffled)

    one, other = fetched(payload), fetched(payload | {"refunds": shuffled})

    assert {each.key for each in one} == {each.key for each in other}
    assert one[0] == other[0]


@given(orders(), st.randoms(use_true_random=False))
def test_the_order_of_the_fields_changes_nothing(payload: Payload, random: Any) -> None:
    fields = list(payload.items())
    random.shuffle(fields)

    assert placed(dict(fields)).digest == placed(payload).digest
