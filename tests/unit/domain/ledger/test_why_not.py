"""Every sentence that a journal can have is one of the reasons that people are told."""

import pytest

from commissions.domain.close.told import REASONS
from commissions.domain.ledger.why_not import TAKEN_BACK, WhyNot, why_not
from commissions.domain.people.upline import PARTICIPANT
from commissions.domain.plans import Plan, awards
from tests.support.builders import (
    a_credit,
    a_customer_bonus,
    a_fast_start_bonus,
    a_levels_bonus,
    a_plan,
)
from tests.support.random_lives import lives

QUALIFIED = {"metric": "rank", "op": ">=", "value": "silver"}
EITHER = {"any": [{"metric": "status", "op": "=", "value": "active"}, QUALIFIED]}
BY_RANK = {"silver": {"1": "0.05"}, "gold": {"1": "0.05", "2": "0.04"}}


def told(plan: Plan, line: str, base: int = 8_000, **credit: object) -> set[WhyNot | None]:
    found = awards(plan, a_credit(line, **credit), dict.fromkeys(("pv", "cv"), base))
    return {why_not(each.reason) for each in found if each.reason}


def test_a_line_that_pays_has_no_reason() -> None:
    assert why_not("") is None


def test_who_is_not_active_as_of_the_sale_is_inactive() -> None:
    assert told(a_plan(), "cat (inactive)") >= {WhyNot.INACTIVE}
    assert told(a_plan(a_customer_bonus(eligibility=EITHER)), "cat (inactive)") == {WhyNot.INACTIVE}


@pytest.mark.parametrize("line", ["cat", "cat:associate", "cat:silver < bob:silver"])
def test_who_has_not_the_rank_for_a_level_is_told_so(line: str) -> None:
    plan = a_plan(a_levels_bonus(by_rank=BY_RANK), a_customer_bonus(eligibility=QUALIFIED))

    assert WhyNot.RANK in told(plan, line)
    assert told(plan, line) <= {WhyNot.RANK, WhyNot.NOBODY_LEFT}


def test_what_has_no_volume_and_what_comes_to_nothing_is_told_apart() -> None:
    assert told(a_plan(), "cat", base=0) == {WhyNot.NO_VOLUME}
    assert WhyNot.TOO_SMALL in told(a_plan(), "cat", base=1)


def test_an_own_purchase_has_no_customer() -> None:
    assert WhyNot.OWN_PURCHASE in told(a_plan(), "cat", buyer="cat", buyer_class=PARTICIPANT)


def test_an_inactive_buyer_pays_nobody_as_they_are_inactive() -> None:
    plan = a_plan(a_levels_bonus("0.10", inactive_source_pays=False))

    found = told(plan, "cat (inactive) < bob", buyer="cat", buyer_class=PARTICIPANT)

    assert found == {WhyNot.INACTIVE}


def test_what_is_none_of_the_first_days_says_so_and_names_nobody() -> None:
    plan = a_plan(a_fast_start_bonus())

    assert told(plan, "cat") == {WhyNot.NOT_NEW}
    assert told(plan, "cat", buyer="dan", buyer_class=PARTICIPANT) == {WhyNot.NOT_NEW}
    assert told(plan, "cat", buyer="cat", buyer_class=PARTICIPANT) == {WhyNot.NOT_NEW}


def test_an_order_of_nobody_is_told_so() -> None:
    assert told(a_plan(), "") == {WhyNot.NOBODYS}


@pytest.mark.parametrize("sentence", sorted({text for text in REASONS.values() if text}))
def test_every_reason_of_a_close_is_one_of_them(sentence: str) -> None:
    assert why_not(sentence.format(bonus="match-1")) not in {None, WhyNot.OTHER}


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("refunded in full", WhyNot.REFUNDED),
        ("the order was cancelled", WhyNot.CANCELLED),
        ("charged back: dispute 9 lost on 2026-12-20", WhyNot.CHARGED_BACK),
        ("refunded; charged back: dispute 9 lost, as decided", WhyNot.CHARGED_BACK),
        ("the order was changed", WhyNot.CHANGED),
        ("is not due any more", WhyNot.CHANGED),
        ("the sale is another's", WhyNot.ANOTHERS),
        ("part of order 9101, which earned", WhyNot.ELSEWHERE),
        ("the order is not paid", WhyNot.NOT_PAID_FOR),
    ],
)
def test_what_is_taken_back_is_told_apart_from_what_was_never_paid(
    sentence: str, reason: WhyNot
) -> None:
    assert why_not(sentence) is reason
    assert reason in TAKEN_BACK


def test_no_life_of_an_order_has_a_reason_that_is_none_of_them() -> None:
    reasons = {
        line.reason
        for _, ledger in lives()
        for journal in ledger.journals
        for line in journal.lines
        if line.reason
    }

    assert len(reasons) > 5
    assert {text for text in reasons if why_not(text) is WhyNot.OTHER} == set()


def test_a_sentence_of_tomorrow_is_no_error() -> None:
    assert why_not("the moon was full") is WhyNot.OTHER
