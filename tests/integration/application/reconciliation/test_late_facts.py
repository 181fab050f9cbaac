"""What was recorded on a day is looked at that night, of whatever day it is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from commissions.application.pipeline import settle
from commissions.application.reconciliation.run import reconcile
from commissions.audit.findings import STORE
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from commissions.tables import ledger, plans, statements
from tests.support import tamper
from tests.support.in_memory_store import NAME, InMemoryStore, an_in_memory_store
from tests.support.orders import NOON, PLAN, a_lock_for, an_order
from tests.support.reconciliation_days import DAY, a_day, brought

MINUTE, LATER = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    plans.publish(PLAN.text)
    return a_day(an_in_memory_store(monkeypatch))


def test_what_is_told_late_is_looked_at_on_the_day_on_which_it_was_recorded(
    shop: InMemoryStore,
) -> None:
    """An ERP that tells yesterday's orders each morning."""
    told_at = datetime(2026, 11, 21, 6, 0, tzinfo=NOON.tzinfo)
    late = an_order(platform=NAME, platform_order_id="1003")
    deliver(late.order_key, late, a_lock_for(late, platform=NAME), at=told_at)
    shop.orders_["1003"] = [late]
    for _ in range(2):
        tamper.add_journal(tamper.journal(late.order_key), head=True)

    night = datetime(2026, 11, 22, 0, 40, tzinfo=NOON.tzinfo)
    found = reconcile(DAY + LATER, now=night)

    kinds_of_it = {each.kind for each in found.findings if each.order == late.order_key}
    assert kinds_of_it == {"journal_doubled", "statement_missing"}


def test_what_was_in_flight_one_night_is_looked_at_the_next(shop: InMemoryStore) -> None:
    night = datetime(2026, 11, 22, 0, 40, tzinfo=NOON.tzinfo)
    late = an_order(platform=NAME, platform_order_id="1003")
    deliver(late.order_key, late, a_lock_for(late, platform=NAME), at=night - MINUTE)
    shop.orders_["1003"] = [late]
    tamper.add_journal(tamper.journal(late.order_key), head=True)

    [store] = reconcile(DAY, now=night).stores
    assert late.order_key in {each.order for each in store.in_flight}
    again = reconcile(DAY + 2 * LATER, now=night + LATER)
    assert late.order_key in {each.order for each in again.findings}


def test_a_fact_that_led_to_no_journal_is_looked_at_on_its_day(shop: InMemoryStore) -> None:
    told_at = datetime(2026, 11, 23, 6, 0, tzinfo=NOON.tzinfo)
    late = an_order(platform=NAME, platform_order_id="1003")
    tamper.tell(late.order_key, late, at=told_at, inbox=brought([late], at=told_at))
    shop.orders_["1003"] = [late]
    shop.unlisted = {"1003"}

    found = reconcile(DAY + 3 * LATER, now=told_at + LATER)

    assert {each.kind for each in found.findings if each.order == late.order_key} == {
        "journal_missing"
    }


def test_an_order_that_the_store_changed_on_the_day_is_looked_at(shop: InMemoryStore) -> None:
    changed = NOON + 4 * LATER
    [order] = shop.orders_["1001"]
    assert isinstance(order, OrderPlaced)
    shop.orders_["1001"] = [replace(order, status="voided", updated_at=changed)]

    found = reconcile(changed.date(), now=changed + LATER)

    told = [(each.kind, each.about) for each in found.findings if each.check == STORE]
    assert told == [("order_differs", "status")]


def deliver(order_key: str, *contents: Content, at: datetime) -> None:
    settle.settle(order_key, contents, inbox=brought(contents, at=at), now=at)
    for journal in ledger.read(order_key).journals:
        statements.project(journal)
