"""An order that its store has no more: a person lets it stand, or counts it as cancelled."""

from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest

from commissions.application.care.decisions import GONE, Dismissal, Release
from commissions.application.care.parked_decisions import decide
from commissions.application.sync.poll import poll
from commissions.aws.telemetry import metrics
from commissions.domain.ledger.decisions import decisions_of
from commissions.tables import connections, inbox, ledger, parked, pending
from functions.care import sweep
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.lambdas import a_context
from tests.support.pipeline_driver import Published, a_company, run, value

KEY = "shop/tea/1"
DAY = timedelta(days=1)


@pytest.fixture
def shop(
    aws: None, published: Published, monkeypatch: pytest.MonkeyPatch
) -> Iterator[InMemoryStore]:
    """It sold an order, and deleted it: that waits for a person."""
    boto3.client("sqs").create_queue(QueueName="poll")
    a_company()
    value("TEA")
    shop = an_in_memory_store(monkeypatch)
    connections.own_since("tea", shop.clock - 40 * DAY)
    shop.place("1", ago=3 * DAY)
    look(published)
    del shop.orders_["1"]
    look(published)
    assert reasons() == ["order_gone"]
    yield shop
    metrics.clear_metrics()


def look(published: Published) -> None:
    poll({"store_id": "tea", "look": "second"}, lambda: True)
    run(published)


def reasons() -> list[str]:
    return [entry.reason for entry in parked.all_entries()]


def due() -> int:
    journals = ledger.read(KEY).journals
    return sum(line.amount for journal in journals for line in journal.lines)


def gone() -> str:
    return decisions_of(ledger.read(KEY).facts).gone


@pytest.mark.usefixtures("shop")
def test_accepted_it_counts_as_cancelled_by_a_decision_that_says_whose(
    published: Published,
) -> None:
    decide("1", Release(GONE, by="mara", reason="deleted as a test"))
    run(published)

    [said] = [row.fact.content for row in ledger.read(KEY).rows if row.fact.kind == "decision"]
    assert (getattr(said, "by", ""), getattr(said, "why", "")) == ("mara", "deleted as a test")
    assert (due(), gone(), reasons(), pending.oldest()) == (0, "cancelled", [], None)


@pytest.mark.usefixtures("shop")
def test_dismissed_it_stands_and_is_asked_about_no_more(published: Published) -> None:
    [entry] = decide("1", Dismissal("kept on purpose", by="mara"))
    run(published)
    look(published)

    kept = inbox.find(entry.inbox)
    assert kept
    assert (kept.state, kept.note) == ("ignored", "kept on purpose")
    assert (due() > 0, gone(), reasons()) == (True, "stands", [])


@pytest.mark.usefixtures("shop")
def test_said_twice_it_is_cancelled_once(published: Published) -> None:
    for _ in range(2):
        decide("1", Release(GONE))
    run(published)

    assert (due(), len(ledger.read(KEY).journals), reasons()) == (0, 2, [])


def test_an_order_that_the_store_tells_again_earns_again(
    shop: InMemoryStore, published: Published
) -> None:
    before = due()
    decide("1", Release(GONE))
    run(published)
    shop.place("1", ago=-DAY, order_ts=shop.clock - 3 * DAY)
    look(published)

    assert (due(), gone()) == (before, "")


def test_an_order_that_is_there_again_is_nobodys_question_any_more(
    shop: InMemoryStore, published: Published
) -> None:
    before = due()
    shop.place("1", ago=-DAY, order_ts=shop.clock - 3 * DAY)
    look(published)
    sweep.handler({}, a_context())

    assert (due(), gone(), reasons(), pending.oldest()) == (before, "", [], None)


@pytest.mark.usefixtures("shop")
def test_what_waits_for_something_else_is_released_as_ever(published: Published) -> None:
    decide("1", Release())
    run(published)

    assert (gone(), reasons()) == ("", ["order_gone"])
