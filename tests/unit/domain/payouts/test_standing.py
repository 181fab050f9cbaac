"""What is unpaid, and what is owed to the company: two purses that never net by themselves."""

import random

import pytest

from commissions.domain.payouts.standing import WRITTEN_OFF, Debt, PayoutMove
from tests.support.payout_cases import came_back, day, earned, stands, took


def test_what_is_free_and_was_not_paid_is_unpaid() -> None:
    at = stands(60, earned(50, 5), earned(70, 50, order="2"))

    assert (at.earned, at.held, at.unpaid, at.debt) == (120, 70, 50, 0)
    assert at.next_free == day(80)


def test_what_a_batch_reserved_is_unpaid_no_more() -> None:
    at = stands(60, earned(50, 5), took(50, 40))

    assert (at.unpaid, at.moved) == (0, -50)


def test_what_failed_or_was_returned_is_unpaid_again() -> None:
    at = stands(60, earned(50, 5), took(50, 40), came_back(50, 45))

    assert (at.unpaid, at.moved, at.debt) == (50, 0, 0)


def test_what_comes_back_of_unpaid_money_is_taken_from_it_whole() -> None:
    at = stands(60, earned(50, 5), earned(30, 5, order="2"), earned(-30, 40, number=2))

    assert (at.unpaid, at.debt) == (50, 0)


def test_what_comes_back_of_paid_money_is_a_debt_since_that_day() -> None:
    at = stands(60, earned(50, 5), took(50, 40), earned(-30, 45, number=2))

    assert at.debts == (Debt(day(45), 30),)
    assert at.unpaid == 0


def test_later_earnings_do_not_pay_a_debt_by_themselves() -> None:
    """How much of them does is the plan's to say, when they are paid out."""
    debt = earned(50, 5), took(50, 40), earned(-30, 45, number=2)
    at = stands(90, *debt, earned(100, 50, order="2"))

    assert (at.unpaid, at.debt) == (100, 30)


def test_what_a_batch_took_for_a_debt_is_owed_no_more() -> None:
    debt = earned(50, 5), took(50, 40), earned(-30, 45, number=2)
    later = earned(100, 50, order="2"), took(80, 85, offset=20, batch="USD-20261225-1")
    at = stands(90, *debt, *later)

    assert (at.unpaid, at.debt) == (0, 10)


def test_the_oldest_debt_is_paid_first() -> None:
    events = (
        earned(50, 5),
        took(50, 40),
        earned(-20, 45, number=2),
        earned(-30, 50, number=3),
        earned(100, 51, order="2"),
        took(75, 85, offset=25, batch="USD-20261225-1"),
    )

    assert stands(90, *events).debts == (Debt(day(50), 25),)
    assert stands(90, *events).debt_before(day(49)) == 0


def test_a_debt_that_is_written_off_is_gone_and_the_rest_stands() -> None:
    book = "payouts/USD-20261201-written-off/M1"
    gone = PayoutMove(kind=WRITTEN_OFF, at=day(50), amount=20, book=book)
    at = stands(60, earned(50, 5), took(50, 40), earned(-30, 45, number=2), gone)

    assert (at.debt, at.unpaid, at.moved) == (10, 0, -30)


def test_a_refund_told_late_of_before_a_batch_is_a_debt() -> None:
    """The batch did not know of it, and paid."""
    at = stands(60, earned(50, 5), earned(-20, 38, number=2), took(50, 40))

    assert (at.unpaid, at.debt) == (0, 20)


def test_what_happens_later_is_not_looked_at() -> None:
    at = stands(38, earned(50, 5), earned(70, 39, order="2"), took(50, 40))

    assert (at.earned, at.unpaid, at.moved) == (50, 50, 0)


@pytest.mark.parametrize("seed", range(100))
def test_both_purses_are_the_balance_whatever_happens(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test
    events = [
        earned(dice.randint(1, 90), dice.randint(0, 60), order=str(each)) for each in range(6)
    ]
    events += [
        earned(-dice.randint(1, 120), dice.randint(0, 90), order=str(each), number=2)
        for each in range(4)
    ]
    moves = [
        took(dice.randint(1, 90), dice.randint(20, 80), dice.randint(0, 30), f"USD-2026110{each}-1")
        for each in range(1, 4)
    ]
    moves += [came_back(dice.randint(1, 50), dice.randint(30, 90))]

    for moment in range(0, 120, 7):
        at = stands(moment, *events, *moves)
        assert at.earned - at.held + at.moved == at.unpaid - at.debt
        assert at.unpaid >= 0
        assert all(each.amount > 0 for each in at.debts)
