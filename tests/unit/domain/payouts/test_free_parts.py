"""When what was earned is free: the hold of each line, and of what takes it back."""

import random
from dataclasses import replace

import pytest

from commissions.domain.payouts.free_parts import EarnedLine, free_parts
from tests.support.payout_cases import day, earned, stands


def free(*lines: EarnedLine) -> list[tuple[int, float]]:
    """Amounts, and on which day each is free."""
    return [(each.amount, (each.free_at - day(0)).days) for each in free_parts(lines)]


def test_a_line_is_free_after_the_hold_of_its_own_plan() -> None:
    assert free(earned(50, 5), earned(70, 5, order="2", hold=7)) == [(70, 12), (50, 35)]


def test_it_is_held_until_the_very_moment_at_which_it_is_free() -> None:
    assert stands(34.999, earned(50, 5)).free == 0
    assert stands(35, earned(50, 5)).free == 50


def test_without_a_hold_a_line_is_free_at_once() -> None:
    assert free(earned(50, 5, hold=0)) == [(50, 5)]


def test_a_refund_during_the_hold_waits_with_its_line_and_lowers_it() -> None:
    lines = earned(50, 5), earned(-20, 10, number=2)

    assert free(*lines) == [(50, 35), (-20, 35)]
    assert (stands(20, *lines).held, stands(20, *lines).free) == (30, 0)
    assert stands(35, *lines).free == 30


def test_a_refund_after_the_hold_counts_at_once() -> None:
    assert free(earned(50, 5), earned(-20, 40, number=2)) == [(50, 35), (-20, 40)]


def test_a_claw_back_of_what_was_paid_is_not_held_like_the_sale_of_that_day() -> None:
    """dub PR #2939: the payout now nets it against older money, and the sale waits."""
    old, claw_back = earned(80, -40), earned(-20, 5, number=2)
    at = stands(6, old, claw_back, earned(50, 5, order="2"))

    assert (at.free, at.held) == (60, 50)


def test_what_an_edit_added_is_taken_back_before_what_was_there() -> None:
    lines = earned(50, 5), earned(10, 20, number=2), earned(-25, 25, number=3)

    assert free(*lines) == [(50, 35), (-15, 35), (10, 50), (-10, 50)]


def test_what_takes_back_more_than_there_is_counts_at_once() -> None:
    assert free(earned(50, 5), earned(-70, 6, number=2)) == [(-20, 6), (50, 35), (-50, 35)]


def test_a_refund_takes_back_only_of_its_own_order_and_award() -> None:
    lines = earned(50, 5), earned(-20, 6, order="2")

    assert free(*lines) == [(-20, 6), (50, 35)]


def test_journals_are_taken_in_the_order_of_their_numbers_not_of_their_text() -> None:
    lines = [earned(50, 5), *(earned(-1, 6, number=each) for each in range(2, 12))]

    assert sum(amount for amount, at in free(*lines) if at == 35) == 40


def test_a_refund_told_with_an_earlier_day_is_not_free_before_its_line() -> None:
    assert free(earned(50, 5), earned(-50, 1, number=2)) == [(50, 35), (-50, 35)]


@pytest.mark.parametrize("seed", range(50))
def test_parts_add_up_to_the_lines_and_nothing_held_is_below_zero(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test
    lines, left = [], 0
    for number in range(1, dice.randint(2, 9)):
        amount = dice.randint(-left, 60) if left else dice.randint(1, 60)
        left += amount
        lines.append(earned(amount, dice.randint(0, 40), number=number))

    parts = free_parts(lines)

    assert sum(each.amount for each in parts) == sum(each.amount for each in lines)
    assert all(stands(at, *lines).held >= 0 for at in range(80))
    for line in lines:
        own = [each.amount for each in parts if each.event_id == line.event_id]
        assert sum(own) == line.amount


def test_a_correction_in_a_later_book_waits_with_the_line_of_the_closed_period() -> None:
    """September gave 100, held until day 60; October takes it back on day 31: nothing is owed."""
    september, october = (f"periods/hyb/month/2026-{month}/ann" for month in ("09", "10"))
    gave = replace(earned(100, 0, hold=60), event_id=f"{september}/1/0")
    back = replace(earned(-100, 31, hold=60), event_id=f"{october}/1/0", corrected_book=september)

    assert free(back, gave) == [(100, 60), (-100, 60)]
    assert (stands(40, gave, back).debt, stands(60, gave, back).debt) == (0, 0)
    assert stands(60, gave, back).unpaid == 0
