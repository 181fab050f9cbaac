"""Where somebody's money is: on hold, available, paid or owed, and it adds up."""

from datetime import date
from random import Random

from commissions.domain.payouts.free_parts import free_parts
from commissions.domain.payouts.member_money import MemberMoney, WeekRelease, member_money
from commissions.domain.payouts.standing import PayoutMove
from tests.support.payout_cases import came_back, day, earned, took


def money(days: float, *events: object, zone: str = "UTC") -> MemberMoney:
    lines = [each for each in events if not isinstance(each, PayoutMove)]
    moves = [each for each in events if isinstance(each, PayoutMove)]
    return member_money("USD", free_parts(lines), moves, day(days), zone)  # type: ignore[arg-type]


def test_what_is_earned_is_on_hold_until_it_is_free_and_then_available() -> None:
    before, after = money(34, earned(50, 5)), money(36, earned(50, 5))

    assert (before.on_hold, before.available, before.next_release) == (50, 0, day(35))
    assert (after.on_hold, after.available, after.next_release) == (0, 50, None)


def test_what_is_on_hold_is_released_by_weeks_that_end_on_sunday() -> None:
    """Day 35 is Thursday 5 November, day 39 the Monday after."""
    found = money(10, earned(50, 5), earned(7, 5, order="2"), earned(20, 9, order="3"))

    assert found.releases == (
        WeekRelease(date(2026, 11, 8), 57),
        WeekRelease(date(2026, 11, 15), 20),
    )
    assert sum(each.amount for each in found.releases) == found.on_hold


def test_whose_clock_a_week_ends_by_is_told() -> None:
    """Midnight of Monday in London is Sunday still in New York."""
    there = money(10, earned(50, 9), zone="America/New_York")

    assert money(10, earned(50, 9)).releases == (WeekRelease(date(2026, 11, 15), 50),)
    assert there.releases == (WeekRelease(date(2026, 11, 8), 50),)


def test_a_refund_during_the_hold_lowers_what_is_released() -> None:
    found = money(20, earned(50, 5), earned(-30, 15, number=2))

    assert (found.earned, found.on_hold) == (20, 20)
    assert found.releases == (WeekRelease(date(2026, 11, 8), 20),)


def test_what_was_paid_and_came_back_is_paid_no_more() -> None:
    paid = money(41, earned(50, 5), took(50, 40))
    back = money(46, earned(50, 5), took(50, 40), came_back(50, 45))

    assert (paid.paid, paid.available) == (50, 0)
    assert (back.paid, back.available) == (0, 50)
    assert [each.kind for each in back.payouts] == ["came back", "reserved"]


def test_what_was_paid_and_is_refunded_is_owed_beside_what_is_earned_since() -> None:
    found = money(
        60, earned(50, 5), took(50, 40), earned(-30, 45, number=2), earned(9, 29, order="2")
    )

    assert (found.available, found.negative) == (9, 30)


def test_it_adds_up_whatever_happens() -> None:
    dice = Random("member money")  # noqa: S311 - not a secret
    negative = held = 0
    for _ in range(300):
        events: list[object] = []
        for order in range(dice.randint(1, 5)):
            at, amount = dice.uniform(0, 80), dice.randint(1, 90)
            events.append(earned(amount, at, order=f"{order}"))
            if dice.random() < 0.5:
                back = -dice.randint(1, amount)
                later = at + dice.uniform(0, 50)
                events.append(earned(back, later, order=f"{order}", number=2))
        events += [
            took(dice.randint(1, 60), dice.uniform(30, 90), batch=f"USD-{number}")
            for number in range(dice.randint(0, 3))
        ]
        now = dice.uniform(10, 120)
        found = money(now, *events)
        assert (
            found.earned - found.paid + found.written_off
            == found.on_hold + found.available - found.negative
        )
        assert sum(each.amount for each in found.releases) == found.on_hold
        negative += bool(found.negative)
        held += bool(found.on_hold)
    assert negative > 20
    assert held > 20
