"""A dispute all the way: told, listed for a person while it is open, and taken back when lost."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.application.care.decide_order import record
from commissions.application.ingest.accept import accept
from commissions.domain.ledger.snapshots import latest
from commissions.domain.orders.decision import DISPUTE
from commissions.domain.orders.order import DISPUTED, OrderPlaced
from commissions.platforms import ParsedWebhook
from commissions.tables import ledger, parked
from tests.support.orders import a_decision
from tests.support.pipeline_driver import TEA_ORDER, Published, a_company, postings, run, shopify
from tests.support.samples import webhook_sample

OPENED = json.loads(webhook_sample("shopify/disputes_create"))


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()


def tell(published: Published, **more: Any) -> None:
    body = json.dumps(OPENED | more).encode()
    assert shopify(body, "disputes/update").status == 200
    run(published)


def lost(published: Published, amount: str = "40.00") -> None:
    tell(published, status="lost", finalized_on="2026-12-20T00:00:00-05:00", amount=amount)


def sold(published: Published) -> None:
    shopify("orders_paid")
    run(published)


def listed() -> list[str]:
    return sorted(each.reason for each in parked.all_entries())


def stands() -> int:
    journals = ledger.read(TEA_ORDER).journals
    return sum(line.amount for journal in journals for line in journal.lines)


def test_an_open_dispute_is_listed_and_what_is_lost_is_taken_back(published: Published) -> None:
    sold(published)
    before = stands()
    tell(published)
    assert (listed(), stands()) == (["dispute_open"], before)

    lost(published)

    assert listed() == []
    assert 0 < stands() < before
    [*_, journal] = ledger.read(TEA_ORDER).journals
    assert journal.context.cause == "charged back: dispute 285332461850802051 lost on 2026-12-20"


def test_a_dispute_that_is_won_leaves_all_as_it_was(published: Published) -> None:
    sold(published)
    before = postings(TEA_ORDER)
    tell(published)
    tell(published, status="won", finalized_on="2026-12-20T00:00:00-05:00")

    assert (listed(), postings(TEA_ORDER)) == ([], before)


def test_a_dispute_may_come_before_its_order_and_twice(published: Published) -> None:
    lost(published)
    lost(published)
    assert listed() == ["no_order"]

    sold(published)

    assert listed() == []
    early = stands()
    sale, charged_back = ledger.read(TEA_ORDER).journals
    assert 0 < early < sum(line.earned for line in sale.lines)
    assert (sale.effective_at.month, charged_back.effective_at.month) == (11, 12)


def test_the_end_may_be_told_before_the_beginning(published: Published) -> None:
    sold(published)
    lost(published)
    after = stands()
    tell(published)

    assert (listed(), stands()) == ([], after)


def test_a_persons_word_ends_the_entry_and_is_not_added_to_the_stores(published: Published) -> None:
    sold(published)
    tell(published)
    order_id, now = TEA_ORDER.split("/")[-1], datetime.now(UTC)
    said = a_decision(
        DISPUTE, "lost", subject=str(OPENED["id"]), amount=40_00, platform_order_id=order_id
    )
    record([said], now=now)
    run(published)
    assert listed() == []
    decided = stands()

    lost(published)

    assert (listed(), stands()) == ([], decided)


def test_two_amounts_of_one_lost_dispute_wait_until_a_person_says_which(
    published: Published,
) -> None:
    sold(published)
    lost(published)
    first = stands()
    lost(published, amount="50.00")
    assert (listed(), stands()) == (["conflict"], first)

    order_id = TEA_ORDER.split("/")[-1]
    said = a_decision(
        DISPUTE, "lost", subject=str(OPENED["id"]), amount=50_00, platform_order_id=order_id
    )
    record([said], now=said.at + timedelta(days=40))
    run(published)

    assert listed() == []
    assert stands() < first


def tell_order(order: OrderPlaced, published: Published, **fields: Any) -> None:
    """A snapshot of a store that says no more of a dispute than that there is one."""
    snapshot = replace(order, **fields)
    reading = ParsedWebhook(topic="t", records=(snapshot,), occurred_at=snapshot.updated_at)
    accept("shopify", "tea", snapshot.digest.encode(), reading, received_at=datetime.now(UTC))
    run(published)


def test_an_order_that_is_said_to_be_disputed_is_listed_once_until_it_is_not(
    published: Published,
) -> None:
    sold(published)
    order = latest(ledger.read(TEA_ORDER).facts)
    before = stands()
    assert order is not None
    for days in (1, 2):
        at = order.updated_at + timedelta(days=days)
        tell_order(order, published, updated_at=at, flags=(DISPUTED,))
        assert (listed(), stands()) == (["dispute_open"], before)

    tell_order(order, published, updated_at=order.updated_at + timedelta(days=3))

    assert (listed(), stands()) == ([], before)


def test_a_person_says_what_was_lost_of_an_order_that_is_said_to_be_disputed(
    published: Published,
) -> None:
    sold(published)
    order = latest(ledger.read(TEA_ORDER).facts)
    assert order is not None
    at, before = order.updated_at + timedelta(days=1), stands()
    tell_order(order, published, updated_at=at, flags=(DISPUTED,))
    order_id = order.platform_order_id
    said = a_decision(DISPUTE, "lost", subject="by mail", amount=10_00, platform_order_id=order_id)
    record([replace(said, at=at + timedelta(days=9))], now=at)
    run(published)

    assert listed() == []
    assert 0 < stands() < before
