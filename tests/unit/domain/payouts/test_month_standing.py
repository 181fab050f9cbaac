"""Each month adds up: what it earned is on hold, available, or paid."""

from random import Random

from commissions.domain.payouts.free_parts import EarnedLine
from commissions.domain.payouts.month_standing import MonthStanding, month_standings, paid_by
from commissions.domain.payouts.standing import WRITTEN_OFF, PayoutMove
from tests.support.payout_cases import came_back, day, earned, stands, took

OCT, NOV, DEC = "2026-10", "2026-11", "2026-12"


def standing_of(earned_in: int, held: int = 0, available: int = 0, paid: int = 0) -> MonthStanding:
    return MonthStanding(earned=earned_in, held=held, available=available, paid=paid)


def test_what_is_not_free_yet_is_on_hold_and_the_rest_available() -> None:
    assert month_standings({NOV: 100}, {NOV: 60}, ()) == {
        NOV: standing_of(100, held=60, available=40)
    }


def test_payouts_take_the_oldest_months_first() -> None:
    found = month_standings({OCT: 100, NOV: 50}, {}, [took(120, 70)])

    assert found == {OCT: standing_of(100, paid=100), NOV: standing_of(50, available=30, paid=20)}


def test_what_came_back_of_a_payout_is_available_again() -> None:
    found = month_standings({OCT: 100}, {}, [took(100, 70), came_back(100, 75)])

    assert found == {OCT: standing_of(100, available=100)}


def test_a_month_in_which_more_came_back_than_was_earned_is_below_nothing() -> None:
    found = month_standings({OCT: 100, NOV: -30}, {}, [took(100, 50)])

    assert found == {OCT: standing_of(100, paid=100), NOV: standing_of(-30, available=-30)}


def test_a_debt_that_is_written_off_was_not_paid() -> None:
    off = PayoutMove(kind=WRITTEN_OFF, at=day(90), amount=30, book="payouts/off/M1")

    found = month_standings({OCT: 100, NOV: -30}, {}, [took(100, 50), off])

    assert found[OCT] == standing_of(100, paid=100)


def test_months_add_up_whatever_happened() -> None:
    """Of random lives: in each month, and all of them to what is payable as payouts see it."""
    for seed in range(300):
        dice = Random(seed)  # noqa: S311 - not a secret
        events, earned_in, held = _life(dice)
        at = stands(100, *events)
        moves = [each for each in events if isinstance(each, PayoutMove)]
        found = month_standings(earned_in, held, moves)
        for each in found.values():
            assert each.earned == each.held + each.available + each.paid
        assert sum(each.held for each in found.values()) == at.held
        left = -at.moved - sum(each.paid for each in found.values())
        assert sum(each.available for each in found.values()) - left == at.unpaid - at.debt


def _life(dice: Random) -> tuple[list[EarnedLine | PayoutMove], dict[str, int], dict[str, int]]:
    """Three months of sales, refunds and payouts; what each month earned, and holds on day 100."""
    events: list[EarnedLine | PayoutMove] = []
    earned_in, held = {OCT: 0, NOV: 0, DEC: 0}, {OCT: 0, NOV: 0, DEC: 0}
    for order in range(dice.randint(1, 8)):
        at, amount = dice.uniform(0, 90), dice.randint(1, 100)
        lines = [(amount, at)]
        if dice.random() < 0.5:
            lines.append((-dice.randint(1, amount), min(99, at + dice.uniform(0, 60))))
        for number, (change, when) in enumerate(lines, 1):
            month = f"{day(when):%Y-%m}"
            events.append(earned(change, when, order=f"{order}", number=number))
            earned_in[month] = earned_in.get(month, 0) + change
            if at + 30 > 100:  # what takes back has the hold of what it takes back
                held[month] = held.get(month, 0) + change
    free = 0
    for when in (45, 75):
        free = max(0, stands(when, *events).unpaid)
        if free and dice.random() < 0.7:
            batch = f"USD-{when}"
            events.append(took(free, when, batch=batch))
            if dice.random() < 0.2:
                events.append(came_back(free, when + 5, batch=batch))
    return events, earned_in, held


def test_the_first_batch_after_the_hold_paid_it() -> None:
    moves = [took(10, 20, batch="A"), took(10, 50, batch="B"), took(10, 70, batch="C")]

    found = paid_by(day(35), moves)

    assert found is not None
    assert found.book == "payouts/B/M1"
    assert paid_by(day(80), moves) is None


def test_a_batch_whose_money_came_back_paid_nothing() -> None:
    moves = [took(10, 50, batch="B"), came_back(10, 55, batch="B"), took(10, 70, batch="C")]

    found = paid_by(day(35), moves)

    assert found is not None
    assert found.book == "payouts/C/M1"
