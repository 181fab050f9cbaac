"""What holds of what comes back, whatever the orders and their refunds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from tests.support.histories import history
from tests.support.line_shares import gone_of
from tests.support.orders import NOON, a_refund, an_item, an_order


def refunds_of(seed: int) -> tuple[OrderPlaced, list[OrderRefunded]]:
    told = [content for delivery in history(seed).deliveries for content in delivery]
    orders = [content for content in told if isinstance(content, OrderPlaced)]
    paid = replace(orders[-1], status="paid")
    return paid, [content for content in told if isinstance(content, OrderRefunded)]


def values(order: OrderPlaced, refunds: Iterable[OrderRefunded]) -> list[Fraction]:
    return list(gone_of(order, refunds).values())


@given(st.integers(0, 10**6))
def test_what_comes_back_is_between_nothing_and_all_whoever_tells_it_first(seed: int) -> None:
    order, refunds = refunds_of(seed)

    assert all(0 <= share <= 1 for share in values(order, refunds))
    assert values(order, refunds) == values(order, refunds[::-1])


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_later_refund_never_gives_anything_back(seed: int, amount: int) -> None:
    """Of orders without lines below nothing: with one of these back, goodwill lies on more."""
    order, refunds = refunds_of(seed)
    assume(all(item.net >= 0 for item in order.items))
    later = a_refund(
        "z",
        refunded_at=NOON + timedelta(days=99),
        amount_only=amount,
        currency=order.currency,
        units={order.items[0].line_id: "0.5"},
    )
    before, after = values(order, refunds), values(order, [*refunds, later])

    assert all(new >= old for old, new in zip(before, after, strict=True))


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=8), st.integers(0, 10**6))
def test_a_spread_amount_is_neither_more_nor_less_than_was_given_back(
    nets: list[int], amount: int
) -> None:
    order = an_order(*(an_item(f"{i}", net=net) for i, net in enumerate(nets)))

    back = values(order, [a_refund(amount_only=amount)])

    assert sum(share * net for share, net in zip(back, nets, strict=True)) == min(amount, sum(nets))
