"""What is on its way is no finding, what waits for somebody is none, what was not asked is said."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from commissions.application.pipeline import settle
from commissions.application.reconciliation.run import reconcile
from commissions.audit.findings import STORE
from commissions.audit.report import Report
from commissions.aws import secrets
from commissions.clients import Unavailable
from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.parking import OrderParked
from commissions.domain.stores.store import UnknownStore
from commissions.events import Trace
from commissions.tables import (
    connections,
    inbox,
    ledger,
    parked,
    plans,
    statement_lines,
    statements,
    stores,
)
from commissions.tables.inbox import InboxItem
from tests.support import tamper
from tests.support.in_memory_store import NAME, InMemoryStore, an_in_memory_store
from tests.support.orders import NOON, PLAN
from tests.support.pipeline_driver import open_store
from tests.support.reconciliation_days import DAY, NOW, ONE, SETTLED, TWO, a_day, brought, kinds

MINUTE, LATER = timedelta(minutes=1), timedelta(days=1)
NEW = f"{NAME}/tea/1009"


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    plans.publish(PLAN.text)
    return a_day(an_in_memory_store(monkeypatch))


def report(now: datetime = NOW) -> Report:
    return reconcile(DAY, now=now)


def an_order_of(shop: InMemoryStore, **fields: Any) -> OrderPlaced:
    return shop.place("1009", **{"order_ts": NOON, "updated_at": NOON} | fields)


def in_flight(found: Report) -> list[str]:
    return [each.order for store in found.stores for each in store.in_flight]


def test_an_order_that_the_store_took_a_minute_ago_is_on_its_way(shop: InMemoryStore) -> None:
    an_order_of(shop, updated_at=NOW - MINUTE)

    found = report()

    assert (found.verdict, in_flight(found)) == ("incomplete", [NEW])
    assert found.headline == (
        "Delta 0: what was compared agrees; 2 of 3 orders compared, 1 in flight"
    )


def test_ten_minutes_later_it_is_missing(shop: InMemoryStore) -> None:
    an_order_of(shop, updated_at=NOW - MINUTE)

    assert [each.kind for each in report(NOW + 10 * MINUTE).findings] == ["order_missing"]


def test_an_order_between_the_inbox_and_the_ledger_is_on_its_way(shop: InMemoryStore) -> None:
    inbox.put(
        InboxItem(
            id=inbox.item_id(NAME, "tea", "order", b"1009"),
            platform=NAME,
            store_id="tea",
            topic="order",
            received_at=NOW - timedelta(hours=1),
            occurred_at=NOON,
            records=(an_order_of(shop),),
        )
    )

    assert (kinds(), in_flight(report())) == (set(), [NEW])


def test_a_journal_of_a_minute_ago_need_not_be_on_the_statements_yet(shop: InMemoryStore) -> None:
    tamper.edit(ONE, 1, recorded_at=NOW - MINUTE)
    tamper.drop(tamper.STATEMENTS, tamper.item_of(tamper.STATEMENTS, distributor_id="bob"))
    months_without(ONE)

    found = report()

    assert (found.verdict, in_flight(found)) == ("incomplete", [ONE])
    assert found.company.settling == 2


def months_without(order_key: str) -> None:
    """As they were before the order's first journal came."""
    for change in statements.updates_of(tamper.journal(order_key)):
        for scope, figures in change.months.items():
            month = month_of(change.distributor_id, scope)
            less = {name: month[name] - amount for name, amount in figures.items()}
            tamper.change(tamper.BALANCES, month, **less)


def month_of(member: str, scope: str = "2026-11 USD") -> dict[str, Any]:
    return tamper.item_of(tamper.BALANCES, distributor_id=member, scope=scope)


@pytest.mark.parametrize("has_come", [True, False])
def test_to_whom_something_is_always_on_its_way_is_compared_as_far_as_that_explains(
    shop: InMemoryStore, subtests: Any, has_come: bool
) -> None:
    tamper.edit(ONE, 1, recorded_at=NOW - MINUTE)
    if not has_come:
        months_without(ONE)
    of_bob = month_of("bob")
    earlier = {"distributor_id": "bob", "scope": "2026-10 USD", "payable": 7, "version": 1}

    assert kinds() == set()
    mutants = {
        "a cent less than without it": of_bob | {"earned": -1},
        "much more than with it": of_bob | {"payable": of_bob["payable"] + 1_000_00},
        "a day that it is not of": of_bob | {"t1": 1},
        "another month": earlier,
    }
    for name, item in mutants.items():
        with subtests.test(msg=name), tamper.undone():
            tamper.put(tamper.BALANCES, item)
            assert kinds() & {"balance_differs", "month_differs"}


def test_a_journal_that_says_it_is_of_tomorrow_is_not_on_its_way(shop: InMemoryStore) -> None:
    tamper.edit(ONE, 1, recorded_at=NOW + LATER)
    tamper.drop(tamper.STATEMENTS, tamper.item_of(tamper.STATEMENTS, order_id=ONE))

    assert "statement_missing" in kinds()


def test_an_order_that_waits_for_a_sku_is_listed_and_no_finding(shop: InMemoryStore) -> None:
    order = an_order_of(shop)
    waits = OrderParked(
        record_key=order.key,
        order_key=NEW,
        reason="unmapped_sku",
        detail="NEW has no value",
        waits_for="sku/tea/NEW",
        advice="",
    )
    parked.add(
        waits, Trace(inbox_id="i", source_key="k", received_at=NOON, occurred_at=NOON), now=NOON
    )

    found = report()

    assert (found.verdict, found.stores[0].held) == ("incomplete", 1)
    assert [(each.order, each.reason) for each in found.stores[0].waiting] == [
        (NEW, "unmapped_sku")
    ]


