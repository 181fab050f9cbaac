"""For a day we hear nothing: no webhook comes again, and nothing is lost all the same."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.domain.orders.keys import order_key
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from tests.journey.deployed import PROOF, Commissions, Said
from tests.journey.four_stores import Town, founded
from tests.journey.ledger_reads import Books
from tests.journey.stores import happens
from tools.stack import Stack

ORDERS = 2_000 if PROOF else 40
DAY = timedelta(hours=24)
WITHIN_SECONDS = 15 * 60 if PROOF else 120


@pytest.fixture(scope="module")
def town(
    stack: Stack, company: Said, commissions: Commissions, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    start = datetime.now(UTC).replace(microsecond=0) - DAY - timedelta(minutes=1)
    folder = tmp_path_factory.mktemp("town")
    with founded("out", stack, commissions, folder, start=start) as town:
        yield town


@pytest.fixture(scope="module")
def seconds(town: Town, books: Books) -> float:
    """How long it took to catch up with a day of which no webhook came."""
    for shop in town.shops:
        town.ask(shop.store_id)
    assert happens(lambda: _polled(town, books)), "the stores were not asked before the outage"
    for shop in town.shops:
        town.fake.delivery_faults(shop.store_id).lose_percent = 100
    _a_day(town)
    assert town.fake.pump() >= ORDERS
    began = time.monotonic()
    for shop in town.shops:
        town.ask(shop.store_id)
    assert happens(lambda: _in_the_ledger(town, books) >= ORDERS, within=WITHIN_SECONDS)
    assert happens(books.is_quiet, within=WITHIN_SECONDS), books.on_the_way()
    return time.monotonic() - began


def test_every_order_and_every_refund_became_a_fact(
    town: Town, books: Books, seconds: float, record_property: Any
) -> None:
    record_property("seconds", round(seconds, 1))

    assert Counter(_expected(town)) == Counter(_known(town, books))
    print(f"\n{ORDERS} orders caught up in {seconds:.0f} s")  # noqa: T201 - a figure for people


def test_both_days_reconcile_to_nothing(
    town: Town, commissions: Commissions, seconds: float
) -> None:
    days = {order.created_at.date() for shop in town.shops for order in shop.orders.values()}
    for day in sorted(days):
        for shop in town.shops:
            said = commissions(
                "reconcile", "--day", day.isoformat(), "--store", shop.store_id, "--json"
            )
            assert said.code == 0, said.text


def test_no_webhook_was_sent_again(town: Town, seconds: float) -> None:
    outcomes = Counter(sent.outcome for sent in town.fake.queue.sent)

    assert outcomes["lost"] >= ORDERS
    assert not any(
        sent.outcome == "answered" and sent.event.kind.startswith("order.")
        for sent in town.fake.queue.sent
    )


def _a_day(town: Town) -> None:
    """Orders through the day; of some a part comes back, some are cancelled, one is not paid."""
    step = int(DAY.total_seconds()) // (ORDERS + 1)
    for number in range(ORDERS):
        shop = town.shops[number % len(town.shops)]
        order = town.buy(shop, paid=number % 50 != 49)
        town.fake.clock.advance(seconds=step)
        if number % 10 == 3:
            line = order.lines[0]
            shop.refund(order.order_id, {line.line_id: 1})
        elif number % 20 == 7:
            shop.cancel(order.order_id)
    town.fake.clock.advance(seconds=step)


def _expected(town: Town) -> Iterator[tuple[str, str]]:
    for shop in town.shops:
        for order in shop.orders.values():
            key = order_key(shop.platform, shop.store_id, str(order.order_id))
            yield key, "order"
            for refund in order.refunds:
                yield key, f"refund {refund.refund_id}"


def _known(town: Town, books: Books) -> Iterator[tuple[str, str]]:
    for shop in town.shops:
        for order in shop.orders.values():
            key = order_key(shop.platform, shop.store_id, str(order.order_id))
            facts = books.facts(key)
            if any(isinstance(fact, OrderPlaced) for fact in facts):
                yield key, "order"
            for fact in facts:
                if isinstance(fact, OrderRefunded):
                    yield key, f"refund {fact.refund_id}"


def _in_the_ledger(town: Town, books: Books) -> int:
    prefixes = tuple(f"{shop.platform}/{shop.store_id}/" for shop in town.shops)
    return sum(item["order_key"].startswith(prefixes) for item in books.items("HeadsTable"))


def _polled(town: Town, books: Books) -> bool:
    """Whether each store's reading has come to an end once."""
    found = {item["store_id"] for item in books.items("ProgressTable") if item["name"] == "changed"}
    return {shop.store_id for shop in town.shops} <= found
