"""Poisonous orders, stores that come back, answers that get lost, readings that take days."""

from datetime import timedelta
from typing import Any

import boto3
import pytest

from commissions.application.reconciliation.store_side import read_store_side
from commissions.application.sync import poll, poll_queue
from commissions.application.sync.apply import UNREADABLE, apply_answer
from commissions.clients import AccessDenied, FetchedResource, Unavailable
from commissions.domain.orders.hint import ORDER
from commissions.domain.stores.polling import CHANGED
from commissions.tables import connections, cursors, inbox, parked, stores
from functions.care import sweep
from tests.support import outages
from tests.support.crash_points import lost_answers
from tests.support.in_memory_store import NAME, POISON, InMemoryStore
from tests.support.lambdas import a_context
from tests.support.outages import AT, HOUR, known, told_of_a_change, turn, waiting
from tests.support.pipeline_driver import Published, run

DAY = timedelta(days=1)
DOWN = Unavailable("GET /orders: 503")
at_once, shop = outages.at_once, outages.shop


# One order that no reading gets past


def test_an_order_that_cannot_be_read_whole_waits_with_an_owner_and_holds_up_no_other(
    shop: InMemoryStore, published: Published
) -> None:
    for number in range(6):
        shop.place(str(number), ago=HOUR * (7 - number))
    shop.broken = {"1"}
    for _ in range(2):
        turn("tea")
        run(published)
    while_broken = waiting()
    read = [known(str(number)) for number in range(6)]
    shop.broken = set()
    turn("tea")
    run(published)

    assert while_broken == [("bad_answer", f"{NAME}/tea/1")]
    assert read == [True, False, True, True, True, True]
    assert (known("1"), waiting()) == (True, [])


def test_an_order_of_the_second_look_that_cannot_be_asked_for_holds_up_no_other(
    shop: InMemoryStore, published: Published
) -> None:
    connections.own_since("tea", shop.clock - 5 * DAY)
    for number in (1, 2):
        shop.place(str(number), ago=3 * DAY)
    turn("tea", "second")
    run(published)
    shop.place("3", ago=DAY)
    shop.unlisted, shop.broken = {"1", "2"}, {"1"}
    turn("tea", "second")
    run(published)

    assert (waiting(), known("3")) == ([("bad_answer", f"{NAME}/tea/1")], True)


def test_a_payload_of_another_shape_altogether_stops_nobody(shop: InMemoryStore) -> None:
    answer = FetchedResource("1", [None], shop.clock)

    taken = apply_answer(stores.get("tea"), ORDER, answer, via="test", now=AT)

    assert taken.outcome == UNREADABLE


def test_the_reconciliation_hears_the_others_where_an_order_cannot_be_read(
    shop: InMemoryStore,
) -> None:
    for number in (1, 2, 3):
        shop.place(str(number), ago=HOUR)
    shop.orders_["1"] = POISON  # type: ignore[assignment]
    shop.unlisted, shop.broken = {"1"}, {"2"}
    side = read_store_side(stores.get("tea"), (shop.clock - HOUR).date(), now=shop.clock)

    assert (side.failed, set(side.orders)) == ("", {f"{NAME}/tea/3"})
    assert side.unreadable == {"2": "it cannot be read whole"}


# A store that comes back


def test_access_that_comes_back_by_itself_lets_all_go_on(
    shop: InMemoryStore, published: Published
) -> None:
    shop.fails = [AccessDenied("GET /orders/1: 401")] * 2
    shop.place("1", ago=30 * HOUR)
    told_of_a_change()
    run(published)
    before = [entry.waits_for for entry in parked.all_entries()]
    turn("tea")
    run(published)

    assert (before, waiting(), known("1")) == (["access/tea"], [], True)


def test_a_store_that_comes_back_lets_no_more_go_on_at_once_than_the_poller_has_time_for(
    shop: InMemoryStore, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "RELEASES_MAX", 2)
    for number in range(5):
        told_of_a_change(str(number))
    shop.fails = [DOWN] * 10
    run(published)
    left = []
    while waiting():
        turn("tea")
        run(published)
        left.append(len(waiting()))

    assert left == [3, 1, 0]


def test_the_next_page_is_asked_for_whatever_becomes_of_those_that_waited(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> int:
        raise RuntimeError("the bus is down")

    monkeypatch.setattr(poll, "release_waiting", broken)
    for number in range(4):
        shop.place(str(number), ago=HOUR)
    with pytest.raises(RuntimeError):
        poll.poll({"store_id": "tea", "look": CHANGED}, lambda: False)

    sent = boto3.client("sqs").receive_message(QueueUrl=poll_queue.QUEUE)["Messages"]
    assert len(sent) == 1


def test_what_cannot_be_swept_keeps_neither_the_others_nor_the_gauges(
    shop: InMemoryStore, published: Published
) -> None:
    shop.fails = [DOWN] * 4
    for number in (1, 2):
        shop.place(str(number))
        told_of_a_change(str(number))
    run(published)
    first, _ = parked.all_entries()
    boto3.client("dynamodb").delete_item(TableName=inbox.TABLE, Key={"id": {"S": first.inbox}})
    swept = sweep.handler({}, a_context())
    run(published)

    assert swept == {"asked": 0, "replayed": 0, "released": 1}
    assert waiting() == [("store_unavailable", first.order_key)]


# Readings that take long, and notes of which nobody hears


def test_a_reading_that_goes_on_for_days_comes_to_its_end(
    shop: InMemoryStore, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        shop.place(str(number), ago=HOUR * (9 - number))
    began = shop.clock
    for _ in range(4):
        poll.poll({"store_id": "tea", "look": CHANGED}, lambda: False)
        shop.clock += 20 * HOUR
    poll.poll({"store_id": "tea", "look": CHANGED}, lambda: True)

    assert [each for each in shop.asked if each == "page 0"] == ["page 0"]
    assert cursors.get("tea", CHANGED) == cursors.StoredCrawl(began, None)


def test_a_note_of_which_nobody_hears_is_not_taken_for_anothers(
    shop: InMemoryStore, published: Published
) -> None:
    for number in range(4):
        shop.place(str(number), ago=HOUR)
    with lost_answers("UpdateItem") as lost:
        turn("tea")
    run(published)

    assert len(lost) > 4
    assert shop.asked == ["page 0", "page 2"]
    assert cursors.get("tea", CHANGED).crawl is None
    assert all(known(str(number)) for number in range(4))
