import json
import os
from datetime import UTC, datetime

import boto3
import pytest

from commissions.application.sync import store_webhooks
from commissions.application.sync.connection import StoreWithoutApi
from commissions.application.sync.subscriptions import NotConnected
from commissions.clients import AccessDenied, Unavailable
from commissions.domain.stores.polling import CATALOGUE, CHANGED, CONNECT, WEBHOOKS
from commissions.tables import store_notes
from functions.sync import poll as polled
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.lambdas import a_context
from tests.support.pipeline_driver import open_store

HERE = "https://api.example.com"
NOW = datetime.now(UTC)


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    return an_in_memory_store(monkeypatch)


def polls() -> set[str]:
    url = os.environ["POLL_QUEUE_URL"]
    found = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return {json.loads(message["Body"])["look"] for message in found.get("Messages", [])}


def test_a_store_that_is_connected_is_polled_at_once(shop: InMemoryStore) -> None:
    before, after = store_webhooks.connect("tea", HERE, now=NOW)

    assert (before.missing, after.wrong) == (("order", "product"), 0)
    assert {hook.url for hook in shop.hooks} == {f"{HERE}/webhooks/shop/tea"}
    assert polls() == {CATALOGUE, CHANGED}


def test_what_is_wrong_is_found_and_only_repaired_when_asked(shop: InMemoryStore) -> None:
    store_webhooks.connect("tea", HERE, now=NOW)
    shop.hooks.clear()

    assert store_webhooks.check("tea").found["tea"].wrong == 2
    assert store_webhooks.check("tea", repair=True).found["tea"].wrong == 0
    assert len(shop.hooks) == 2


def test_all_connected_stores_are_checked(shop: InMemoryStore) -> None:
    open_store("api", platform="orders")
    assert store_webhooks.check_all().found == {}

    store_webhooks.connect("tea", HERE, now=NOW)
    assert list(store_webhooks.check_all().found) == ["tea"]


def test_a_store_that_gives_no_answer_keeps_no_other_from_being_checked(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_in_memory_store(monkeypatch, "coffee")
    for store_id in ("coffee", "tea"):
        store_webhooks.connect(store_id, HERE, now=NOW)
    shop.fails = [Unavailable("GET webhooks: no connection")]

    checked = store_webhooks.check_all()

    assert list(checked.found) == ["coffee"]
    assert checked.failed == {"tea": "GET webhooks: no connection"}


def test_a_wrong_key_shows_where_webhooks_are_made_by_hand(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> datetime:
        raise AccessDenied("GET /orders answered 401")

    shop.TOPICS = ()
    monkeypatch.setattr(shop, "now", refused)

    with pytest.raises(AccessDenied, match="answered 401"):
        store_webhooks.connect("tea", HERE, now=NOW)
    assert store_webhooks.check_all().failed == {"tea": "GET /orders answered 401"}


def test_what_is_not_connected_cannot_be_checked(shop: InMemoryStore) -> None:
    open_store("api", platform="orders")

    with pytest.raises(NotConnected):
        store_webhooks.check("tea")
    with pytest.raises(StoreWithoutApi):
        store_webhooks.connect("api", HERE, now=NOW)


def told(look: str, **more: str) -> None:
    body = json.dumps({"store_id": "tea", "look": look} | more)
    polled.handler({"Records": [{"body": body}]}, a_context())


def test_a_store_that_somebody_has_connected_says_what_came_of_it(shop: InMemoryStore) -> None:
    told(CONNECT, base_url=HERE)

    found = store_notes.whole_notes("tea").check
    assert {hook.url for hook in shop.hooks} == {f"{HERE}/webhooks/shop/tea"}
    assert (found.wrong, found.topics, found.why) == (0, {"fine": ("order", "product")}, "")


def test_why_it_could_not_be_connected_is_noted_and_holds_up_no_message(
    shop: InMemoryStore,
) -> None:
    shop.fails = [Unavailable("GET webhooks: no connection")]

    told(CONNECT, base_url=HERE)

    found = store_notes.whole_notes("tea").check
    assert (found.at, found.why) == (None, "GET webhooks: no connection")
    assert found.failed_at is not None


def test_a_check_notes_each_webhook_by_how_it_was_found(shop: InMemoryStore) -> None:
    store_webhooks.connect("tea", HERE, now=NOW)
    shop.hooks.pop()

    told(WEBHOOKS)

    found = store_notes.whole_notes("tea").check
    assert (found.wrong, found.topics) == (1, {"fine": ("order",), "missing": ("product",)})


def test_what_else_goes_wrong_is_called_by_its_name_alone(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ValueError("with what nobody should read")

    store_webhooks.connect("tea", HERE, now=NOW)
    monkeypatch.setattr(shop, "subscriptions", broken)

    told(WEBHOOKS)

    assert store_notes.whole_notes("tea").check.why == "ValueError"
