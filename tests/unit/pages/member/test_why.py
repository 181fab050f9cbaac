"""Why, and why not: the answer first, every figure with where it comes from, and nobody else."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.why_not import WhyNot
from commissions.domain.money import Money
from commissions.pages.member import why as pages
from commissions.pages.member.why import WhyTitle, WhyView
from commissions.pages.member.why_timeline import EventState
from tests.support.builders import a_customer_bonus, a_levels_bonus, a_plan
from tests.support.member_pages import EVIL, LANGUAGES, a_frame, chains
from tests.support.order_whys import PAID_BY, an_account, an_order_why
from tests.support.page_rules import faults
from tests.support.settled_orders import PLACED, a_refund, an_order, locked, settled, sold

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ZONE = "America/New_York"
BY_RANK = {"silver": {"1": "0.05", "2": "0.04"}, "gold": {"1": "0.05", "2": "0.04", "3": "0.03"}}


def view(
    chain: Sequence[Journal], who: str = "cat", now: datetime = NOW, **changed: Any
) -> WhyView:
    return pages.why(an_order_why(chain, who, **changed), now, ZONE)


def text(found: WhyView, language: str = "en", *, in_sheet: bool = False) -> str:
    """What stands on the page, without elements; no-break spaces as spaces."""
    html = pages.render(found, a_frame(language), in_sheet=in_sheet)
    plain = re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", plain)


def test_what_was_earned_is_the_sum_of_its_awards() -> None:
    found = view(sold("cat < bob"))

    assert (found.title, found.sum) == (WhyTitle.EARNED, Money(24_00, "USD"))
    assert found.earned == (Money(16_00, "USD"), Money(8_00, "USD"))
    assert "You earned 16.00 USD + 8.00 USD = 24.00 USD" in text(found)


def test_one_award_needs_no_sum() -> None:
    assert "You earned 4.00 USD" in text(view(sold("cat < bob"), "bob"))


def test_the_calculation_has_base_rate_and_amount() -> None:
    said = text(view(sold("cat < bob"), "bob"))

    assert "80.00 CV of the order × 5 % level 2 = 4.00 USD" in said


def test_what_was_rounded_shows_what_it_was_rounded_from() -> None:
    plan = a_plan(a_customer_bonus("0.1234"))
    found = view(sold("cat", order=an_order(qty=1), plan=plan), plan=plan)

    assert "Before rounding: 2.468 USD" in text(found)
    assert "Vor dem Runden: 2,468 USD" in text(found, "de")


def test_what_is_left_after_a_refund_is_said_with_what_came_back() -> None:
    found = view(sold("cat", a_refund()))

    assert found.title is WhyTitle.LEFT
    assert [each.amount for each in found.back] == [Money(-6_00, "USD")]
    assert found.sum + found.back[0].amount == found.stands
    said = text(found)
    assert "Of 24.00 USD that you earned, 18.00 USD are left" in said
    assert "−6.00 USD · 22 Nov, 04:30 · 25 % of the base came back in all" in said


def test_of_what_nothing_is_left_the_reason_is_in_the_title() -> None:
    found = view(sold("cat", a_refund(qty=4)))

    assert (found.title, found.reason) == (WhyTitle.NOTHING_LEFT, WhyNot.REFUNDED)
    assert "Nothing is left of 24.00 USD: refunded in full" in text(found)


def test_a_refund_told_with_its_sale_is_no_line_that_was_never_paid() -> None:
    sale = (an_order(), locked(an_order(), "cat"))
    found = view(settled((a_refund(qty=4),), sale))

    assert (found.title, found.unpaid) == (WhyTitle.NOTHING_LEFT, ())


def test_why_not_says_how_much_why_and_what_would_have_changed_it() -> None:
    since = datetime(2026, 10, 1, tzinfo=UTC)
    found = view(sold("cat < bob (inactive)"), "bob", status_since=since)

    assert (found.title, found.missed) == (WhyTitle.NOT_PAID_MISSED, Money(4_00, "USD"))
    assert found.status_day == date(2026, 10, 1)
    said = text(found)
    assert "You were not paid 4.00 USD: inactive" in said
    assert "It would have been: 80.00 CV of the order × 5 % level 2 = 4.00 USD" in said
    assert "You had the status “inactive” since 1 October 2026 ." in said
    assert "A qualifying status at the moment of the sale." in said
    assert "What you do later does not change this order." in said


def test_a_rank_that_was_too_low_names_the_one_that_is_paid_it() -> None:
    plan = a_plan(a_levels_bonus(by_rank=BY_RANK))
    found = view(sold("cat:gold < bob:gold < ann:silver", plan=plan), "ann", plan=plan)

    assert "× 3 % as gold = 2.40 USD" in text(found)
    assert "rank too low for this level" in text(found)


def test_what_would_have_been_nothing_is_not_invented() -> None:
    [journal] = sold("cat")
    bare = [
        replace(each, base=0, earned=0, amount=0, reason="no cv in this order of a retail buyer")
        for each in journal.lines
    ]
    found = view([replace(journal, lines=tuple(bare))])

    assert (found.title, found.missed) == (WhyTitle.NOT_PAID, None)
    assert "It would have been" not in text(found)


def test_an_order_that_is_paid_in_part_says_both() -> None:
    plan = a_plan(a_customer_bonus(), a_levels_bonus(by_rank=BY_RANK))
    found = view(sold("cat:associate < bob:gold", plan=plan), plan=plan)

    assert (len(found.paid), len(found.unpaid)) == (1, 1)
    said = text(found)
    assert "You earned 16.00 USD" in said
    assert "rank too low for this level" in said


def test_who_was_passed_over_is_counted_and_not_named() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", compression="skip_inactive"))
    found = view(sold("cat (inactive) < bob", plan=plan), "bob", plan=plan)

    assert "1 person below is not paid this level and was passed over." in text(found)


def test_the_timeline_goes_from_the_order_to_the_hold() -> None:
    found = view(sold("cat"))

    assert [(each.what, each.state) for each in found.timeline] == [
        ("placed", EventState.DONE),
        ("paid-for", EventState.DONE),
        ("earned", EventState.DONE),
        ("on-hold", EventState.NOW),
        ("available-then", EventState.NEXT),
    ]
    assert "On hold until 20 Dec, 04:30" in text(found)


def test_after_the_hold_it_is_available_and_then_paid() -> None:
    later = NOW + timedelta(days=60)

    waiting = view(sold("cat"), now=later).timeline
    paid = view(sold("cat"), now=later, account=an_account()).timeline

    assert [each.what for each in waiting[-2:]] == ["available", "next-payout"]
    assert [(each.what, each.state) for each in paid[-2:]] == [
        ("available", EventState.DONE),
        ("in-payout", EventState.NOW),
    ]
    assert paid[-1].payout == PAID_BY


def test_of_what_nothing_is_left_the_timeline_ends_where_it_was_taken_back() -> None:
    assert view(sold("cat", a_refund(qty=4))).timeline[-1].what == "taken-back"


def test_of_what_was_never_paid_the_timeline_ends_in_the_ledger() -> None:
    assert view(sold("cat < bob (inactive)"), "bob").timeline[-1].what == "counted"


def test_one_line_says_what_that_line_did() -> None:
    chain = sold("cat", a_refund())
    facts = an_order_why(chain)
    [first, _] = facts.awards
    found = pages.why(replace(facts, awards=(first,), asked=first.entry), NOW, ZONE)

    assert (found.title, found.change) == (WhyTitle.LINE_TAKEN_BACK, Money(4_00, "USD"))
    assert "4.00 USD were taken back: refunded" in text(found)


def test_what_others_customers_paid_is_not_shown() -> None:
    own, above = text(view(sold("cat < bob"))), text(view(sold("cat < bob"), "bob"))

    assert "Without tax and shipping the order was 100.00 USD" in own
    assert "100.00" not in above
    assert "discount code" in own
    assert "discount code" not in above


def test_another_currency_says_at_which_rate_and_day_it_counts() -> None:
    [journal] = sold("cat")
    euros = replace(journal.context, order_currency="EUR", rate="1.0730", rate_day="2026-11-20")
    found = view([replace(journal, context=euros)])

    assert "100.00 EUR ; it counts at the rate 1.0730 of 20 November 2026 ." in text(found)


@pytest.mark.parametrize("who", ["cat", "bob"])
def test_nobody_elses_line_and_nobody_above_is_shown(who: str) -> None:
    chain = sold("cat < bob < ann < zoe", a_refund())
    html = pages.render(view(chain, who), a_frame(who="x"), in_sheet=False)
    others = {
        f"{each.journal_id}/{line.line}"
        for each in chain
        for line in each.lines
        if line.earner != who
    }

    assert not re.search(r"\b(ann|zoe)\b", html)
    assert "bob" not in html
    assert [each for each in others if each in html] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("in_sheet", [True, False])
def test_it_is_a_page_and_a_sheet_in_every_language(language: str, *, in_sheet: bool) -> None:
    since = datetime(2026, 10, 1, tzinfo=UTC)
    for who in ("cat", "bob"):
        for chain in chains(2, "cat < bob (inactive)", EVIL):
            found = view(chain, who, status_since=since, number=EVIL)
            html = pages.render(found, a_frame(language), in_sheet=in_sheet)
            assert faults(html, is_whole=not in_sheet) == []
            assert "<script>alert" not in html


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("reason", list(WhyNot))
def test_every_reason_has_its_words_in_both_languages(reason: WhyNot, language: str) -> None:
    say = a_frame(language).text

    for what in ("not", "rule", "change"):
        assert say(f"why.{what}.{reason}")


def test_placed_is_as_of_the_sale() -> None:
    assert view(sold("cat")).timeline[0].at == PLACED
