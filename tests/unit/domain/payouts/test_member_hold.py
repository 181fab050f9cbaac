"""When what an order brought is free to be paid, and what is on hold until which week."""

from datetime import date, datetime, timedelta

from commissions.domain.ledger.member_lines import member_lines
from commissions.domain.payouts.free_parts import free_parts
from commissions.domain.payouts.home_facts import last_came_back, on_hold
from commissions.domain.payouts.member_hold import batch_of_payout, free_at
from commissions.domain.payouts.member_money import WeekRelease
from tests.support.payout_cases import came_back, day, earned, took
from tests.support.said import UTC_TERMS
from tests.support.settled_orders import PLACED, a_refund, sold

HOLD = timedelta(days=30)


def free(*refunds: object, who: str = "cat") -> datetime | None:
    chain = sold("cat < bob (inactive)", *refunds)  # type: ignore[arg-type]
    return free_at(member_lines(chain, who, lambda _p, _v: UTC_TERMS), lambda _p, _v: 30)


def test_an_order_is_free_after_the_hold_of_its_plan() -> None:
    assert free() == PLACED + HOLD


def test_a_refund_within_the_hold_does_not_move_what_is_left() -> None:
    assert free(a_refund()) == PLACED + HOLD


def test_of_what_nothing_is_left_or_was_never_paid_nothing_is_on_hold() -> None:
    assert free(a_refund(qty=4)) is None
    assert free(who="bob") is None


def test_the_batch_that_paid_is_named() -> None:
    moves = [took(10, 70, batch="USD-1")]

    assert batch_of_payout(moves, day(60)) == "USD-1"
    assert batch_of_payout(moves, day(80)) == ""
    assert batch_of_payout(moves, None) == ""


def test_what_is_on_hold_is_told_by_the_week_in_which_it_is_free() -> None:
    """Day 40 is Tuesday 10 November."""
    parts = free_parts([earned(50, 12), earned(30, 15, order="2"), earned(20, 16, order="3")])

    held = on_hold(parts, day(40), "UTC")

    assert held.weeks == (
        WeekRelease(date(2026, 11, 15), 80),
        WeekRelease(date(2026, 11, 22), 20),
    )
    assert (held.amount, held.next_release) == (100, day(42))


def test_what_takes_back_waits_with_what_it_takes_back() -> None:
    parts = free_parts([earned(50, 12), earned(-20, 20, number=2)])

    assert on_hold(parts, day(40), "UTC").amount == 30


def test_weeks_end_by_the_members_own_clock() -> None:
    """Free on Monday at 3 in the morning in UTC, which is Sunday evening in New York."""
    parts = free_parts([earned(50, 16 + 3 / 24)])

    assert on_hold(parts, day(40), "UTC").weeks == (WeekRelease(date(2026, 11, 22), 50),)
    assert on_hold(parts, day(40), "America/New_York").weeks == (
        WeekRelease(date(2026, 11, 15), 50),
    )


def test_only_a_payout_that_nothing_followed_is_told_to_have_come_back() -> None:
    back = took(10, 50, batch="B"), came_back(10, 55, batch="B")

    assert last_came_back(back) == "B"
    assert last_came_back([*back, took(10, 70, batch="C")]) == ""
    assert last_came_back([]) == ""
