"""What a person decides of an order: proposed, put on record, settled as a fact; once."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from commissions.application.care import replay
from commissions.application.care.decide_order import (
    NoOtherTelling,
    OrderNotInLedger,
    Proposal,
    propose,
    record,
)
from commissions.application.care.decision_effect import Change
from commissions.application.care.drafted_decisions import Answer, NoAmount, NothingToWithdraw
from commissions.application.care.sweep import sweep
from commissions.application.ingest import accept
from commissions.application.queries.order_reference import parse_order
from commissions.application.queries.order_story import UnknownOrder
from commissions.aws import bus
from commissions.domain.ledger.decisions import decisions_of
from commissions.domain.orders.decision import DISPUTE, GONE, GOODWILL, REFUND
from commissions.domain.stores.store import Policies
from commissions.tables import inbox, ledger, parked, pending
from tests.support.crash_points import Crashed
from tests.support.orders import a_refund
from tests.support.pipeline_driver import TEA_ORDER, Published, a_company, run, shopify, types
from tests.support.refunds_told_again import refund_93, sold_and_told_twice, tell
from tests.support.unmapped_orders import an_unmapped_order

NOW = datetime.now(UTC)
MINUTE = timedelta(minutes=1)


def the_answer(about: str = REFUND, answer: str = "accept", **fields: Any) -> Answer:
    subject = {REFUND: "93", DISPUTE: "D-1"}.get(about, "")
    plain = {"subject": subject, "by": "mara", "why": "as the shop says"}
    return Answer(about=about, answer=answer, **plain | fields)


def proposed(answer: Answer, *, now: datetime = NOW, order: str = TEA_ORDER) -> Proposal:
    return propose(parse_order(order), answer, now=now)


def decided(published: Published, answer: Answer, *, now: datetime = NOW) -> list[str]:
    """Puts it on record and carries it to the ledger; what was on the bus."""
    record(proposed(answer, now=now).decisions, now=now)
    return types(run(published))


def stands() -> int:
    journals = ledger.read(TEA_ORDER).journals
    return sum(line.amount for journal in journals for line in journal.lines)


def causes() -> list[str]:
    return [each.context.cause for each in ledger.read(TEA_ORDER).journals]


def kinds() -> list[str]:
    return sorted(row.fact.kind for row in ledger.read(TEA_ORDER).rows)


@pytest.fixture
def twice(published: Published) -> None:
    sold_and_told_twice(published)


@pytest.fixture
def sold(published: Published) -> None:
    a_company()
    shopify("orders_paid")
    run(published)


@pytest.mark.usefixtures("twice")
def test_a_proposal_says_whose_money_changes_and_writes_nothing(published: Published) -> None:
    before = ledger.read(TEA_ORDER)
    proposal = proposed(the_answer())

    assert proposal.changes == (
        Change("bob", "USD", 200, 100),
        Change("cara", "USD", 1200, 600),
    )
    assert (ledger.read(TEA_ORDER), published()) == (before, [])


@pytest.mark.usefixtures("twice")
def test_an_accepted_telling_changes_what_was_proposed_and_waits_no_longer(
    published: Published,
) -> None:
    assert [entry.reason for entry in parked.all_entries()] == ["conflict"]

    told = decided(published, the_answer())

    assert told[0] == "order.decided"
    assert (stands(), list(parked.all_entries()), pending.oldest()) == (7_00, [], None)
    assert kinds().count("refund") == 2
    assert causes() == ["sale", "refund 93", "refund 93"]


@pytest.mark.usefixtures("twice")
def test_told_twice_and_once_more_from_the_beginning_it_stays_one(published: Published) -> None:
    [decision] = proposed(the_answer()).decisions
    for _ in range(2):
        record([decision], now=NOW)
    run(published)
    journals = ledger.read(TEA_ORDER).journals
    for units in (2, 1):
        tell(refund_93(units), published)
        [item] = [row.inbox for row in ledger.read(TEA_ORDER).rows if row.fact.kind == "decision"]
        replay.replay_item(item)
        run(published)

    assert ledger.read(TEA_ORDER).journals == journals
    assert kinds().count("decision") == 1
    with pytest.raises(NoOtherTelling):
        proposed(the_answer())


@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize("ends", [bus.Undelivered("all of it"), Crashed("PutEvents")])
def test_what_was_kept_and_not_told_is_brought_by_the_sweeper(
    published: Published, ends: BaseException
) -> None:
    with patch.object(bus, "publish", side_effect=ends), suppress(Crashed):
        record(proposed(the_answer()).decisions, now=NOW)
    lost = published()
    sweep(now=NOW + 6 * MINUTE)
    run(published)

    assert (lost, stands(), list(parked.all_entries())) == ([], 7_00, [])


@pytest.mark.usefixtures("twice")
def test_settled_but_not_announced_what_waits_goes_on_when_it_comes_again(
    published: Published,
) -> None:
    record(proposed(the_answer()).decisions, now=NOW)
    [event] = published()
    step = patch("commissions.application.pipeline.settle.release_answered", side_effect=OSError)
    with step, pytest.raises(AssertionError, match=r"order\.decided"):
        run(lambda: [event])
    half = [entry.reason for entry in parked.all_entries()]
    news = iter([[event]])
    run(lambda: next(news, None) or published())

    assert (half, list(parked.all_entries()), stands()) == (["conflict"], [], 7_00)


@pytest.mark.usefixtures("twice")
def test_a_decision_that_comes_before_the_other_telling_holds_for_it_too(
    published: Published,
) -> None:
    decisions = proposed(the_answer()).decisions
    [entry] = parked.all_entries()
    parked.remove(entry.waits_for, entry.record_key)
    record(decisions, now=NOW)
    run(published)
    before = stands()
    item = inbox.find(entry.inbox)
    assert item
    bus.publish(item.events(), accept.TELLS)
    run(published)

    assert (before, stands(), list(parked.all_entries())) == (14_00, 7_00, [])


@pytest.mark.usefixtures("twice")
def test_taken_back_the_first_telling_counts_again(published: Published) -> None:
    decided(published, the_answer())
    back = proposed(the_answer(withdraw=True), now=NOW + MINUTE)
    record(back.decisions, now=NOW)
    run(published)

    assert [(each.earner, each.difference) for each in back.changes] == [
        ("bob", 100),
        ("cara", 600),
    ]
    assert stands() == 14_00
    with pytest.raises(NothingToWithdraw, match="'accept' is not what stands"):
        proposed(the_answer(withdraw=True))


@pytest.mark.usefixtures("sold")
def test_the_same_word_again_is_nothing_to_do(published: Published) -> None:
    decided(published, the_answer(GOODWILL, "keep"))

    assert proposed(the_answer(GOODWILL, "keep")).decisions == ()
    [other] = proposed(the_answer(GOODWILL, "spread")).decisions
    assert other.answer == "spread"


@pytest.mark.usefixtures("sold")
def test_the_later_word_is_later_whatever_the_clock_says(published: Published) -> None:
    decided(published, the_answer(GOODWILL, "keep"))
    decided(published, the_answer(GOODWILL, "spread"), now=NOW - timedelta(days=1))

    assert decisions_of(ledger.read(TEA_ORDER).facts).goodwill == "spread"


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(("amount", "minor"), [("12.50", 12_50), ("", 88_55)])
def test_a_lost_dispute_took_its_amount_or_all_of_the_order(amount: str, minor: int) -> None:
    [decision] = proposed(the_answer(DISPUTE, "lost", amount=amount)).decisions

    assert (decision.subject, decision.amount) == ("D-1", minor)


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("amount", ["lots", "12.505", "0", "-1"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(NoAmount):
        proposed(the_answer(DISPUTE, "lost", amount=amount))


@pytest.mark.usefixtures("sold")
def test_what_nobody_told_cannot_be_decided() -> None:
    with pytest.raises(NoOtherTelling, match="No other telling of refund 93 waits"):
        proposed(the_answer())
    with pytest.raises(NothingToWithdraw):
        proposed(the_answer(GOODWILL, "keep", withdraw=True))
    with pytest.raises(UnknownOrder):
        proposed(the_answer(), order="999")


def test_an_order_that_only_waits_has_nothing_to_decide(published: Published) -> None:
    a_company()
    an_unmapped_order(published)

    with pytest.raises(OrderNotInLedger, match="has not reached the ledger"):
        proposed(the_answer(GONE, "stands"))


def test_a_word_on_goodwill_lets_go_on_what_waited_for_it(published: Published) -> None:
    a_company(policies=Policies(amount_only_refund="park"))
    shopify("orders_paid")
    run(published)
    order_id = TEA_ORDER.split("/")[-1]
    tell(a_refund("94", amount_only=5_00, platform_order_id=order_id), published)
    waited = [entry.reason for entry in parked.all_entries()]
    decided(published, the_answer(GOODWILL, "keep"))

    assert (waited, list(parked.all_entries())) == (["amount_only_refund"], [])
