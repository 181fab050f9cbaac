"""Wherever a poll or a fetch ends, or a call of it fails: it comes again, nothing is lost, and
nothing counts twice.

COMMISSIONS_PROOF=1 cuts before every call, else before some.
"""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from commissions.application.ingest.accept import accept
from commissions.application.sync.poll_queue import QUEUE
from commissions.aws import cache
from commissions.aws.telemetry import metrics
from commissions.clients import Unavailable
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.hint import ChangeHinted
from commissions.events import encode
from commissions.platforms import ParsedWebhook
from commissions.tables import cursors
from functions.sync import fetch
from tests.support import outages
from tests.support.crash_points import Crashed, fails, life
from tests.support.in_memory_store import NAME, InMemoryStore
from tests.support.lambdas import a_context, sqs_event
from tests.support.orders import NOON
from tests.support.outages import a_shop, come_to_rest, ending, go_on, turn, unfinished
from tests.support.pipeline_driver import Published, a_company

EVERY = 1 if os.environ.get("COMMISSIONS_PROOF") else 29
DOWN = Unavailable("GET /orders: 503")
End = Callable[[str], BaseException]
at_once = outages.at_once
pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def company(aws: None) -> Iterator[None]:
    # What was not deleted comes again at once.
    boto3.client("sqs").set_queue_attributes(QueueUrl=QUEUE, Attributes={"VisibilityTimeout": "0"})
    a_company()
    yield
    metrics.clear_metrics()


def cut_short(
    monkeypatch: pytest.MonkeyPatch, does: Callable[[InMemoryStore], None], ends: End
) -> tuple[InMemoryStore, dict[int, InMemoryStore], list[str]]:
    """A shop in which all went well, and by the number of the call shops where it ended there."""
    clean = a_shop(monkeypatch, "clean")
    with life(clean) as whole:
        does(clean)
    cut = {}
    for number in range(0, len(whole.calls) + 1, EVERY):
        cut[number] = shop = a_shop(monkeypatch, f"shop-{number}")
        with life(shop, number, ends):
            does(shop)
        if ends is Crashed:
            cache.forget_all()
        does(shop)
    return clean, cut, whole.calls


def wrong(clean: InMemoryStore, cut: dict[int, InMemoryStore], calls: list[str]) -> dict[str, Any]:
    """By where it was cut, how it ended otherwise than it should."""
    wanted = ending(clean)
    assert all(as_told and whole and sums for as_told, whole, sums, _ in wanted.values())
    found = {number: ending(shop) for number, shop in cut.items()}
    return {
        f"{number} {calls[number : number + 1]}": end
        for number, end in found.items()
        if end != wanted
    }


@pytest.mark.parametrize("ends", [Crashed, fails])
def test_wherever_a_poll_ends_the_next_one_misses_nothing(
    company: None, published: Published, monkeypatch: pytest.MonkeyPatch, ends: End
) -> None:
    def a_turn(shop: InMemoryStore) -> None:
        go_on()
        turn(shop.store_id)

    clean, cut, calls = cut_short(monkeypatch, a_turn, ends)
    come_to_rest(published)

    assert {"page 0", "page 2", "PutItem", "PutEvents", "SendMessage", "UpdateItem"} <= set(calls)
    assert wrong(clean, cut, calls) == {}
    assert unfinished() == []
    runs = [cursors.get(shop.store_id, "changed") for shop in cut.values()]
    assert [each for each in runs if each.crawl or not each.read_until] == []


@pytest.mark.parametrize("ends", [Crashed, fails])
@pytest.mark.parametrize("silent", [0, 2], ids=["it answers", "it does not answer"])
def test_wherever_a_fetch_ends_its_hint_comes_to_its_end(
    company: None,
    published: Published,
    monkeypatch: pytest.MonkeyPatch,
    silent: int,
    ends: End,
) -> None:
    def fetches(shop: InMemoryStore) -> None:
        if not shop.asked:
            shop.fails = [DOWN] * silent
        hints = [hinted(shop, str(number)) for number in (1, 2, 3)]
        fetch.handler(sqs_event(*hints), a_context())

    clean, cut, calls = cut_short(monkeypatch, fetches, ends)
    come_to_rest(published)

    assert {"order 1", "order 2", "PutItem", "PutEvents", "UpdateItem"} <= set(calls)
    assert wrong(clean, cut, calls) == {}
    assert unfinished() == []


def hinted(shop: InMemoryStore, order_id: str) -> dict[str, Any]:
    """A hint that the inbox has, as its message comes to the fetch step."""
    hint = ChangeHinted(
        platform=NAME,
        store_id=shop.store_id,
        subject="order",
        subject_id=order_id,
        hinted_at=NOON,
    )
    reading = ParsedWebhook(topic="changed", records=(hint,), occurred_at=NOON)
    body = canonical(hint).encode()
    item = accept(NAME, shop.store_id, body, reading, received_at=datetime.now(UTC))
    [event] = item.events()
    record, trace = (json.loads(encode(part)) for part in (event.record, event.trace))
    return {"detail-type": "change.hinted", "detail": {"record": record, "trace": trace}}
