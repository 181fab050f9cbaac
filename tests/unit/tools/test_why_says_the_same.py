"""The command line and the page tell the same of a line: each figure of the one is in the other."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from commissions.application.queries.award_whys import award_why
from commissions.application.queries.explanation import Explanation, explain
from commissions.application.queries.published_plans import PublishedPlans
from commissions.domain.currencies import exponent
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_orders import member_order
from commissions.domain.ledger.why import AwardWhy
from commissions.domain.plans import Plan
from tests.support.builders import a_customer_bonus, a_levels_bonus, a_plan
from tests.support.settled_orders import PLACED, a_refund, an_order, locked, settled, sold
from tools.cli import explain_wording

ROUNDED = a_plan(a_customer_bonus("0.1234"), a_levels_bonus("0.07", "0.033"))
CANCELLED = an_order(updated_at=datetime(2026, 11, 21, tzinfo=UTC), cancelled_at=PLACED)
CASES: dict[str, tuple[list[Journal], Plan]] = {
    "a sale": (sold("cat < bob"), a_plan()),
    "somebody inactive": (sold("cat < bob (inactive) < ann"), a_plan()),
    "a refund": (sold("cat < bob", a_refund()), a_plan()),
    "two refunds": (sold("cat < bob", a_refund(), a_refund(refund_id="94")), a_plan()),
    "all came back": (sold("cat < bob", a_refund(qty=4)), a_plan()),
    "rounded": (sold("cat < bob", a_refund(), order=an_order(qty=3), plan=ROUNDED), ROUNDED),
    "told with its refund": (
        settled((a_refund(qty=4),), (an_order(), locked(an_order(), "cat"))),
        a_plan(),
    ),
    "cancelled": (settled((an_order(), locked(an_order(), "cat")), (CANCELLED,)), a_plan()),
}


def lines(case: str) -> Iterator[tuple[str, AwardWhy, Explanation]]:
    """Each line of each member, as the page has it and as the command line explains it."""
    chain, plan = CASES[case]
    plans = PublishedPlans((plan,))
    for who in sorted({line.earner for each in chain for line in each.lines} - {""}):
        order = member_order(who, chain, plans.terms_of)
        assert order is not None
        for award in order.awards:
            for upto in range(1, len(award.lines) + 1):
                last = award.lines[upto - 1]
                why = explain(chain, last.number, int(last.event_id.rpartition("/")[2]))
                yield who, award_why(why, award.lines[:upto], plans, None), why


@pytest.mark.parametrize("case", CASES)
def test_the_amount_is_the_same_and_comes_about_the_same_way(case: str) -> None:
    for who, shown, why in lines(case):
        said = _said(why, "the amount")
        of = shown.calculation
        if why.line.earned:
            assert of is not None
            told = [_points(of.base), _percent(of.rate), _money(of.amount, of.currency)]
            assert [each for each in told if each not in said] == [], f"{case}: {who}"
            assert ("rounded" in said) == of.is_rounded
        elif of is None:
            assert shown.reason is not None, f"{case}: {who}"
            assert said == "" or said.startswith("Nothing is due")


@pytest.mark.parametrize("case", CASES)
def test_what_came_back_and_what_is_left_are_the_same(case: str) -> None:
    for who, shown, why in lines(case):
        said = _said(why, "refunds")
        assert bool(said) == bool(shown.reversed), f"{case}: {who}"
        if said:
            assert _money(shown.reversed, shown.currency) in said
            left = _money(shown.stands, shown.currency)
            assert (shown.stands == 0) or f"{left} stand" in said
            share = str(shown.steps[-1].share)
            assert share == "1" or f", {share}:" in said


@pytest.mark.parametrize("case", CASES)
def test_level_status_and_rank_are_the_same(case: str) -> None:
    for _, shown, why in lines(case):
        said = _said(why, "the level")
        if why.is_withdrawn or not why.line.earner:
            continue
        assert f"stands at level {shown.level} " in said
        assert shown.status in said
        assert (f"Paid as level {shown.paid_level}" in said) == bool(shown.passed_over)


@pytest.mark.parametrize("case", CASES)
def test_the_headline_has_the_amount_that_the_line_moves(case: str) -> None:
    for _, shown, why in lines(case):
        figures = re.findall(r"\d+\.\d{2}", explain_wording.headline(why))
        if shown.change:
            assert figures == [_money(abs(shown.change), shown.currency).split()[0]]


@pytest.mark.parametrize("case", CASES)
def test_both_hold_or_neither_does(case: str) -> None:
    for _, shown, why in lines(case):
        assert shown.holds == all(check.holds for check in explain_wording.checks(why))


def _said(why: Explanation, about: str) -> str:
    reasons = {each.about: each.sentences for each in explain_wording.reasons(why)}
    return " ".join(reasons.get(about, ()))


def _points(hundredths: int) -> str:
    return f"{Decimal(hundredths) / 100:.2f} CV"


def _percent(rate: str) -> str:
    return f"{(Decimal(rate) * 100).normalize():f} %"


def _money(minor: int, currency: str) -> str:
    places = exponent(currency)
    return f"{Decimal(minor).scaleb(-places):.{places}f} {currency}"
