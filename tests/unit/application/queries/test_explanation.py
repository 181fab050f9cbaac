from datetime import timedelta
from fractions import Fraction

import pytest

from commissions.application.queries.explanation import (
    MappedVolume,
    NoSuchJournal,
    NoSuchLine,
    explain,
)
from commissions.domain.ledger.award_effect import Effect
from tests.support.builders import a_credit, a_customer_bonus, a_levels_bonus, a_lock, a_plan
from tests.support.settled_orders import (
    PLACED,
    a_refund,
    altered,
    an_order,
    locked,
    settled,
    sold,
)
from tools.cli import explain_wording


@pytest.mark.parametrize(
    ("number", "line", "effect"),
    [(1, 0, Effect.EARNED), (2, 0, Effect.TAKEN_BACK), (1, 2, Effect.UNPAID)],
)
def test_a_line_earns_takes_back_or_pays_nobody(number: int, line: int, effect: Effect) -> None:
    assert explain(sold("cat < bob (inactive)", a_refund()), number, line).effect is effect


def test_what_was_taken_back_stands_again_when_its_refund_counts_no_more() -> None:
    order, back = an_order(), a_refund()
    without = an_order(updated_at=PLACED + timedelta(days=3), refund_ids=())
    journals = settled((order, locked(order, "cat")), (back,), (without,))

    why = explain(journals, 3, 0)

    assert (why.effect, why.line.amount) == (Effect.GIVEN_AGAIN, 400)
    assert explain_wording.headline(why) == (
        "4.00 USD of the customer bonus that were taken back from cat stand again: a refund or "
        "cancellation that the store told counts no more."
    )


def test_the_base_is_made_of_the_orders_lines() -> None:
    why = explain(sold("cat"), 1, 0)

    assert why.volumes == (MappedVolume("4 x TEA @ 2026-01-01", 8_000),)
    assert (why.line.base, why.is_base_withdrawn) == (8_000, False)


def test_an_amount_is_worked_out_again_to_the_last_fraction() -> None:
    plan = a_plan(a_customer_bonus("0.1234"))

    why = explain(sold("cat", order=an_order(qty=1), plan=plan), 1, 0)

    assert (why.exact_earned, why.line.earned) == (Fraction("2.468"), 247)
    assert why.is_earned_rounded


def test_a_reversal_is_worked_out_from_the_share_that_came_back() -> None:
    plan = a_plan(a_customer_bonus("0.1234"))

    why = explain(sold("cat", a_refund(), order=an_order(qty=3), plan=plan), 2, 0)

    assert (why.refunded_share, why.refunded_base) == (Fraction(1, 3), Fraction(20))
    assert (why.exact_reversed, why.line.reversed) == (Fraction(37, 15), 246)
    assert why.is_reversed_rounded


def test_what_needs_no_rounding_was_not_rounded() -> None:
    why = explain(sold("cat", a_refund()), 2, 0)

    assert (why.is_earned_rounded, why.is_reversed_rounded) == (False, False)


def test_those_passed_over_below_are_counted() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", compression="skip_inactive"))
    journals = sold("cat (inactive) < bob", plan=plan)
    [number] = [line.line for line in journals[0].lines if line.earner == "bob"]

    assert explain(journals, 1, number).passed_over == 1
    assert explain(sold("cat < bob"), 1, 0).passed_over == 0


def test_the_upline_is_the_one_that_was_locked() -> None:
    why = explain(sold("cat < bob"), 1, 0, [(a_lock(), a_credit("cat < bob (inactive)"))])

    assert [(each.member, each.status) for each in why.upline] == [
        ("cat", "active"),
        ("bob", "inactive"),
    ]


def test_an_untouched_journal_holds() -> None:
    found = explain(sold("cat", a_refund()), 2, 0).verification

    assert (found.holds, found.amount_agrees, found.volumes_agree) == (True, True, True)


def test_an_altered_amount_agrees_neither_with_its_hash_nor_with_its_rate() -> None:
    found = explain(altered(sold("cat", a_refund())), 1, 0).verification

    assert (found.holds, found.broken_at) == (False, "shopify/tea/1001/1")
    assert (found.is_balanced, found.amount_agrees) == (True, False)


def test_of_what_was_not_earned_no_amount_is_worked_out() -> None:
    found = explain(sold("cat < bob (inactive)"), 1, 2).verification

    assert (found.amount_agrees, found.holds) == (None, True)


@pytest.mark.parametrize(
    ("number", "line", "refusal", "says"),
    [
        (3, 0, NoSuchJournal, "The order has 2 journals; there is no number 3"),
        (1, 9, NoSuchLine, "shopify/tea/1001/1 has lines 0 to 2"),
    ],
)
def test_a_line_that_is_not_there_is_refused(
    number: int, line: int, refusal: type[LookupError], says: str
) -> None:
    with pytest.raises(refusal, match=says):
        explain(sold("cat < bob", a_refund()), number, line)
