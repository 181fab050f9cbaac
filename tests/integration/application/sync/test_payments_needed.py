"""An order whose payments are needed and may not be read waits, and goes on when they may."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.application.pipeline import release
from commissions.application.sync.apply import apply_answer
from commissions.domain.orders.hint import ORDER
from commissions.domain.orders.parking import WaitsFor
from commissions.domain.stores.polling import CHANGED
from commissions.tables import ledger, parked, stores
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.orders import a_refund
from tests.support.pipeline_driver import Published, a_company, run, value

KEY = "shop/tea/1"


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    a_company()
    value("TEA")
    return an_in_memory_store(monkeypatch)


def polled(shop: InMemoryStore) -> None:
    answer = shop.told_of("1")
    apply_answer(stores.get("tea"), ORDER, answer, via=CHANGED, now=datetime.now(UTC))


def waiting() -> list[tuple[str, str]]:
    return [(entry.reason, entry.waits_for) for entry in parked.all_entries()]


def totals() -> list[int]:
    told = [fact.content for fact in ledger.read(KEY).facts]
    return [each.total for each in told if hasattr(each, "total")]


def raised(shop: InMemoryStore, **fields: Any) -> None:
    shop.clock += timedelta(minutes=1)
    shop.place("1", shipping=30_00, total=130_00, **fields)


def test_what_may_not_be_read_is_waited_for_and_the_order_stays_as_it_was(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1")
    polled(shop)
    run(published)
    raised(shop, flags=("payments_unknown",))
    for _ in range(2):
        polled(shop)
        run(published)
    [entry] = parked.all_entries()
    before = totals()
    raised(shop, received=100_00, word="payment")
    release.release_waiting([WaitsFor.access("tea")])
    run(published)

    assert (entry.reason, entry.waits_for) == ("payments_unknown", "access/tea")
    assert "comes to 130.00 USD, 100.00 USD came in" in entry.detail
    assert before == [100_00]
    assert sorted(totals()) == [100_00, 130_00]
    assert waiting() == []


def test_what_came_back_of_an_order_that_waits_is_taken_back_all_the_same(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1")
    polled(shop)
    run(published)
    raised(shop, flags=("payments_unknown",))
    back = a_refund("r1", platform="shop", platform_order_id="1", units={"1": "1"})
    shop.orders_["1"].append(back)
    polled(shop)
    run(published)

    assert waiting() == [("payments_unknown", "access/tea")]
    assert len(ledger.read(KEY).journals) == 2


def test_a_person_can_let_it_go_on_without_its_payments(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1")
    polled(shop)
    run(published)
    raised(shop, flags=("payments_unknown",))
    polled(shop)
    run(published)
    [entry] = parked.all_entries()
    release.release(entry, accepted=("amounts",))
    run(published)

    assert (sorted(totals()), waiting()) == ([100_00, 130_00], [])


def test_what_is_listed_holds_nothing_up_and_goes_with_the_next_telling(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1", status="partially_refunded", refunded_total=40_00)
    polled(shop)
    run(published)
    listed, journals = waiting(), len(ledger.read(KEY).journals)
    release.release_waiting([WaitsFor.order(KEY)])
    run(published)
    still = waiting()
    shop.clock += timedelta(minutes=1)
    shop.place("1")
    polled(shop)
    run(published)

    assert listed == still == [("refund_missing", f"order/{KEY}")]
    assert journals == 1
    assert waiting() == []
