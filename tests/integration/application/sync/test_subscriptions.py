import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import boto3
import pytest

from commissions.application.sync import subscriptions
from commissions.application.sync.poll_queue import QUEUE
from commissions.application.sync.store_secrets import NoWebhookSecret
from commissions.application.sync.subscriptions import NotConnected
from commissions.aws import secrets
from commissions.aws.telemetry import metrics
from commissions.clients import AccessDenied, Subscription, Unavailable
from commissions.tables import connections, stores
from functions.sync import check, poll
from tests.support.in_memory_store import ACCESS, NAME, InMemoryStore, an_in_memory_store
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import WEBHOOK_SECRET, open_store

URL = f"https://api.example.com/webhooks/{NAME}/tea"
ELSEWHERE = f"https://old.example.com/webhooks/{NAME}/tea"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemoryStore]:
    yield an_in_memory_store(monkeypatch)
    metrics.clear_metrics()


def connect() -> subscriptions.Subscriptions:
    before, _ = subscriptions.connect(stores.get("tea"), "https://api.example.com/", now=NOW)
    return before


def hooks(shop: InMemoryStore) -> list[tuple[str, str]]:
    return sorted((hook.topic, hook.url) for hook in shop.hooks)


def counted(*names: str) -> list[float]:
    return [sum(metrics.metric_set.get(name, {"Value": [0]})["Value"]) for name in names]


def checked() -> list[float]:
    subscriptions.check("tea", now=NOW)
    return counted("SubscriptionsMissing", "SubscriptionsRepaired", "SubscriptionChecksFailed")


def test_a_store_is_connected_with_all_its_webhooks_and_our_secret(shop: InMemoryStore) -> None:
    connect()

    assert hooks(shop) == [("order", URL), ("product", URL)]
    assert set(shop.secrets.values()) == {WEBHOOK_SECRET}
    assert connections.get("tea") == connections.Connection(URL, NOW)


def test_to_connect_twice_changes_nothing(shop: InMemoryStore) -> None:
    connect()
    shop.asked.clear()
    before = connect()

    assert (before.wrong, set(shop.asked)) == (0, {"subscriptions"})


def test_what_went_astray_or_was_off_is_made_anew_and_others_are_left_alone(
    shop: InMemoryStore,
) -> None:
    foreign = Subscription("1", "order", "https://erp.example.com/hook", active=True)
    shop.hooks = [
        foreign,
        Subscription("2", "order", ELSEWHERE, active=True),
        Subscription("3", "product", URL, active=False),
    ]
    connect()

    assert foreign in shop.hooks
    assert hooks(shop) == [
        ("order", URL),
        ("order", "https://erp.example.com/hook"),
        ("product", URL),
    ]
    assert all(hook.active for hook in shop.hooks)


def test_what_is_off_makes_room_before_and_what_still_tells_goes_after(shop: InMemoryStore) -> None:
    shop.hooks = [
        Subscription("2", "order", ELSEWHERE, active=True),
        Subscription("3", "product", URL, active=False),
    ]
    connect()

    assert [each for each in shop.asked if each != "subscriptions"] == [
        "unsubscribe 3",
        "subscribe order",
        "subscribe product",
        "unsubscribe 2",
    ]


def test_a_store_without_a_webhook_secret_is_not_connected(shop: InMemoryStore) -> None:
    stores.put(replace(stores.get("tea"), store_id="bare"))
    secrets.set_access(stores.get("bare"), ACCESS)

    with pytest.raises(NoWebhookSecret):
        subscriptions.connect(stores.get("bare"), "https://api.example.com", now=NOW)
    assert connections.get("bare").url == ""


def test_where_a_store_sends_to_has_to_be_known(shop: InMemoryStore) -> None:
    with pytest.raises(NotConnected):
        subscriptions.inspect(stores.get("tea"), shop)