def test_a_store_without_access_is_compared_as_far_as_it_goes(shop: InMemoryStore) -> None:
    secrets.set_access(stores.get("tea"), {})
    tamper.edit(TWO, 2, effective_at=NOON - LATER)

    found = report()

    assert "no access" in found.stores[0].not_asked
    assert {each.kind for each in found.findings} == {
        "journal_other_day",
        "statement_other_day",
        "month_differs",
    }


def test_a_store_that_calls_ours_has_nothing_to_ask_and_is_clean(shop: InMemoryStore) -> None:
    open_store("b2b", platform="orders")

    found = reconcile(DAY, ["b2b"], now=NOW)

    assert (found.verdict, found.stores[0].has_api) == ("clean", False)


def test_a_day_without_access_is_incomplete(shop: InMemoryStore) -> None:
    secrets.set_access(stores.get("tea"), {})

    found = report()

    assert found.verdict == "incomplete"
    assert found.headline == (
        "Nothing could be compared; 0 of 2 orders compared, 2 not asked (tea)"
    )


@pytest.mark.parametrize("call", range(3))
def test_a_store_that_does_not_answer_is_a_finding_of_its_own(
    shop: InMemoryStore, call: int
) -> None:
    shop.unlisted = {"1001"}
    shop.fails = [*[None] * call, *[Unavailable("GET /orders: 503")] * 2]

    found = report(NOON + LATER)

    assert [each.kind for each in found.findings if each.check == STORE] == ["store_not_read"]
    assert "503" in found.stores[0].not_asked


def test_an_order_that_no_page_lists_is_asked_for(shop: InMemoryStore) -> None:
    shop.unlisted = {"1001"}

    assert kinds() == set()
    assert "order 1001" in shop.asked


def test_an_order_that_was_deleted_and_counts_as_cancelled_is_no_finding(
    shop: InMemoryStore,
) -> None:
    [order] = shop.orders_.pop("1001")
    assert isinstance(order, OrderPlaced)
    tamper.retell(ONE, "order", at=NOON, cancelled_at=NOON)

    assert "order_gone" not in kinds()


def test_an_order_accepted_as_gone_is_no_figure_beside_the_stores(shop: InMemoryStore) -> None:
    [order] = shop.orders_.pop("1001")
    gone = OrderCancelled(
        platform=order.platform,
        store_id=order.store_id,
        platform_order_id=order.platform_order_id,
        updated_at=NOON + MINUTE,
        cancelled_at=NOON + MINUTE,
    )
    settle.settle(ONE, [gone], inbox=brought([gone], at=SETTLED), now=SETTLED)
    for journal in ledger.read(ONE).journals[1:]:
        statements.project(journal)

    found = report()

    [store] = found.stores
    assert found.headline == (
        "Delta 0: everything agrees; 1 of 2 orders compared, 1 accepted as gone"
    )
    assert [each.order for each in store.accepted] == [ONE]
    assert (store.orders.expected, store.orders.agrees) == (store.orders.found, True)


def test_of_a_day_that_is_all_on_its_way_nothing_agrees(shop: InMemoryStore) -> None:
    now = SETTLED + MINUTE
    an_order_of(shop, updated_at=now - MINUTE)

    found = report(now)

    assert found.verdict == "incomplete"
    assert found.headline == ("Nothing could be compared; 0 of 3 orders compared, 3 in flight")


def test_orders_from_before_the_store_was_ours_are_not_missed(shop: InMemoryStore) -> None:
    an_order_of(shop)
    connections.own_since("tea", NOON + MINUTE)

    found = report()

    assert (found.verdict, found.stores[0].earlier) == ("clean", 1)


def test_a_refund_of_the_day_on_an_older_order_is_looked_at(shop: InMemoryStore) -> None:
    found = reconcile(DAY + LATER, now=NOW)

    [store] = found.stores
    assert (store.looked_at, store.orders.found.count) == (1, 0)
    assert store.refunds.expected == store.refunds.found
    assert store.refunds.found.amounts == {"USD": 40_00}


def test_a_refund_of_an_older_order_that_never_reached_us_is_found(shop: InMemoryStore) -> None:
    changed = NOON + LATER
    shop.orders_["1002"][0] = replace(shop.orders_["1002"][0], updated_at=changed)  # type: ignore[arg-type]
    tamper.forget(TWO, "refund")
    tamper.drop(tamper.JOURNAL, {"order_key": TWO, "number": 2})

    found = reconcile(DAY + LATER, now=NOON + LATER + timedelta(hours=20))

    assert "refund_missing" in {each.kind for each in found.findings}


def test_statements_of_all_distributors_stay_as_they_are(shop: InMemoryStore) -> None:
    before = [list(statement_lines.of(who)) for who in ("cat", "bob", "ann")]

    report()

    assert [list(statement_lines.of(who)) for who in ("cat", "bob", "ann")] == before


def test_an_unknown_store_is_named(shop: InMemoryStore) -> None:
    with pytest.raises(UnknownStore, match="coffee"):
        reconcile(DAY, ["coffee"], now=NOW)
