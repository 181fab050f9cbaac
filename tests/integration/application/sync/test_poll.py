import json
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest

from commissions.application.sync import poll
from commissions.application.sync.poll_queue import QUEUE, UnknownMode, enqueue_all
from commissions.application.sync.request_fetch import request_fetch
from commissions.aws import secrets
from commissions.aws.telemetry import metrics
from commissions.clients import InvalidResponse, Unavailable
from commissions.tables import cursors, ledger, parked, stores
from functions.sync import poll as polled
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import Published, a_company, open_store, run, types, value

DOWN = Unavailable("GET /orders: 503")
HOUR = timedelta(hours=1)


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemoryStore]:
    queue = boto3.client("sqs").create_queue(QueueName="poll")["QueueUrl"]
    assert queue == os.environ["POLL_QUEUE_URL"]
    a_company()
    value("TEA")
    yield an_in_memory_store(monkeypatch)
    metrics.clear_metrics()


def messages() -> list[dict[str, Any]]:
    """What has been asked for since the last time; it is gone from the queue."""
    sqs, found = boto3.client("sqs"), []
    while got := sqs.receive_message(QueueUrl=QUEUE).get("Messages"):
        found += [json.loads(each["Body"]) for each in got]
        for each in got:
            sqs.delete_message(QueueUrl=QUEUE, ReceiptHandle=each["ReceiptHandle"])
    return found


def look(kind: str = "changed", *, has_time: bool = True, **more: str) -> None:
    poll.poll({"store_id": "tea", "look": kind} | more, lambda: has_time)


def go_on() -> int:
    """Answers each message until there are none, with time for one page each; says how many."""
    rounds = 0
    while waiting := messages():
        for message in waiting:
            rounds += 1
            poll.poll(message, lambda: False)
    return rounds


def pages(shop: InMemoryStore) -> list[str]:
    asked, shop.asked = shop.asked, []
    return asked


def counted(name: str) -> float:
    values: list[float] = metrics.metric_set.get(name, {"Value": []})["Value"]
    return sum(values)


def known(order_id: str) -> bool:
    return bool(ledger.read(f"shop/tea/{order_id}").rows)


def test_each_store_that_is_ours_is_asked_on_its_own(shop: InMemoryStore) -> None:
    open_store("api", platform="orders")
    open_store("shut", platform="shop", closed=True)
    open_store("other", platform="shop")

    assert enqueue_all("changed") == 2
    assert messages() == [
        {"store_id": "other", "look": "changed"},
        {"store_id": "tea", "look": "changed"},
    ]


def test_nobody_is_asked_for_what_we_do_not_know(shop: InMemoryStore) -> None:
    with pytest.raises(UnknownMode):
        enqueue_all("everything")


def test_an_order_whose_webhook_was_lost_is_found(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1", ago=HOUR)
    look()
    figures = (counted("OrdersPolled"), counted("FoundByPolling"))
    run(published)

    assert (known("1"), figures) == (True, (1, 1))


def test_the_next_look_begins_an_hour_before_the_last_one_began(
    shop: InMemoryStore, published: Published
) -> None:
    look()
    shop.place("late", ago=timedelta(minutes=59))
    shop.place("old", ago=timedelta(minutes=62))
    look()
    run(published)

    assert (known("late"), known("old")) == (True, False)


def test_a_look_goes_on_from_the_page_where_its_time_was_up(
    shop: InMemoryStore, published: Published
) -> None:
    for number in range(5):
        shop.place(str(number), ago=HOUR * (6 - number))
    began = shop.clock
    look(has_time=False)
    rounds = go_on()
    run(published)

    assert pages(shop) == ["page 0", "page 2", "page 4"]
    assert rounds == 3
    assert all(known(str(number)) for number in range(5))
    assert cursors.get("tea", "changed") == cursors.StoredCrawl(began, None)


def test_a_look_that_crashed_is_taken_up_by_the_next_turn(
    shop: InMemoryStore, published: Published
) -> None:
    for number in range(5):
        shop.place(str(number), ago=HOUR * (6 - number))
    shop.fails = [None, None, RuntimeError("the machine is gone")]
    with pytest.raises(RuntimeError):
        look()
    pages(shop)
    look()
    run(published)

    assert pages(shop) == ["page 4"]
    assert all(known(str(number)) for number in range(5))


def test_two_lookers_at_once_end_where_one_does(shop: InMemoryStore, published: Published) -> None:
    for number in range(6):
        shop.place(str(number), ago=HOUR * (7 - number))
    look(has_time=False)
    [first] = messages()
    poll.poll(first, lambda: False)
    poll.poll(first, lambda: False)
    look(has_time=False)
    go_on()
    told = run(published)

    assert sorted(types(told)).count("order.placed") == 6
    assert cursors.get("tea", "changed").crawl is None


def test_a_message_to_go_on_with_what_is_over_asks_nothing(shop: InMemoryStore) -> None:
    shop.place("1", ago=HOUR)
    look(has_time=False)
    [message] = messages()
    poll.poll(message, lambda: True)
    pages(shop)
    poll.poll(message, lambda: True)

    assert pages(shop) == []


def test_a_store_that_does_not_answer_is_counted_and_asked_at_its_next_turn(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1", ago=HOUR)
    shop.fails = [DOWN]
    look()
    unreachable = counted("StoresUnreachable")
    look()
    run(published)

    assert (unreachable, known("1")) == (1, True)


def test_a_page_that_the_store_knows_no_more_begins_the_look_anew(shop: InMemoryStore) -> None:
    for number in range(4):
        shop.place(str(number), ago=HOUR)
    shop.fails = [None, InvalidResponse("GET /orders: 400")]
    look()
    pages(shop)
    look()

    assert pages(shop) == ["page 0", "page 2"]


def test_a_store_without_access_is_told_apart(shop: InMemoryStore) -> None:
    secrets.set_access(stores.get("tea"), {})
    look()

    assert (counted("StoresWithoutAccess"), counted("StoresUnreachable")) == (1, 0)


def test_an_unreadable_order_does_not_keep_the_others(
    shop: InMemoryStore, published: Published
) -> None:
    for number in range(3):
        shop.place(str(number), ago=HOUR * (4 - number))
    shop.nonsense.add("1")
    look()
    unreadable = counted("FetchedUnreadable")
    run(published)

    assert unreadable == 1
    assert [known(str(number)) for number in range(3)] == [True, False, True]


def test_the_scheduled_call_and_the_messages_share_a_function(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1", ago=HOUR)
    polled.handler({"look": "changed"}, a_context())
    polled.handler(sqs_event(*messages()), a_context())
    run(published)

    assert known("1")


def test_that_a_store_answers_again_releases_what_waited_for_it(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1", ago=HOUR * 30)
    shop.fails = [DOWN, DOWN]
    request_fetch("shop/tea/1", shop.clock, "test")
    run(published)
    waiting = [(entry.reason, entry.waits_for) for entry in parked.all_entries()]
    look()
    run(published)

    assert waiting == [("store_unavailable", "store/tea")]
    assert (list(parked.all_entries()), known("1")) == ([], True)
