from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import boto3
import pytest

from commissions.application.ingest.quarantine_names import QUARANTINE
from commissions.application.sync.apply import KNOWN, NEW, UNREADABLE, Applied, apply_answer
from commissions.clients import Absent, FetchedResource
from commissions.domain.ledger.target import fold
from commissions.domain.orders.hint import ORDER, PRODUCT
from commissions.domain.orders.order import OfOrder, OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.tables import last_messages, ledger, parked, plans, stores
from tests.support.builders import Document
from tests.support.in_memory_store import NONSENSE, POISON, InMemoryStore, an_in_memory_store
from tests.support.orders import a_refund, an_item
from tests.support.pipeline_driver import Published, a_company, run, types, value

KEY = "shop/tea/1"


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    a_company()
    value("TEA")
    return an_in_memory_store(monkeypatch)


def taken(answer: FetchedResource | Absent, subject: str = ORDER) -> Applied:
    return apply_answer(stores.get("tea"), subject, answer, via="test", now=datetime.now(UTC))


def counts() -> OrderPlaced:
    """The snapshot by which the order is settled."""
    target = fold([row.fact for row in ledger.read(KEY).rows], plans.get)
    assert target.order
    return target.order


def kinds() -> list[str]:
    return sorted(row.fact.kind for row in ledger.read(KEY).rows)


def paid() -> int:
    """What the order pays its upline, all told."""
    return sum(line.amount for journal in ledger.read(KEY).journals for line in journal.lines)


def a_stall_refund(shop: InMemoryStore, refund_id: str = "r1", **fields: Any) -> OrderRefunded:
    plain: Document = {
        "platform": "shop",
        "platform_order_id": "1",
        "refunded_at": shop.clock,
    }
    return a_refund(refund_id, **plain | fields)


