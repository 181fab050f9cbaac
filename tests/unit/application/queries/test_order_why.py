"""Why an order paid a member what it did: in figures, from the explanation that the command line
tells, and nothing of anybody else's."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from commissions.domain.ledger.award_effect import Effect
from commissions.domain.ledger.why import MissedAmount
from commissions.domain.ledger.why_not import WhyNot
from tests.support.builders import a_customer_bonus, a_levels_bonus, a_plan
from tests.support.order_whys import PAID_BY, an_account, award_whys
from tests.support.settled_orders import PLACED, a_refund, an_order, locked, settled, sold

BY_RANK = {"silver": {"1": "0.05", "2": "0.04"}, "gold": {"1": "0.05", "2": "0.04", "3": "0.03"}}


def test_a_paid_award_is_base_times_rate() -> None:
    sale, level = award_whys(sold("cat < bob"))

    of = sale.calculation
    assert of is not None
    assert (of.base, of.basis, of.rate, of.exact, of.amount) == (
        80_00,
        "cv",
        "0.20",
        Fraction(16),
        16_00,
    )
    assert (sale.stands, level.stands, sale.holds) == (16_00, 8_00, True)
    assert (sale.effect, sale.reason, sale.missed) == (Effect.EARNED, None, None)


def test_what_was_rounded_says_what_it_was_before() -> None:
    plan = a_plan(a_customer_bonus("0.1234"))
    [why] = award_whys(sold("cat", order=an_order(qty=1), plan=plan), plan=plan)

    assert why.calculation is not None
    assert (why.calculation.exact, why.calculation.is_rounded) == (Fraction("2.468"), True)


def test_the_steps_of_an_award_add_up_to_what_is_left() -> None:
    chain = sold("cat", a_refund(), a_refund(refund_id="94"))

    for why in award_whys(chain):
        assert sum(each.amount for each in why.steps) == why.stands
        assert [each.cause for each in why.steps] == [None, WhyNot.REFUNDED, WhyNot.REFUNDED]
    [first, *_] = award_whys(chain)
    assert [each.share for each in first.steps] == [0, Fraction(1, 4), Fraction(1, 2)]


def test_a_refund_told_with_its_sale_is_a_step_of_its_own() -> None:
    sale = (an_order(), locked(an_order(), "cat"))
    why, *_ = award_whys(settled((a_refund(qty=4),), sale))

    assert [each.amount for each in why.steps] == [16_00, -16_00]
    assert (why.stands, why.reason, why.free_at) == (0, WhyNot.REFUNDED, None)


def test_a_cancelled_order_says_so_in_its_steps() -> None:
    cancelled = an_order(updated_at=PLACED + timedelta(hours=1), cancelled_at=PLACED)
    why, *_ = award_whys(settled((an_order(), locked(an_order(), "cat")), (cancelled,)))

    assert [each.cause for each in why.steps] == [None, WhyNot.CANCELLED]


def test_an_award_that_is_taken_away_says_how_it_once_came_about() -> None:
    first, second = sold("cat < bob", a_refund())
    why_gone = "the sale is another's"
    gone = tuple(
        replace(each, earned=0, reversed=0, base=0, reason=why_gone, amount=-each.amount)
        for each in first.lines
    )

    [why] = award_whys([first, replace(second, lines=gone)], "bob")

    assert why.calculation is not None
    assert (why.calculation.amount, why.stands) == (4_00, 0)
    assert why.steps[-1].cause is WhyNot.ANOTHERS


def test_what_was_not_paid_says_what_it_would_have_been() -> None:
    [why] = award_whys(sold("cat < bob (inactive)"), "bob")

    assert (why.calculation, why.reason, why.status) == (None, WhyNot.INACTIVE, "inactive")
    assert why.missed == MissedAmount(amount=4_00, currency="USD", rate="0.05", rank="")


def test_who_has_too_low_a_rank_is_told_which_one_would_have_been_paid() -> None:
    plan = a_plan(a_levels_bonus(by_rank=BY_RANK))
    chain = sold("cat:gold < bob:gold < ann:silver", plan=plan)
    [why] = award_whys(chain, "ann", plan)

    assert why.reason is WhyNot.RANK
    assert why.missed == MissedAmount(amount=2_40, currency="USD", rate="0.03", rank="gold")


def test_what_is_left_is_free_after_the_hold_and_paid_by_the_batch_after_that() -> None:
    [why, _] = award_whys(sold("cat"), account=an_account())

    assert (why.free_at, why.payout) == (PLACED + timedelta(days=30), PAID_BY)


@pytest.mark.parametrize("who", ["cat", "bob"])
def test_nobody_elses_line_is_in_it(who: str) -> None:
    chain = sold("cat < bob < ann", a_refund())
    own = {
        f"{each.journal_id}/{line.line}"
        for each in chain
        for line in each.lines
        if line.earner == who
    }

    assert {each.entry for each in award_whys(chain, who)} <= own
    assert {step.entry for each in award_whys(chain, who) for step in each.steps} <= own
