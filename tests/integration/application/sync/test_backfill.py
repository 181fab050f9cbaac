from datetime import UTC, date, datetime, timedelta

import pytest

from commissions.application.sync.backfill import backfill
from commissions.application.sync.crawl import Overtaken, Tally
from commissions.clients import InvalidResponse, Unavailable
from commissions.domain.stores.store import Store
from commissions.tables import connections, ledger, stores
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.pipeline_driver import Published, a_company, run, types, value

DAY = timedelta(days=1)
LONG_AGO = 100
SINCE = (datetime.now(UTC) - (LONG_AGO + 1) * DAY).date()


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    a_company()
    value("TEA")
    shop = an_in_memory_store(monkeypatch)
    for number in range(5):
        shop.place(str(number), ago=DAY * LONG_AGO)
    return shop


def store() -> Store:
    return stores.get("tea")


def filled(
    since: date = SINCE, until: date | None = None, *, again: bool = False
) -> tuple[Tally, bool]:
    """What was told page by page, all together; and whether it went on."""
    brought: list[Tally] = []
    went_on = backfill(
        store(), since, until, again=again, on_page=lambda tally, of: brought.append(tally)
    )
    return sum(brought, Tally()), went_on


def pages(shop: InMemoryStore) -> list[str]:
    asked, shop.asked = shop.asked, []
    return asked


def test_orders_of_the_past_are_read_in(shop: InMemoryStore, published: Published) -> None:
    outcome = filled()
    told = run(published)

    assert outcome == (Tally(read=5, new=5), False)
    assert types(told).count("sale.attributed") == 5
    assert all(ledger.read(f"shop/tea/{number}").journals for number in range(5))


def test_twice_is_once(shop: InMemoryStore, published: Published) -> None:
    filled()
    run(published)
    again, _ = filled()

    assert (again, types(published())) == (Tally(read=5), [])


def test_one_that_was_stopped_goes_on(shop: InMemoryStore, published: Published) -> None:
    shop.fails = [None, KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        filled()
    first = pages(shop)
    outcome = filled()

    assert first == ["page 0", "page 2"]
    assert (pages(shop), outcome) == (["page 2", "page 4"], (Tally(read=3, new=3), True))
    assert types(run(published)).count("order.placed") == 5


def test_one_that_was_stopped_can_begin_anew(shop: InMemoryStore) -> None:
    shop.fails = [None, Unavailable("GET /orders: 503")]
    with pytest.raises(Unavailable):
        filled()
    pages(shop)
    outcome = filled(again=True)

    assert (pages(shop)[0], outcome) == ("page 0", (Tally(read=5, new=3), False))


def test_a_page_that_the_store_knows_no_more_begins_it_anew(shop: InMemoryStore) -> None:
    shop.fails = [None, InvalidResponse("GET /orders: 400")]
    with pytest.raises(InvalidResponse):
        filled()
    pages(shop)
    filled()

    assert pages(shop)[0] == "page 0"


def test_its_last_day_is_read_to_the_end(shop: InMemoryStore) -> None:
    last = (shop.clock - DAY * LONG_AGO).date()

    assert filled(last, last)[0].read == 5
    assert filled(SINCE, last - DAY)[0].read == 0


def test_what_was_read_in_is_ours_and_looked_at_again(shop: InMemoryStore) -> None:
    connections.own_since("tea", shop.clock)
    filled()

    assert connections.get("tea").since == datetime.combine(SINCE, datetime.min.time(), UTC)


def test_two_at_once_end_as_one(shop: InMemoryStore, published: Published) -> None:
    def other(tally: Tally, of: int | None) -> None:
        if not others:
            others.append(tally)
            filled()

    others: list[Tally] = []
    with pytest.raises(Overtaken):
        backfill(store(), SINCE, None, again=False, on_page=other)

    assert types(run(published)).count("order.placed") == 5