def test_an_order_that_no_webhook_told_of_goes_all_the_way(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1")
    outcome = taken(shop.told_of("1"))
    told = run(published)

    assert (outcome.outcome, outcome.ids) == (NEW, frozenset({"1"}))
    assert types(told)[:3] == ["order.placed", "order.mapped", "sale.attributed"]
    assert kinds() == ["lock", "match", "order"]


def test_what_is_in_the_ledger_is_not_told_again(shop: InMemoryStore, published: Published) -> None:
    shop.place("1")
    taken(shop.told_of("1"))
    run(published)
    again = taken(shop.told_of("1"))

    assert (again.outcome, published()) == (KNOWN, [])


def test_what_is_on_its_way_is_not_told_again(shop: InMemoryStore, published: Published) -> None:
    shop.place("1")
    taken(shop.told_of("1"))
    published()
    again = taken(shop.told_of("1"))

    assert (again.outcome, published()) == (KNOWN, [])


def test_what_is_parked_is_not_parked_anew_by_every_look(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1", items=(an_item(sku="UNHEARD-OF"),))
    taken(shop.told_of("1"))
    run(published)
    again = taken(shop.told_of("1"))

    assert (again.outcome, published()) == (KNOWN, [])
    assert [entry.reason for entry in parked.all_entries()] == ["unmapped_sku"]


def test_what_contradicts_the_snapshot_of_the_same_moment_counts_as_read_later(
    shop: InMemoryStore, published: Published
) -> None:
    first = shop.place("1")
    taken(shop.told_of("1"))
    run(published)
    shop.orders_["1"] = [replace(first, items=(an_item(net=70_00),), total=70_00)]
    answer = shop.told_of("1")
    outcome = taken(answer)
    run(published)

    assert outcome.outcome == NEW
    assert (counts().total, counts().read_at) == (70_00, answer.read_at)
    assert taken(shop.told_of("1")).outcome == KNOWN


def test_a_contradiction_that_is_taken_back_counts_as_taken_back(
    shop: InMemoryStore, published: Published
) -> None:
    first = shop.place("1")
    second = replace(first, items=(an_item(net=70_00),), total=70_00)
    for content in (first, second, first, second):
        shop.orders_["1"] = [content]
        taken(shop.told_of("1"))
        run(published)
        assert counts().total == content.total


def test_a_late_answer_does_not_undo_what_was_read_after_it(
    shop: InMemoryStore, published: Published
) -> None:
    first = shop.place("1")
    taken(shop.told_of("1"))
    run(published)
    shop.orders_["1"] = [replace(first, shipping=5_00, total=105_00)]
    late = shop.told_of("1")
    shop.orders_["1"] = [replace(first, shipping=9_00, total=109_00)]
    taken(shop.told_of("1"))
    run(published)

    assert taken(late).outcome == KNOWN
    assert counts().total == 109_00


def test_an_answer_that_was_overtaken_is_told_with_its_refund_all_the_same(
    shop: InMemoryStore, published: Published
) -> None:
    old = shop.place("1", ago=timedelta(hours=2))
    shop.place("1")
    taken(shop.told_of("1"))
    run(published)
    shop.orders_["1"] = [old, a_stall_refund(shop, units={"1": "1"})]
    outcome = taken(shop.told_of("1"))
    run(published)

    assert outcome.outcome == NEW
    assert kinds() == ["lock", "lock", "match", "match", "order", "order", "refund"]
    assert taken(shop.told_of("1")).outcome == KNOWN


def test_a_refund_that_the_store_took_back_is_taken_back(
    shop: InMemoryStore, published: Published
) -> None:
    order = shop.place("1", refund_ids=("r1",))
    refund = a_stall_refund(shop, units={"1": "1"})
    shown: list[list[OfOrder]] = [[order, refund], [replace(order, refund_ids=())]]
    due = []
    for content in shown:
        shop.orders_["1"] = content
        taken(shop.told_of("1"))
        run(published)
        due.append(paid())

    assert due == [0, 7_00]


def test_a_refund_told_with_another_content_is_for_a_person(
    shop: InMemoryStore, published: Published
) -> None:
    order = shop.place("1")
    refund = a_stall_refund(shop, units={"1": "1"})
    shop.orders_["1"] = [order, refund]
    taken(shop.told_of("1"))
    run(published)
    shop.orders_["1"] = [order, replace(refund, items=(RefundItem("1", Decimal("0.5")),))]
    for _ in range(2):
        taken(shop.told_of("1"))
        run(published)

    assert [entry.reason for entry in parked.all_entries()] == ["conflict"]


def test_a_cancellation_is_taken_once(shop: InMemoryStore, published: Published) -> None:
    order = shop.place("1")
    cancelled = OrderCancelled(
        platform="shop",
        store_id="tea",
        platform_order_id="1",
        cancelled_at=shop.clock,
        updated_at=shop.clock,
    )
    shop.orders_["1"] = [order, cancelled]
    outcomes = []
    for _ in range(2):
        outcomes.append(taken(shop.told_of("1")).outcome)
        run(published)

    assert outcomes == [NEW, KNOWN]
    assert kinds() == ["cancel", "lock", "match", "order"]


@pytest.mark.parametrize("payload", [NONSENSE, POISON])
def test_an_answer_that_cannot_be_read_is_kept_apart_and_stops_nobody(
    shop: InMemoryStore, payload: str
) -> None:
    assert taken(FetchedResource("1", payload, shop.clock)).outcome == UNREADABLE
    assert boto3.client("s3").list_objects_v2(Bucket=QUARANTINE)["KeyCount"] == 1


def test_that_we_asked_does_not_make_a_silent_store_a_speaking_one(shop: InMemoryStore) -> None:
    shop.place("1")
    taken(shop.told_of("1"))

    assert last_messages.last_at("tea") is None


def test_a_product_is_told_once_for_each_of_its_states(
    shop: InMemoryStore, published: Published
) -> None:
    told = []
    for skus in (["A"], ["A"], ["A", "B"]):
        shop.list_product("7", *skus)
        answer = shop.product("7")
        assert answer
        told.append(taken(answer, PRODUCT))

    assert [each.outcome for each in told] == [NEW, KNOWN, NEW]
    assert types(published()) == ["product.listed", "product.listed"]


@pytest.mark.parametrize(
    ("subject", "told"), [(ORDER, "order.cancelled"), (PRODUCT, "product.removed")]
)
def test_what_the_store_has_no_more_is_told_once(
    shop: InMemoryStore, published: Published, subject: str, told: str
) -> None:
    outcomes = [taken(Absent("7", shop.clock), subject) for _ in range(2)]

    assert [each.outcome for each in outcomes] == [NEW, KNOWN]
    assert types(published()) == [told]
