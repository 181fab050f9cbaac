"""What is told of an order is true: every sentence's figures agree with the ledger they are of."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from random import Random

import pytest

from commissions.application.queries.explanation import Explanation
from commissions.application.queries.order_story import OrderStory
from commissions.domain.ledger.award_effect import Effect
from commissions.domain.ledger.sorted_facts import matches_of
from commissions.domain.ledger.target import Target
from commissions.domain.money import shown
from commissions.domain.sales.referral_match import COMPANY
from commissions.tables.ledger import FactRow
from tests.support.memory_ledger import MemoryLedger, payable
from tests.unit.audit.plan_histories import Twist
from tools.cli import explain_wording, members, order_view

SEEDS = range(60)


@cache
def stories() -> list[tuple[OrderStory, Target, MemoryLedger]]:
    """Orders as they were told: in any order, under any plan."""
    return [_story(seed) for seed in SEEDS]


def _story(seed: int) -> tuple[OrderStory, Target, MemoryLedger]:
    life = Twist(seed).life
    ledger, rows = MemoryLedger(life.plan), list[FactRow]()
    for delivery in life.shuffled(Random(seed)):  # noqa: S311 - not a secret
        known = set(ledger.facts)
        ledger.settle(*delivery)
        new = [each for name, each in ledger.facts.items() if name not in known]
        rows += [FactRow(each, "", ledger.now) for each in new]
        ledger.now += timedelta(minutes=1)
    target = ledger.target(ledger.facts.values())
    story = OrderStory(
        order_key=f"shopify/tea/{seed}",
        rows=rows,
        webhooks=(),
        journals=ledger.journals,
        parked=(),
        due={(each.award.key, each.award.currency) for each in target.standings.values()},
    )
    return story, target, ledger


def explained() -> Iterator[tuple[OrderStory, Explanation]]:
    for story, *_ in stories():
        for journal in story.journals:
            for line in journal.lines:
                yield story, story.explain(journal.number, line.line)


def said(why: Explanation) -> str:
    reasons = [sentence for each in explain_wording.reasons(why) for sentence in each.sentences]
    return "\n".join([explain_wording.headline(why), *reasons])


def test_an_order_is_told_by_what_its_ledger_goes_by() -> None:
    credited = 0
    for story, target, _ in stories():
        assert story.order == target.order
        if target.lock:
            credited += 1
            assert story.lock == target.lock
            assert target.credit is not None
            who = "nobody" if target.credit.seller == COMPANY else target.credit.seller
            assert f"credited to {who}" in order_view.heading(story).plain
    assert credited > 20


def test_what_stands_by_award_is_what_stands_by_person() -> None:
    for story, _, ledger in stories():
        sums: Counter[str] = Counter()
        for each in story.awards:
            sums[f"{each.line.earner} {each.line.currency}"] += each.stands
        assert {who: amount for who, amount in sums.items() if amount} == payable(ledger)


def test_nobody_is_listed_as_not_paid_for_what_is_no_award_any_more() -> None:
    superseded = 0
    for story, target, _ in stories():
        due = {(each.award.key, each.award.currency) for each in target.standings.values()}
        for each in story.awards:
            assert each.is_paid or (each.line.key, each.line.currency) in due
        told = {(line.key, line.currency) for each in story.journals for line in each.lines}
        superseded += bool(told - due - {(a.line.key, a.line.currency) for a in story.awards})
    assert superseded > 0


def _refunds_lead_to_their_amount(why: Explanation, text: str) -> None:
    line = why.line
    if "so all of the" in text:
        assert line.reversed == line.earned
    if line.reversed:
        taken = shown(line.reversed, line.currency)
        assert f"{taken} went back" in text or f"{taken};" in text
        if line.reversed < line.earned:
            assert f"{shown(line.earned - line.reversed, line.currency)} stand." in text
    if counted := re.search(r"USD x (\d+)/(\d+) =", text):
        part, whole = map(int, counted.groups())
        assert line.earned * part // whole == line.reversed
    if "All of the base came back" in text:
        assert why.refunded_share == 1


def _who_stands_where(why: Explanation, text: str) -> None:
    line = why.line
    if found := re.search(r"Nobody stands at level (\d+)", text):
        assert len(why.upline) <= int(found[1])
    if line.earner and not why.is_withdrawn:
        assert (line.earner, line.rank) in {(each.member, each.rank) for each in why.upline}
    if why.is_withdrawn:
        assert f"{line.earner} had been paid" in text


def _passed_over_are_not_paid(why: Explanation, text: str) -> None:
    if "passed over" not in text:
        return
    line = why.line
    paid = {
        each.earner
        for each in why.journal.lines
        if each.bonus == line.bonus and each.earned and each.level < line.level
    }
    below = {each.member for each in why.upline[: line.level]} - paid
    assert why.passed_over <= len(below)
    assert "qualify" not in text


def _headlines_say_what_happened(why: Explanation, text: str) -> None:
    headline, line = text.splitlines()[0], why.line
    assert ("did not change" in headline) == (why.effect is Effect.RESTATED)
    if why.effect is Effect.RESTATED:
        assert not why.is_first
    if "nothing is left" in headline:
        assert (line.amount, line.reversed) == (0, line.earned)
    for wrong in ("Nobody is not", " object at 0x", ": .", "  "):
        assert wrong not in text


CLAIMS: list[Callable[[Explanation, str], None]] = [
    _refunds_lead_to_their_amount,
    _who_stands_where,
    _passed_over_are_not_paid,
    _headlines_say_what_happened,
]


@pytest.mark.parametrize("holds", CLAIMS)
def test_explanations_hold(holds: Callable[[Explanation, str], None]) -> None:
    for _, why in explained():
        holds(why, said(why))


def test_histories_tell_of_each_effect() -> None:
    effects = Counter(why.effect for _, why in explained())

    assert set(effects) == set(Effect)


def test_a_line_is_explained_by_what_it_was_looked_up_by() -> None:
    """And not by what counts since."""
    replaced = 0
    for story, why in explained():
        if why.upline:
            assert story.verdict is not None
            found = matches_of([row.fact.content for row in story.rows])
            own = [each for each in found if each.line == why.upline]
            assert why.journal.context.seller in {each.seller for each in own}
            replaced += story.verdict.credit.line not in [each.line for each in own]
    assert replaced > 0


def test_a_statement_says_back_only_of_what_came_back() -> None:
    said = Counter[str]()
    for _, why in explained():
        line = why.line
        if line.amount < 0 and line.earner:
            text, _ = members._factors(line.amount, line, why.journal.context.cause, line.currency)
            said["back" if text.endswith(" back") else text] += 1
            assert not text.startswith("0 ")
            assert text.endswith(" back") <= (line.refunded != "0" and line.earned > 0)
    assert {"back", "order changed", "cancelled"} <= set(said)
