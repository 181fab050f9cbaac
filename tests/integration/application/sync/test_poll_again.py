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
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.orders import a_refund, an_item
from tests.support.pipeline_driver import Published, a_company, run, types, value

DAY = timedelta(days=1)


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemoryStore]:
    boto3.client("sqs").create_queue(QueueName="poll")
    a_company()
    value("TEA")
    shop = an_in_memory_store(monkeypatch)
    connections.own_since("tea", shop.clock - 40 * DAY)
    yield shop
    metrics.clear_metrics()


def look(kind: str = "second", *, has_time: bool = True) -> None:
    poll({"store_id": "tea", "look": kind}, lambda: has_time)


def due(order_id: str) -> int:
    journals = ledger.read(f"shop/tea/{order_id}").journals
    return sum(line.amount for journal in journals for line in journal.lines)


def sold(shop: InMemoryStore, published: Published, order_id: str = "1", days: int = 3) -> None:
    shop.place(order_id, ago=DAY * days)
    look()
    run(published)
    shop.asked = []


def test_an_edit_that_moved_no_date_is_found(shop: InMemoryStore, published: Published) -> None:
    look("changed")
    sold(shop, published)
    [order] = shop.orders_["1"]
    assert isinstance(order, OrderPlaced)
    shop.orders_["1"] = [replace(order, items=(an_item(qty="2"),))]
    due_after = [due("1")]
    for kind in ("changed", "second"):
        look(kind)
        run(published)
        due_after.append(due("1"))

    assert due_after == [7_00, 7_00, 14_00]


def test_a_refund_that_was_deleted_without_a_word_is_found(
    shop: InMemoryStore, published: Published
) -> None:
    order = shop.place("1", ago=3 * DAY, refund_ids=("r1",))
    shop.orders_["1"].append(
        a_refund(
            "r1",
            units={"1": "1"},
            platform="shop",
            platform_order_id="1",
            refunded_at=order.updated_at,
        )
    )
    look()
    run(published)
    before = due("1")
    shop.orders_["1"] = [replace(order, refund_ids=())]
    look()
    run(published)

    assert (before, due("1")) == (0, 7_00)


def test_an_order_that_the_list_left_out_is_asked_for_by_its_id(
    shop: InMemoryStore, published: Published
) -> None:
    sold(shop, published)
    shop.unlisted.add("1")
    look()

    assert shop.asked.count("order 1") == 1
    assert types(published()) == []


def test_an_order_that_was_deleted_waits_for_a_person_and_counts_as_cancelled_by_their_word(
    shop: InMemoryStore, published: Published
) -> None:
    sold(shop, published)
    del shop.orders_["1"]
    look()
    run(published)
    [entry] = parked.all_entries()
    release.release(entry, accepted=("gone",))
    run(published)

    assert (entry.reason, entry.waits_for) == ("order_gone", "operator/shop/tea/1")
    assert (list(parked.all_entries()), due("1")) == ([], 0)


def test_what_is_gone_is_told_to_a_person_once(shop: InMemoryStore, published: Published) -> None:
    sold(shop, published)
    del shop.orders_["1"]
    for _ in range(2):
        look()
        run(published)
    [entry] = parked.all_entries()
    release.dismiss(entry, "kept on purpose")
    look()
    run(published)

    assert (entry.tries, list(parked.all_entries()), due("1")) == (1, [], 7_00)


def test_what_was_cancelled_for_being_gone_is_not_asked_about_again(
    shop: InMemoryStore, published: Published
) -> None:
    test_an_order_that_was_deleted_waits_for_a_person_and_counts_as_cancelled_by_their_word(
        shop, published
    )
    look()

    assert types(published()) == []


def test_orders_from_before_the_store_was_ours_are_not_taken_in(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("before", ago=41 * DAY)
    shop.place("long ago", ago=29 * DAY)
    look()
    run(published)

    assert not ledger.read("shop/tea/before").rows
    assert ledger.read("shop/tea/long ago").rows


def test_the_second_look_goes_on_in_the_middle_of_a_day(
    shop: InMemoryStore, published: Published
) -> None:
    for number in range(5):
        shop.place(str(number), ago=2 * DAY)
    look()
    run(published)
    shop.asked, shop.unlisted = [], {"1", "2"}
    look(has_time=False)
    for _ in range(40):
        look(has_time=False)
        if cursors.get("tea", "second").crawl is None:
            break

    assert shop.asked.count("order 1") == shop.asked.count("order 2") == 1
    assert [each for each in shop.asked if each.startswith("order")] == ["order 1", "order 2"]


def test_the_look_at_the_products_tells_of_new_and_of_vanished_ones(
    shop: InMemoryStore, published: Published
) -> None:
    for product_id in ("7", "8"):
        catalogue.apply(shop.list_product(product_id, "A"))
    shop.list_product("9", "B")
    del shop.products_["8"]
    look("catalogue")
    told = published()

    assert sorted(types(told)) == ["product.listed", "product.listed", "product.removed"]
    [removed] = [each for each in told if each["detail-type"] == "product.removed"]
    assert removed["detail"]["record"]["product_id"] == "8"


def test_all_that_was_found_says_how(shop: InMemoryStore, published: Published) -> None:
    shop.place("1", ago=DAY)
    look()
    [event] = published()
    item = inbox.find(event["detail"]["trace"]["inbox"])

    assert item
    assert (item.topic, item.delivery) == ("fetched", {"via": "second"})
    assert item.received_at - item.occurred_at < timedelta(minutes=5)
    assert item.received_at <= datetime.now(UTC)
