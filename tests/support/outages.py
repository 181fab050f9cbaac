"""Stores whose readings are cut short, what brings everything to rest afterwards, and how it ended.

What is compared is what counts: of each order the snapshot that stands, its refunds, its accounts.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions.application.ingest.accept import accept
from commissions.application.sync.poll import poll
from commissions.application.sync.poll_queue import QUEUE
from commissions.aws import cache
from commissions.aws.telemetry import metrics
from commissions.domain.ledger.snapshots import without_read_time
from commissions.domain.ledger.target import fold
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.platforms import ParsedWebhook
from commissions.tables import ledger, parked, pending, plans
from functions.care import sweep
from tests.support.in_memory_store import NAME, InMemoryStore, an_in_memory_store
from tests.support.lambdas import a_context
from tests.support.memory_ledger import balances, problems
from tests.support.orders import a_refund
from tests.support.pipeline_driver import Published, a_company, run, value

HOUR = timedelta(hours=1)
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweeper does not wait, and circuits do not stay open."""
    for name in ("PENDING_MAX", "RETRY_FIRST"):
        monkeypatch.setattr(
            f"commissions.application.care.sweep.{name}", timedelta(microseconds=-1)
        )
    monkeypatch.setattr("commissions.domain.stores.circuit_breaker.FAILURES_MAX", 1_000_000)


@pytest.fixture
def shop(aws: None, at_once: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemoryStore]:
    """A store of which a test says everything, of a company that sells tea."""
    a_company()
    value("TEA")
    yield an_in_memory_store(monkeypatch)
    metrics.clear_metrics()


def a_shop(monkeypatch: pytest.MonkeyPatch, store_id: str) -> InMemoryStore:
    """Three orders in two pages; the second has been refunded in part."""
    shop = an_in_memory_store(monkeypatch, store_id)
    value("TEA", store_id)
    for number in (1, 2, 3):
        shop.place(str(number), ago=HOUR * (5 - number), store_id=store_id)
    shop.orders_["2"].append(refund_of(shop, "2", "r1", "0.5"))
    return shop


def refund_of(shop: InMemoryStore, order_id: str, refund_id: str, units: str) -> OrderRefunded:
    return a_refund(
        refund_id,
        units={"1": units},
        platform=NAME,
        store_id=shop.store_id,
        platform_order_id=order_id,
        refunded_at=shop.clock,
    )


def turn(store_id: str, look: str = "changed") -> None:
    """A turn of the poller, each page by a message of its own."""
    poll({"store_id": store_id, "look": look}, lambda: False)
    go_on()


def go_on() -> None:
    """Answers what is in the poller's queue until that is empty."""
    sqs = boto3.client("sqs")
    while found := sqs.receive_message(QueueUrl=QUEUE, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            poll(json.loads(message["Body"]), lambda: False)
            sqs.delete_message(QueueUrl=QUEUE, ReceiptHandle=message["ReceiptHandle"])


def come_to_rest(published: Published) -> None:
    """The pipeline runs and the sweeper sweeps until there is nothing more to do; one time more,
    for what was told again to be at its end again."""
    cache.forget_all()
    run(published)
    for _ in range(2):
        sweep.handler({}, a_context())
        run(published)


def unfinished() -> list[Any]:
    return [*parked.all_entries(), *([oldest] if (oldest := pending.oldest()) else [])]


def ending(shop: InMemoryStore) -> dict[str, Any]:
    """By order: whether it is as the store has it, its accounts, and what is wrong with them."""
    return {order_id: _ending(shop, order_id) for order_id in sorted(shop.orders_)}


def told_of_order(shop: InMemoryStore, order_id: str) -> list[OrderPlaced | OrderRefunded]:
    """What of an order has come into the ledger, in any order."""
    contents = (row.fact.content for row in ledger.read(f"{NAME}/{shop.store_id}/{order_id}").rows)
    return [each for each in contents if isinstance(each, OrderPlaced | OrderRefunded)]


def _ending(shop: InMemoryStore, order_id: str) -> Any:
    story = ledger.read(f"{NAME}/{shop.store_id}/{order_id}")
    stands = fold([row.fact for row in story.rows], plans.get).order
    truth, *more = shop.orders_[order_id]
    refunds = {row.fact.digest for row in story.rows if row.fact.kind == "refund"}
    as_told = stands is not None and without_read_time(stands) == truth
    whole = {each.digest for each in more} <= refunds
    sums = {
        (account.replace(shop.store_id, ""), unit): amount
        for (account, unit), amount in balances(story.journals).items()
    }
    return as_told, whole, sums, problems(story.journals)


def told_of_a_change(order_id: str = "1", at: datetime = AT, body: bytes = b"") -> None:
    """A hint whose time is the order's own, however old that is."""
    told = ChangeHinted(
        platform=NAME, store_id="tea", subject="order", subject_id=order_id, hinted_at=at
    )
    reading = ParsedWebhook(topic="changed", records=(told,), occurred_at=at)
    text = body or canonical(told).encode()
    accept(NAME, "tea", text, reading, received_at=datetime.now(UTC))


def waiting() -> list[tuple[str, str]]:
    """What is parked: why, and of which order."""
    return [(entry.reason, entry.order_key) for entry in parked.all_entries()]


def known(order_id: str) -> bool:
    return bool(ledger.read(f"{NAME}/tea/{order_id}").rows)
