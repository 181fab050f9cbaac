from dataclasses import replace
from datetime import timedelta

import pytest

from commissions.domain.ledger.changes import changes, changes_by_order, check_absence, is_cancelled
from commissions.domain.ledger.facts import Content, Fact, fact
from commissions.domain.ledger.snapshots import latest
from commissions.domain.orders.order import OfOrder, OrderPlaced
from commissions.domain.orders.parking import Waits, WaitsFor
from commissions.domain.orders.refund import RefundItem
from tests.support.orders import NOON, a_cancellation, a_refund, an_order

READ = NOON + timedelta(hours=5)


def known(*contents: Content) -> list[Fact]:
    return [fact(content) for content in contents]


def found(*told: OfOrder, facts: list[Fact]) -> tuple[OfOrder, ...]:
    return changes(told, facts, READ)


def test_all_of_an_unknown_order_is_news() -> None:
    told = (an_order(), a_refund(units={"1": "1"}), a_cancellation())

    assert found(*told, facts=[]) == told


def test_what_is_known_with_this_content_is_no_news() -> None:
    told = (an_order(), a_refund(units={"1": "1"}), a_cancellation())

    assert found(*told, facts=known(*told)) == ()


def test_a_snapshot_of_a_moment_of_which_none_is_known_is_news_though_a_later_one_counts() -> None:
    facts = known(an_order(minutes=10))

    assert found(an_order(minutes=11), facts=facts) == (an_order(minutes=11),)
    assert found(an_order(minutes=9), facts=facts) == (an_order(minutes=9),)


def test_an_earlier_moment_that_is_known_is_no_news_whatever_is_said_of_it() -> None:
    facts = known(an_order(minutes=9), an_order(minutes=10))

    assert found(an_order(minutes=9), facts=facts) == ()
    assert found(an_order(minutes=9, shipping=5_00, total=105_00), facts=facts) == ()


def test_another_content_of_the_same_moment_says_when_it_was_read() -> None:
    other = an_order(shipping=5_00, total=105_00)

    assert found(other, facts=known(an_order())) == (replace(other, read_at=READ),)


def test_a_content_that_was_read_before_stays_known() -> None:
    read = replace(an_order(shipping=5_00, total=105_00), read_at=NOON)

    assert found(replace(read, read_at=None), facts=known(an_order(), read)) == ()


def test_an_answer_from_before_the_one_that_counts_is_no_news() -> None:
    read = an_order(shipping=5_00, total=105_00, read_at=READ + timedelta(seconds=1))

    assert found(an_order(), facts=known(read)) == ()


def test_a_new_refund_is_news_though_its_snapshot_is_old() -> None:
    refund = a_refund(units={"1": "1"})

    assert found(an_order(), refund, facts=known(an_order(), an_order(minutes=60))) == (refund,)


def test_a_refund_of_another_content_is_news() -> None:
    refund = a_refund(units={"1": "1"})
    other = replace(refund, items=(RefundItem("1", refund.items[0].qty * 2),))

    assert found(an_order(), other, facts=known(an_order(), refund)) == (other,)


def test_an_answer_about_several_orders_is_told_order_by_order() -> None:
    first, second = an_order(platform_order_id="1001"), an_order(platform_order_id="1002")
    refund = a_refund(units={"1": "1"}, platform_order_id="1001")
    known_of = {first.order_key: known(first), second.order_key: []}

    assert changes_by_order([second, first, refund], known_of, READ) == (refund, second)


def test_the_snapshot_that_counts_is_the_one_the_fold_takes() -> None:
    orders: list[OrderPlaced] = [an_order(), an_order(minutes=5), an_order(status="pending")]

    assert latest(known(*orders)) == orders[1]
    assert latest([]) is None


def test_an_order_is_cancelled_by_its_snapshot_or_by_a_later_word() -> None:
    order = an_order(minutes=30)

    assert not is_cancelled(known(order))
    assert is_cancelled(known(replace(order, cancelled_at=NOON)))
    assert is_cancelled(known(order, a_cancellation(minutes=30)))
    assert not is_cancelled(known(order, a_cancellation(minutes=29)))
    assert not is_cancelled(known(a_cancellation()))


def test_an_order_that_earned_and_is_no_more_is_for_a_person() -> None:
    order = an_order()

    with pytest.raises(Waits, match="no more") as raised:
        check_absence(order.order_key, known(order))
    assert raised.value.reason == "order_gone"
    assert raised.value.waits_for == WaitsFor.operator(order.order_key)


def test_an_order_that_was_never_known_or_is_cancelled_may_be_gone() -> None:
    order = an_order(minutes=30)

    # Raises Waits where a person has to look.
    check_absence(order.order_key, [])
    check_absence(order.order_key, known(order, a_cancellation(minutes=30)))