def test_the_hourly_check_makes_what_was_lost_anew(shop: InMemoryStore) -> None:
    connect()
    shop.hooks = shop.hooks[:1]

    assert checked() == [1, 1, 0]
    assert hooks(shop) == [("order", URL), ("product", URL)]
    assert connections.last_check("tea") == (NOW, 1)


def test_a_check_that_finds_all_well_says_so_too(shop: InMemoryStore) -> None:
    connect()

    assert checked() == [0, 0, 0]


def test_by_itself_the_check_leaves_what_may_be_another_stacks(shop: InMemoryStore) -> None:
    connect()
    theirs = Subscription("2", "order", ELSEWHERE, active=True)
    shop.hooks.append(theirs)

    assert checked() == [0, 0, 0]
    assert theirs in shop.hooks


def test_the_log_names_no_address_since_others_may_hold_what_is_secret(
    shop: InMemoryStore, caplog: pytest.LogCaptureFixture
) -> None:
    connect()
    others = "https://hooks.example.org/catch/canary-4711"
    shop.hooks = [Subscription("9", "order", others, active=True)]

    assert checked() == [2, 2, 0]
    written = "".join(str(vars(record)) for record in caplog.records)
    assert "webhooks are not as they should be" in written
    assert "canary" not in written


def test_each_store_is_looked_at_by_a_message_of_its_own(shop: InMemoryStore) -> None:
    """So that one that takes long, or cannot be asked, holds up no other."""
    open_store("alpha", platform=NAME)
    connections.connect("alpha", URL, now=NOW)
    connect()
    shop.hooks = []
    sqs = boto3.client("sqs")
    sqs.create_queue(QueueName="poll")
    check.handler({}, a_context())

    waiting = sqs.receive_message(QueueUrl=QUEUE, MaxNumberOfMessages=10)["Messages"]
    told = sorted((json.loads(each["Body"]) for each in waiting), key=str)
    assert told == [
        {"store_id": "alpha", "look": "webhooks"},
        {"store_id": "tea", "look": "webhooks"},
    ]
    for each in told:
        poll.handler(sqs_event(each), a_context())

    assert hooks(shop) == [("order", URL), ("product", URL)]


def test_a_store_that_does_not_answer_is_counted(shop: InMemoryStore) -> None:
    connect()
    shop.fails = [Unavailable("GET /webhooks: 503")]

    assert checked() == [0, 0, 1]


def test_a_store_that_was_not_connected_by_its_api_is_not_looked_at(shop: InMemoryStore) -> None:
    subscriptions.check("tea", now=NOW)

    assert shop.asked == []


def test_a_topic_that_is_not_granted_keeps_no_other_from_being_made(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = shop.TOPICS
    subscribe = shop.subscribe

    def granted(topic: str, url: str, secret: str) -> str:
        if topic == first:
            raise AccessDenied("the app needs a scope")
        return subscribe(topic, url, secret)

    monkeypatch.setattr(shop, "subscribe", granted)
    _, now = subscriptions.connect(stores.get("tea"), "https://api.example.com/", now=NOW)

    assert now.missing == (first,)
    assert [topic for topic, _ in hooks(shop)] == others


def test_two_stores_of_one_shop_leave_each_others_webhooks_alone(
    monkeypatch: pytest.MonkeyPatch, aws: None
) -> None:
    """Each is one of its sales channels, and their account sees the webhooks of both."""
    shop = an_in_memory_store(monkeypatch, domain="harbour1", channel_id="1")
    open_store("desk", platform=NAME, domain="harbour1", channel_id="2")
    secrets.set_access(stores.get("desk"), ACCESS)
    for store_id in ("tea", "desk", "tea", "desk"):
        subscriptions.connect(stores.get(store_id), "https://api.example.com", now=NOW)

    urls = [URL, URL.replace("tea", "desk")]
    assert sorted(hooks(shop)) == sorted((topic, url) for topic in shop.TOPICS for url in urls)
    assert checked() == [0, 0, 0]
