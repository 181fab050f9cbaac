"""What stands below a copy: one more copy, or what was split off it. The order that the buyer paid
is above all of them, and only what that one has no more is earned by another."""

from itertools import permutations
from typing import Any

import pytest

from commissions.domain.orders.continues import Continues
from tests.support.vendor_orders import (
    CUPS,
    PARENT,
    TEA,
    cups,
    given_back,
    of_cups,
    of_tea,
    refunded,
    sub_order,
    tea,
    the_order,
    told,
)
from tests.unit.platforms.woocommerce_builders import Payload

ONCE, WITHOUT_TEA = ("30.00", "5.00"), ("12.00", "2.00")
LAST = 9104


def below(order_id: int, *lines: Payload, **fields: Any) -> Payload:
    """An order below another than the one that was paid."""
    return sub_order(LAST, *lines, **{"parent_id": order_id} | fields)


SPLIT = [
    the_order(),
    of_tea(tea(3), cups(4)),
    of_tea(tea(3), hours=5),
    below(TEA, cups(5), hours=5, date_created_gmt="2026-11-20T20:30:00"),
]


def test_what_a_vendor_splits_off_their_copy_is_still_the_orders_that_was_paid() -> None:
    for each in permutations(SPLIT):
        shop = told(*each)

        assert shop.earned() == ONCE
        assert shop.why(LAST) == {"part of order 9101, which earned"}


def test_and_is_earned_by_the_last_where_that_one_has_lost_it_too() -> None:
    shop = told(*SPLIT, the_order(tea(), hours=5))

    assert shop.earned() == ONCE
    assert shop.earned_by(LAST) == "12.00"


@pytest.mark.parametrize("back", [refunded(7, "60.00"), given_back("60.00")])
def test_what_comes_back_of_a_copys_copy_comes_back_of_the_order_that_was_paid(
    back: dict[str, Any],
) -> None:
    orders = [the_order(), of_tea(), below(TEA, tea(7), **back)]
    for each in permutations(orders):
        assert told(*each, of_cups()).earned() == WITHOUT_TEA


def test_it_comes_back_once_though_all_three_say_so() -> None:
    orders = [
        the_order(**refunded(1, "60.00")),
        of_tea(**refunded(3, "60.00")),
        below(TEA, tea(7), **refunded(7, "60.00")),
    ]
    for each in permutations(orders):
        assert told(*each, of_cups()).earned() == WITHOUT_TEA


def test_where_the_order_above_all_is_not_known_nobody_is_paid() -> None:
    shop = told(*SPLIT[1:])

    assert shop.earned() == ("0.00", "0.00")
    assert {reason for _, reason, _ in shop.listed()} == {"copy_unknown"}
    assert {order for order, _, _ in shop.listed()} == {TEA, LAST}


def test_a_copy_that_a_person_says_is_none_is_above_nothing_but_itself() -> None:
    shop = told(the_order(), sub_order(CUPS, tea(4)), below(CUPS, tea(7), **refunded(7, "60.00")))

    assert shop.earned() == WITHOUT_TEA
    # Then 9103 is a sale of its own, and what came back is of that.
    shop.say(CUPS, "no").tell(sub_order(CUPS, tea(4), hours=300))
    assert shop.target(CUPS).stands_for is None
    assert (shop.earned_by(PARENT), shop.earned_by(CUPS)) == ("30.00", "0.00")
    shop.say(CUPS, "", minutes=90).tell(sub_order(CUPS, tea(4), hours=310))
    assert (shop.earned_by(PARENT), shop.earned_by(CUPS)) == ("12.00", "0.00")


def test_orders_that_stand_below_each_other_stop_nothing() -> None:
    shop = told(of_tea(parent_id=CUPS), sub_order(CUPS, tea(4), parent_id=TEA), the_order(cups()))

    assert shop.earned() == ("12.00", "2.00")
    continues = shop.target(TEA).order
    assert continues
    assert continues.continues == Continues("woocommerce/tea/9103", "copy", by_lines=True)
    assert shop.earned_by(PARENT) == "12.00"


def test_three_orders_in_a_ring_are_told_of_each_other_and_then_are_silent() -> None:
    ring = [
        sub_order(PARENT, tea(1), parent_id=TEA, **refunded(1, "60.00")),
        sub_order(TEA, tea(3), parent_id=CUPS, **refunded(3, "60.00")),
        sub_order(CUPS, tea(4), parent_id=PARENT, **refunded(4, "60.00")),
    ]
    for each in permutations(ring):
        assert told(*each).earned() == ("0.00", "0.00")
