"""The inbox keeps each content once, and knows what has not reached the ledger."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commissions.tables import inbox, last_messages, pending
from commissions.tables.inbox import InboxItem
from tests.support.order_on_tables import ORDER, refund

pytestmark = pytest.mark.usefixtures("aws")

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ITEM = InboxItem(
    id=inbox.item_id("shopify", "tea", "orders/paid", b"body"),
    platform="shopify",
    store_id="tea",
    topic="orders/paid",
    received_at=NOW,
    occurred_at=NOW,
    records=(ORDER,),
)


def test_the_same_content_is_kept_once() -> None:
    assert inbox.put(ITEM) == "pending"
    assert inbox.put(ITEM) == "known pending"
    inbox.close(ITEM.id, inbox.DONE)
    assert inbox.put(ITEM) == "known done"


def test_two_contents_in_one_second_are_two_items() -> None:
    ids = {inbox.item_id("shopify", "tea", "orders/paid", body) for body in (b"one", b"two")}

    assert len(ids) == 2


def test_what_was_kept_comes_back_whole() -> None:
    inbox.put(ITEM)

    assert inbox.find(ITEM.id) == ITEM


def test_an_item_is_pending_until_its_last_record_is_done() -> None:
    both = replace(ITEM, records=(ORDER, refund("r1")))
    inbox.put(both)
    first, second = (event.trace for event in both.events())

    inbox.mark_done(first)
    halfway = pending.oldest()
    inbox.mark_done(first)
    told_twice = pending.oldest()
    inbox.mark_done(second)

    assert (halfway, told_twice) == (NOW, NOW)
    assert pending.oldest() is None


def test_pending_items_are_found_by_age() -> None:
    inbox.put(ITEM)

    assert pending.received_before(NOW) == []
    assert pending.received_before(NOW + timedelta(seconds=1)) == [ITEM]


def test_what_was_told_again_is_pending_still_and_due_when_its_next_try_is() -> None:
    later, after = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    inbox.put(ITEM)

    assert pending.never_swept(later, 10) == [ITEM]
    assert pending.mark_swept(ITEM, later)

    told = replace(ITEM, sweeps=1)
    assert (pending.never_swept(after, 10), pending.received_before(after)) == ([], [told])
    assert (pending.retries_due(later, 10), pending.retries_due(after, 10)) == ([], [told])
    assert pending.oldest() == NOW

    inbox.mark_done(ITEM.events()[0].trace)
    assert (pending.oldest(), pending.retries_due(after, 10)) == (None, [])
    assert not pending.mark_swept(ITEM, later), "it has reached the ledger meanwhile"


def test_what_is_reopened_is_no_retry_of_before() -> None:
    inbox.put(ITEM)
    pending.mark_swept(ITEM, NOW)
    inbox.reopen(ITEM)

    later = NOW + timedelta(hours=1)
    assert pending.retries_due(later, 10) == []
    assert [each.id for each in pending.never_swept(later, 10)] == [ITEM.id]


def test_a_parked_item_is_not_pending_but_can_be_again() -> None:
    inbox.put(ITEM)
    inbox.mark_parked(ITEM.events()[0].trace)
    parked = pending.oldest()
    inbox.reopen(ITEM)

    assert parked is None
    assert pending.oldest() == NOW


def test_what_is_ignored_is_kept_and_never_pending() -> None:
    inbox.put(replace(ITEM, records=(), state=inbox.IGNORED, note="a test notification"))

    assert pending.oldest() is None


def test_records_too_large_for_an_item_are_kept_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "RECORDS_BYTES_MAX", 10)
    inbox.put(ITEM)

    assert inbox.find(ITEM.id) == ITEM


def test_a_store_was_last_heard_of_when_it_spoke() -> None:
    last_messages.note("tea", NOW)

    assert (last_messages.last_at("tea"), last_messages.last_at("coffee")) == (NOW, None)


def test_another_secret_of_a_store_is_noted_at_once_and_the_same_one_every_so_often() -> None:
    later = NOW + timedelta(minutes=1)
    last_messages.note("tea", NOW, "former")
    last_messages.note("tea", later, "former")
    assert last_messages.last_proof("tea") == (NOW, "former")

    last_messages.note("tea", later, "new")
    assert last_messages.last_proof("tea") == (later, "new")
