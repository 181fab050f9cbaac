"""What holds for every order that Shopify can tell, not only for those that we thought of."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from tests.support.line_shares import gone_of
from tests.unit.platforms.shopify_builders import Payload, placed, told
from tests.unit.platforms.shopify_strategies import decimal, orders, refunded_orders


@given(orders())
def test_lines_shipping_and_tax_are_the_total_to_the_cent(payload: Payload) -> None:
    order = placed(payload)

    assert difference(order) == 0
    assert "subtotal_differs" not in order.flags


@given(orders(), st.integers(-500, 500).filter(bool))
def test_a_total_that_is_off_is_seen_to_the_cent(payload: Payload, off: int) -> None:
    total = placed(payload).total + off
    if total >= 0:
        assert difference(placed(payload | {"total_price": decimal(total)})) == -off


@given(refunded_orders())
def test_what_is_removed_and_what_is_refunded_is_never_more_than_was_bought(
    payload: Payload,
) -> None:
    order, *others = told(payload)
    back = [each for each in others if isinstance(each, OrderRefunded)]
    assert isinstance(order, OrderPlaced)

    for item, line in zip(order.items, payload["line_items"], strict=True):
        units = [
            each.qty for refund in back for each in refund.items if each.line_id == item.line_id
        ]
        assert item.removed + sum(units) == item.qty - line["current_quantity"]
    shares = gone_of(order, back)
    assert all(Fraction(0) <= share <= Fraction(1) for share in shares.values())


@given(refunded_orders())
def test_each_refund_is_one_fact_wherever_it_is_told(payload: Payload) -> None:
    within = [each for each in told(payload) if isinstance(each, OrderRefunded)]
    alone = [each for one in payload["refunds"] for each in told(one, "refunds/create")]

    assert [(each.key, each.digest) for each in alone] == [
        (each.key, each.digest) for each in within
    ]


@given(orders(), st.randoms(use_true_random=False))
def test_the_order_of_the_fields_changes_nothing(payload: Payload, random: Any) -> None:
    fields = list(payload.items())
    random.shuffle(fields)

    assert placed(dict(fields)).digest == placed(payload).digest
