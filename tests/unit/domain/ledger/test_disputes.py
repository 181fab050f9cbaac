"""What disputes make of an order's ledger, whatever is told of them and in which order."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from commissions.audit.oracle import due, money
from commissions.audit.plan_sheet import parse
from commissions.domain.ledger.changes import changes
from commissions.domain.ledger.dispute_waits import dispute_waits, snapshot_waits
from commissions.domain.ledger.facts import Content, FactConflict, fact, named, new_facts
from commissions.domain.ledger.settlement import next_journal
from commissions.domain.ledger.target import Target, fold
from commissions.domain.orders.decision import DISPUTE
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import DISPUTED, ON_HOLD
from commissions.domain.stores.store import Policies
from tests.support import orders
from tests.support.orders import (
    NOON,
    PLAN,
    a_cancellation,
    a_decision,
    a_lock_for,
    a_refund,
    an_item,
    an_order,
    sold,
)

HUNDRED = sold(an_order(), "cat")


DAY = 24 * 60


def a_dispute(
    status: str = "lost", amount: int | None = 25_00, *, day: int = 30, **fields: Any
) -> OrderDisputed:
    """Dispute 77, that ended so many days after noon; an open one has not."""
    return orders.a_dispute(status, amount, minutes=day * DAY, **fields)


def folded(*told: Content) -> Target:
    return fold([fact(each) for each in told], lambda _: PLAN)


def stands(*told: Content) -> int:
    """What the seller has, by fold and oracle alike, in whatever order it was told."""
    found = {
        sum(each.net for each in folded(*order).standings.values())
        for order in itertools.islice(itertools.permutations(told), 24)
    }
    sheet = parse(PLAN.text)
    found.add(money(due(told, lambda _: sheet)).get("USD", 0))
    [one] = found
    return one


def reasons(target: Target, *disputes: OrderDisputed) -> list[str]:
    return [each.reason for one in disputes for each in dispute_waits(one, target)]


@pytest.mark.parametrize(
    ("told", "cents"),
    [
        ([], 30_00),
        ([a_dispute("needs_response")], 30_00),
        ([a_dispute("lost")], 22_50),
        ([a_dispute("accepted")], 22_50),
        ([a_dispute("won")], 30_00),
        ([a_dispute("charge_refunded")], 30_00),
        ([a_dispute("needs_response"), a_dispute("lost")], 22_50),
        ([a_dispute("lost"), a_dispute("won", day=40)], 30_00),
        ([a_dispute("lost", day=50), a_dispute("won", day=40)], 22_50),
        ([a_dispute("lost"), a_dispute("won")], 22_50),
        ([a_dispute("lost"), a_dispute("lost", day=31)], 22_50),
        ([a_dispute("lost"), a_dispute("lost", 10_00, dispute_id="78")], 19_50),
        ([a_dispute("lost", 100_00)], 0),
        ([a_dispute("lost", 300_00)], 0),
        ([a_dispute("lost", 0)], 30_00),
        ([a_dispute("lost", None)], 30_00),
        ([a_dispute("lost", None), a_dispute("under_review")], 22_50),
        ([a_dispute("lost", currency="EUR")], 30_00),
    ],
)
def test_only_what_is_lost_in_the_end_takes_its_part(
    told: Sequence[OrderDisputed], cents: int
) -> None:
    assert stands(*HUNDRED, *told) == cents


@pytest.mark.parametrize("policy", ["spread", "keep", "park"])
def test_a_lost_dispute_is_never_kept(policy: str) -> None:
    order = an_order()
    kept = (order, a_lock_for(order, "cat", policies=Policies(amount_only_refund=policy)))

    assert stands(*kept, a_dispute()) == 22_50


def test_goods_that_came_back_and_a_dispute_over_them_take_them_once() -> None:
    two = sold(an_order(an_item("1", net=60_00), an_item("2", net=40_00)), "cat")
    back = a_refund(units={"1": "1"})

    assert stands(*two, back) == 12_00
    assert stands(*two, back, a_dispute("lost", 100_00)) == 0
    assert stands(*two, back, a_dispute("lost", 20_00)) == 6_00


@pytest.mark.parametrize(
    ("answer", "amount", "cents"), [("won", 0, 30_00), ("lost", 40_00, 18_00), ("", 0, 22_50)]
)
def test_a_persons_word_beats_the_stores_and_is_not_added_to_it(
    answer: str, amount: int, cents: int
) -> None:
    said = a_decision(DISPUTE, answer, subject="77", amount=amount)

    assert stands(*HUNDRED, a_dispute(), said) == cents


def test_a_dispute_that_is_open_or_says_too_little_is_listed_and_holds_nothing_up() -> None:
    for dispute, reason in (
        (a_dispute("under_review"), ["dispute_open"]),
        (a_dispute("lost", None), ["dispute_amount_unknown"]),
        (a_dispute("lost", currency="EUR"), ["dispute_other_currency"]),
        (a_dispute("lost"), []),
        (a_dispute("won"), []),
    ):
        assert reasons(folded(*HUNDRED, dispute), dispute) == reason


def test_a_telling_that_does_not_count_any_more_is_not_listed() -> None:
    opened = a_dispute("needs_response")

    assert reasons(folded(*HUNDRED, opened, a_dispute()), opened) == []
    decided = a_decision(DISPUTE, "won", subject="77")
    assert reasons(folded(*HUNDRED, opened, decided), opened) == []


def test_a_dispute_that_comes_before_its_order_waits_for_it() -> None:
    assert reasons(folded(a_dispute()), a_dispute()) == ["no_order"]


def test_the_end_that_a_store_tells_against_an_earlier_word_is_listed() -> None:
    said = a_decision(DISPUTE, "lost", subject="77", amount=25_00)
    refunded = a_dispute("charge_refunded")

    assert reasons(folded(*HUNDRED, said, refunded), refunded) == ["dispute_differs"]
    later = replace(said, at=NOON + timedelta(days=60), decision_id="later")
    assert reasons(folded(*HUNDRED, later, refunded), refunded) == []


def test_one_dispute_told_as_lost_with_two_amounts_is_a_conflict_until_a_person_decides() -> None:
    known = [fact(each) for each in (*HUNDRED, a_dispute())]
    other = [fact(a_dispute(amount=40_00))]

    with pytest.raises(FactConflict):
        new_facts(named(other, known), known)

    known.append(fact(a_decision(DISPUTE, "lost", subject="77", amount=40_00)))
    [added] = new_facts(named(other, known), known)
    assert stands(*(each.content for each in (*known, added))) == 18_00


def test_the_journal_of_a_lost_dispute_says_so() -> None:
    facts = [fact(each) for each in HUNDRED]
    first = next_journal("k/s/1", fold(facts, lambda _: PLAN), [], facts, recorded_at=NOON)
    lost = a_dispute(amount=100_00)
    target = folded(*HUNDRED, lost)
    assert first is not None

    journal = next_journal("k/s/1", target, [first], [fact(lost)], recorded_at=NOON)

    assert journal is not None
    said = "charged back: dispute 77 lost on 2026-12-20"
    assert (journal.context.cause, journal.effective_at) == (said, lost.finalized_on)
    assert journal.lines[0].reason == said


def test_an_answer_that_tells_less_than_was_told_is_no_news() -> None:
    lost = a_dispute()
    known = [fact(each) for each in (*HUNDRED, lost)]
    at_midnight = replace(lost, finalized_on=(lost.at - timedelta(hours=12)))
    untold = a_dispute("lost", None, finalized_on=None)

    assert changes([untold, at_midnight], known, NOON) == ()
    won = a_dispute("won", day=40)
    assert changes([won], known, NOON) == (won,)


def later(minutes: int, **fields: Any) -> tuple[Content, ...]:
    return sold(an_order(minutes=minutes, **fields), "cat")


@pytest.mark.parametrize("flag", [DISPUTED, ON_HOLD])
def test_an_order_that_was_cancelled_stays_so_while_it_is_disputed(flag: str) -> None:
    off = later(60, cancelled_at=NOON + timedelta(hours=1))
    held = later(120, flags=(flag,))

    assert stands(*HUNDRED, *held) == 30_00
    assert stands(*HUNDRED, *off, *held) == 0
    assert stands(*HUNDRED, a_cancellation(minutes=60), *held) == 0
    assert stands(*HUNDRED, *off, *held, *later(180)) == 30_00
    assert stands(*HUNDRED, *off, *held, *later(180, status="voided")) == 0


def listed(*told: Content) -> list[str]:
    target = folded(*told)
    assert target.order is not None
    return [each.reason for each in snapshot_waits(target.order, target)]


def test_a_disputed_order_is_listed_until_it_is_not_or_a_person_has_said_how_it_ended() -> None:
    held = later(120, flags=(DISPUTED,))

    assert listed(*HUNDRED, *held) == ["dispute_open"]
    assert listed(*HUNDRED, *held, *later(180)) == []
    early, late = (
        a_decision(DISPUTE, "lost", subject="x", amount=5_00, minutes=minutes)
        for minutes in (60, 150)
    )
    assert listed(*HUNDRED, early, *held) == ["dispute_open"]
    assert listed(*HUNDRED, *held, late, *later(240, flags=(DISPUTED,))) == []


def test_a_paid_order_on_hold_is_listed_only_if_it_had_been_cancelled() -> None:
    held = later(120, flags=(ON_HOLD,))

    assert listed(*HUNDRED, *held) == []
    off = later(60, cancelled_at=NOON + timedelta(hours=1))
    assert listed(*HUNDRED, *off, *held) == ["dispute_open"]


def test_a_snapshot_that_is_out_of_date_is_not_listed() -> None:
    old, new = later(120, flags=(DISPUTED,)), later(180, flags=(DISPUTED,))
    target = folded(*HUNDRED, *old, *new)

    assert snapshot_waits(old[0], target) == []  # type: ignore[arg-type]
    assert target.disputes is not None
    assert isinstance(target.disputes.since, datetime)
