"""Several snapshots that a store sent in one second: what it answers is the last of them."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import permutations

import pytest

from commissions.audit.order_history import OrderHistory
from commissions.audit.order_money import OrderAccount
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.snapshots import by_age, latest
from commissions.domain.ledger.target import fold
from commissions.domain.orders.order import OrderPlaced
from tests.support.orders import NOON, PLAN, a_refund, an_item, an_order, sold

SMALLER = an_order(an_item(net=100_00), minutes=90)
LARGER = [an_order(an_item(net=net), minutes=90) for net in range(100_01, 100_09)]


@pytest.mark.parametrize("larger", LARGER)
def test_what_the_store_answered_of_a_second_is_the_last_that_it_sent(larger: OrderPlaced) -> None:
    for last, other in permutations((SMALLER, larger)):
        asked = replace(last, read_at=NOON + timedelta(hours=3))
        for told in permutations((last, other, asked)):
            facts = [fact(each) for each in told]

            assert by_age(facts) == [other, last, asked]
            assert OrderHistory.of(told).snapshots_by_time == [other, last, asked]
            assert latest(facts) == asked


def test_what_it_answered_first_of_a_second_stands_before_what_it_answered_later() -> None:
    first, later = SMALLER, LARGER[0]
    asked = [
        replace(first, read_at=NOON + timedelta(hours=3)),
        replace(later, read_at=NOON + timedelta(hours=4)),
        replace(first, read_at=NOON + timedelta(hours=5)),
    ]
    for told in permutations((first, later, *asked)):
        found = by_age(fact(each) for each in told)

        assert found == [first, asked[0], later, asked[1], asked[2]]
        assert OrderHistory.of(told).snapshots_by_time == found


def test_less_than_half_a_cent_that_rounding_leaves_of_an_order_is_nothing() -> None:
    lines = an_item(net=29_24, qty="3"), an_item("2", net=66_59, qty="2")
    sold_before, partly = sold(an_order(*lines)), "partially_refunded"
    then = an_order(*lines, minutes=60, status=partly)
    edited = an_order(
        an_item(net=19_49, qty="2"), an_item("2", net=66_59, qty="2"), an_item("3", net=10_00),
        minutes=90, status=partly,
    )  # fmt: skip
    returned = a_refund(units={"1": "2"})
    whole = a_refund("r2-amount", minutes=120, amount_only=76_59, gross=True)
    told: list[Content] = [*sold_before, returned, then, edited, whole]
    balance = fold(map(fact, told), lambda _: PLAN).balance
    stand = OrderAccount(OrderHistory.of(told)).stand()

    assert balance
    assert 0 < stand.received - stand.moment.back < Fraction(1, 2)
    assert balance.goodwill == stand.goodwill == 76_59
