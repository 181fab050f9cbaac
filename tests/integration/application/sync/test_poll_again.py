"""The second look, and the look at the products: what no date and no webhook tells of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from commissions.application.pipeline import release
from commissions.application.sync.poll import poll
from commissions.aws.telemetry import metrics
from commissions.domain.orders.order import OrderPlaced
from commissions.tables import catalogue, connections, cursors, inbox, ledger, parked
from tests.support.in_memory_store import Stall, a_stall
from tests.support.orders import a_refund, an_item
from tests.support.pipeline_driver import Published, a_company, run, types, value

DAY = timedelta(days=1)


@pytest.fixture
def stall(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stall]:
    boto3.client("sqs").create_queue(QueueName="poll")
    a_company()
    value("TEA")
    stall = a_stall(monkeypatch)
    connections.own_since("tea", stall.clock - 40 * DAY)
    yield stall
    metrics.clear_metrics()


def look(kind: str = "second", *, has_time: bool = True) -> None:
    poll({"store_id": "tea", "look": kind}, lambda: has_time)


def due(order_id: str) -> int:
    journals = ledger.read(f"stall/tea/{order_id}").journals
    return sum(line.amount for journal in journals for line in journal.lines)


def sold(stall: Stall, published: Published, order_id: str = "1", days: int = 3) -> None:
    stall.place(order_id, ago=DAY * days)
    look()
    run(published)
    stall.asked = []


def test_an_edit_that_moved_no_date_is_found(stall: Stall, published: Published) -> None:
    look("changed")
    sold(stall, published)
    [order] = stall.orders_["1"]
    assert isinstance(order, OrderPlaced)
    stall.orders_["1"] = [replace(order, items=(an_item(qty="2"),))]
    due_after = [due("1")]
    for kind in ("changed", "second"):
        look(kind)
        run(published)
        due_after.append(due("1"))

    assert due_after == [7_00, 7_00, 14_00]


def test_a_refund_that_was_deleted_without_a_word_is_found(
    stall: Stall, published: Published
) -> None:
    order = stall.place("1", ago=3 * DAY, refund_ids=("r1",))
    stall.orders_["1"].append(
        a_refund(
            "r1",
            units={"1": "1"},
            platform="stall",
            platform_order_id="1",
            refunded_at=order.updated_at,
        )
    )
    look()
    run(published)
    before = due("1")
    stall.orders_["1"] = [replace(order, refund_ids=())]
    look()
    run(published)

    assert (before, due("1")) == (0, 7_00)


def test_an_order_that_the_list_left_out_is_asked_for_by_its_id(
    stall: Stall, published: Published
) -> None:
    sold(stall, published)
    stall.unlisted.add("1")
    look()

    assert stall.asked.count("order 1") == 1
    assert types(published()) == []


def test_an_order_that_was_deleted_waits_for_a_person_and_counts_as_cancelled_by_their_word(
    stall: Stall, published: Published
) -> None:
    sold(stall, published)
    del stall.orders_["1"]
    look()
    run(published)
    [entry] = parked.all_entries()
    release.release(entry, accepted=("gone",))
    run(published)

    assert (entry.reason, entry.waits_for) == ("order_gone", "operator/stall/tea/1")
    assert (list(parked.all_entries()), due("1")) == ([], 0)


def test_what_is_gone_is_told_to_a_person_once(stall: Stall, published: Published) -> None:
    sold(stall, published)
    del stall.orders_["1"]
    for _ in range(2):
        look()
        run(published)
    [entry] = parked.all_entries()
    release.dismiss(entry, "kept on purpose")
    look()
    run(published)

    assert (entry.tries, list(parked.all_entries()), due("1")) == (1, [], 7_00)


def test_what_was_cancelled_for_being_gone_is_not_asked_about_again(
    stall: Stall, published: Published
) -> None:
    test_an_order_that_was_deleted_waits_for_a_person_and_counts_as_cancelled_by_their_word(
        stall, published
    )
    look()

    assert types(published()) == []


def test_orders_from_before_the_store_was_ours_are_not_taken_in(
    stall: Stall, published: Published
) -> None:
    stall.place("before", ago=41 * DAY)
    stall.place("long ago", ago=29 * DAY)
    look()
    run(published)

    assert not ledger.read("stall/tea/before").rows
    assert ledger.read("stall/tea/long ago").rows


def test_the_second_look_goes_on_in_the_middle_of_a_day(stall: Stall, published: Published) -> None:
    for number in range(5):
        stall.place(str(number), ago=2 * DAY)
    look()
    run(published)
    stall.asked, stall.unlisted = [], {"1", "2"}
    look(has_time=False)
    for _ in range(40):
        look(has_time=False)
        if cursors.get("tea", "second").crawl is None:
            break

    assert stall.asked.count("order 1") == stall.asked.count("order 2") == 1
    assert [each for each in stall.asked if each.startswith("order")] == ["order 1", "order 2"]


def test_the_look_at_the_products_tells_of_new_and_of_vanished_ones(
    stall: Stall, published: Published
) -> None:
    for product_id in ("7", "8"):
        catalogue.apply(stall.list_product(product_id, "A"))
    stall.list_product("9", "B")
    del stall.products_["8"]
    look("catalogue")
    told = published()

    assert sorted(types(told)) == ["product.listed", "product.listed", "product.removed"]
    [removed] = [each for each in told if each["detail-type"] == "product.removed"]
    assert removed["detail"]["record"]["product_id"] == "8"


def test_all_that_was_found_says_how(stall: Stall, published: Published) -> None:
    stall.place("1", ago=DAY)
    look()
    [event] = published()
    item = inbox.find(event["detail"]["trace"]["inbox"])

    assert item
    assert (item.topic, item.delivery) == ("fetched", {"via": "second"})
    assert item.received_at - item.occurred_at < timedelta(minutes=5)
    assert item.received_at <= datetime.now(UTC)
