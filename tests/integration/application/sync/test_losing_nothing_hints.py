"""Hints that tell no time, come many at once, or could not be kept: each leads to an answer."""

from datetime import timedelta
from typing import Any

import pytest

from commissions.application.pipeline import release
from commissions.application.sync.request_fetch import request_fetch
from commissions.clients import Unavailable
from commissions.tables import inbox, ledger, parked
from functions.care import sweep
from tests.support import outages
from tests.support.in_memory_store import NAME, InMemoryStore
from tests.support.lambdas import a_context
from tests.support.outages import AT, known, told_of_a_change, waiting
from tests.support.pipeline_driver import Published, run

DAY = timedelta(days=1)
DOWN = Unavailable("GET /orders: 503")
at_once, shop = outages.at_once, outages.shop


def total(order_id: str = "1") -> int:
    contents = [row.fact.content for row in ledger.read(f"{NAME}/tea/{order_id}").rows]
    return max(getattr(content, "shipping", 0) for content in contents)


def test_a_hint_with_the_time_of_an_earlier_change_is_asked_for_too(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1")
    told_of_a_change(body=b"the first")
    run(published)
    shop.place("1", shipping=3_00, total=103_00)
    told_of_a_change(body=b"the second")
    run(published)

    assert total() == 3_00


def test_of_hints_that_came_before_the_store_was_asked_one_is_enough(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1")
    for number in range(4):
        told_of_a_change(at=AT + timedelta(days=number))
    run(published)

    assert shop.asked == ["order 1"]


def test_what_could_not_be_kept_is_asked_for_again_by_the_same_process(
    shop: InMemoryStore, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.place("1")
    told_of_a_change()
    with monkeypatch.context() as broken:
        broken.setattr(inbox, "put", _full)
        with pytest.raises(AssertionError, match=r"change\.hinted"):
            run(published)
    sweep.handler({}, a_context())
    run(published)

    assert known("1")


def test_an_order_that_was_just_seen_and_then_deleted_is_told_to_a_person(
    shop: InMemoryStore, published: Published
) -> None:
    order = shop.place("1", ago=DAY)
    told_of_a_change()
    run(published)
    del shop.orders_["1"]
    request_fetch(order.order_key, order.updated_at, "not listed any more")
    run(published)

    assert waiting() == [("order_gone", order.order_key)]


def test_what_a_person_accepts_happens_whatever_was_asked_meanwhile(
    shop: InMemoryStore, published: Published
) -> None:
    order = shop.place("1")
    told_of_a_change(body=b"the first")
    run(published)
    sold, shop.orders_ = shop.orders_, {}
    told_of_a_change(body=b"the second")
    run(published)
    [gone] = parked.all_entries()
    shop.orders_ = sold
    told_of_a_change(at=AT + DAY)
    run(published)
    shop.orders_ = {}
    release.release(gone, accepted=("gone",))
    run(published)

    kinds = sorted(row.fact.kind for row in ledger.read(order.order_key).rows)
    assert (kinds, waiting()) == (["cancel", "lock", "match", "order"], [])


def _full(item: Any) -> str:
    raise RuntimeError("the table is full")
