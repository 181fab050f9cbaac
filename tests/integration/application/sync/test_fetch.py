"""A hint is not a fact: what the store answers when it is asked is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.application.care.sweep import sweep
from commissions.application.ingest.accept import accept
from commissions.application.pipeline import release
from commissions.application.sync.request_fetch import request_fetch
from commissions.aws import secrets
from commissions.clients import AccessDenied, InvalidResponse, Unavailable
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.hint import PRODUCT, ChangeHinted
from commissions.domain.orders.parking import WaitsFor
from commissions.platforms import ParsedWebhook
from commissions.tables import inbox, ledger, parked, pending, stores
from functions.sync import fetch
from tests.support.in_memory_store import ACCESS, InMemoryStore, an_in_memory_store
from tests.support.lambdas import a_context, sqs_event
from tests.support.orders import NOON, a_refund
from tests.support.pipeline_driver import Published, a_company, open_store, run, types, value

KEY = "shop/tea/1"
DOWN = Unavailable("GET /orders/1: 503")
HOUR = timedelta(hours=1)


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    a_company()
    value("TEA")
    return an_in_memory_store(monkeypatch)


def told(record: ChangeHinted) -> None:
    """As a webhook would have it."""
    reading = ParsedWebhook(topic="changed", records=(record,), occurred_at=record.hinted_at)
    body = canonical(record).encode()
    accept("shop", "tea", body, reading, received_at=datetime.now(UTC))


def a_hint(minutes: int = 0, **fields: str) -> ChangeHinted:
    plain = {"platform": "shop", "store_id": "tea", "subject": "order", "subject_id": "1"}
    return ChangeHinted(**plain | fields, hinted_at=NOON + timedelta(minutes=minutes))


def waiting() -> list[tuple[str, str]]:
    return [(entry.reason, entry.waits_for) for entry in parked.all_entries()]


def test_a_hint_leads_to_what_the_store_says_and_is_done(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1")
    told(a_hint())
    on_the_bus = run(published)

    assert types(on_the_bus)[:2] == ["change.hinted", "order.placed"]
    assert ledger.read(KEY).journals
    assert pending.oldest() is None


def test_many_hints_at_one_change_are_one_order(shop: InMemoryStore, published: Published) -> None:
    shop.place("1")
    for minutes in range(3):
        told(a_hint(minutes))
    on_the_bus = run(published)

    assert types(on_the_bus).count("order.placed") == 1
    assert pending.oldest() is None


def test_the_answer_is_kept_before_the_hint_is_done(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1")
    told(a_hint())
    [event] = published()
    shop.fails = [RuntimeError("the machine is gone")]
    failed = fetch.handler(sqs_event(event), a_context())
    still_pending = pending.oldest() is not None
    fetch.handler(sqs_event(event), a_context())

    assert (len(failed["batchItemFailures"]), still_pending) == (1, True)
    assert types(run(published))[0] == "order.placed"


@pytest.mark.parametrize(
    ("error", "reason", "waits_for"),
    [
        (DOWN, "store_unavailable", "store/tea"),
        (InvalidResponse("GET /orders/1: 418"), "bad_answer", "store/tea"),
        (AccessDenied("GET /orders/1: 401"), "no_access", "access/tea"),
    ],
)
def test_a_hint_waits_where_the_store_gives_no_answer(
    shop: InMemoryStore, published: Published, error: Exception, reason: str, waits_for: str
) -> None:
    shop.place("1")
    shop.fails = [error, error]
    told(a_hint())
    on_the_bus = run(published)
    [entry] = parked.all_entries()
    release.release(entry)
    run(published)

    assert types(on_the_bus) == ["change.hinted", "order.parked"]
    assert (entry.reason, entry.waits_for) == (reason, waits_for)
    assert (waiting(), bool(ledger.read(KEY).journals)) == ([], True)


def test_a_store_that_comes_back_while_its_hint_is_parked_is_not_waited_for(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1")
    shop.fails = [DOWN]
    told(a_hint())
    run(published)

    assert (waiting(), bool(ledger.read(KEY).journals)) == ([], True)


def test_access_that_is_given_lets_the_hint_go_on(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1")
    secrets.set_access(stores.get("tea"), {})
    told(a_hint())
    run(published)
    before = waiting()
    secrets.set_access(stores.get("tea"), ACCESS)
    release.release_waiting([WaitsFor.access("tea")])
    run(published)

    assert before == [("no_access", "access/tea")]
    assert (waiting(), bool(ledger.read(KEY).journals)) == ([], True)


def test_a_store_that_fails_again_and_again_is_left_alone(
    shop: InMemoryStore, published: Published
) -> None:
    shop.fails = [DOWN] * 20
    for minutes in range(6):
        told(a_hint(minutes))
    run(published)

    assert len(shop.asked) < 12
    assert {reason for reason, _ in waiting()} == {"store_unavailable"}


def test_an_order_we_never_knew_may_be_gone(shop: InMemoryStore, published: Published) -> None:
    told(a_hint())
    run(published)

    assert (waiting(), pending.oldest()) == ([], None)


def test_a_store_that_is_not_ours_any_more_is_not_asked(
    shop: InMemoryStore, published: Published
) -> None:
    open_store(platform="shop", closed=True)
    told(a_hint())
    run(published)

    assert (shop.asked, pending.oldest()) == ([], None)


def test_a_product_is_asked_for_too(shop: InMemoryStore, published: Published) -> None:
    shop.list_product("7", "A")
    told(a_hint(subject=PRODUCT, subject_id="7"))
    told(a_hint(subject=PRODUCT, subject_id="8"))

    assert sorted(types(run(published))) == [
        "change.hinted",
        "change.hinted",
        "product.listed",
        "product.removed",
    ]


def test_a_product_that_is_gone_and_known_by_its_sku_alone_is_nobodys(
    shop: InMemoryStore, published: Published
) -> None:
    told(a_hint(subject=PRODUCT, subject_id="sku:TEA"))

    assert types(run(published)) == ["change.hinted"]
    assert (waiting(), pending.oldest()) == ([], None)


def test_the_order_of_a_refund_that_waits_too_long_is_asked_for(
    shop: InMemoryStore, published: Published
) -> None:
    order = shop.place("1")
    refund = a_refund(units={"1": "1"}, platform="shop", platform_order_id="1")
    reading = ParsedWebhook(topic="refund", records=(refund,), occurred_at=refund.refunded_at)
    accept("shop", "tea", b"refund", reading, received_at=datetime.now(UTC))
    run(published)
    before = waiting()
    sweep(now=datetime.now(UTC) + HOUR)
    run(published)

    assert before == [("no_order", f"order/{KEY}")]
    assert (waiting(), order.order_key, bool(ledger.read(KEY).journals)) == ([], KEY, True)


@pytest.mark.parametrize("fields", [{"platform": "orders"}, {"platform": "shop", "closed": True}])
def test_where_nobody_can_be_asked_the_refund_goes_on_waiting(
    shop: InMemoryStore, published: Published, fields: dict[str, Any]
) -> None:
    open_store(**fields)
    refund = a_refund(units={"1": "1"}, platform=fields["platform"], platform_order_id="1")
    reading = ParsedWebhook(topic="refund", records=(refund,), occurred_at=refund.refunded_at)
    accept(fields["platform"], "tea", b"refund", reading, received_at=datetime.now(UTC))
    run(published)
    sweep(now=datetime.now(UTC) + HOUR)

    assert types(run(published)) == ["order.refunded", "order.parked"]
    assert [reason for reason, _ in waiting()] == ["no_order"]


def test_a_hint_of_our_own_is_given_once(shop: InMemoryStore, published: Published) -> None:
    given = [request_fetch(KEY, NOON, "a test") for _ in range(2)]
    [event] = published()
    item = inbox.find(event["detail"]["trace"]["inbox"])

    assert given == [True, False]
    assert item
    assert (item.topic, item.state) == ("hinted", "pending")
