"""The orders of a day are found by store and day, whatever became of them since."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from commissions.application.pipeline import settle
from commissions.domain.orders.order import OrderPlaced
from commissions.tables import ledger, orders_by_day, plans
from tests.support.builders import a_plan
from tests.support.orders import NOON, a_refund, an_order, sold

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _plan(aws: None) -> None:
    plans.publish(a_plan().text)


def settled(order: OrderPlaced) -> str:
    settle.settle(order.order_key, sold(order), inbox="inbox", now=NOW)
    return order.order_key


def of(number: str, store_id: str = "tea", hours: int = 0) -> OrderPlaced:
    at = NOON + timedelta(hours=hours)
    return replace(
        an_order(), platform_order_id=number, store_id=store_id, order_ts=at, updated_at=at
    )


def test_an_order_is_found_under_its_store_and_its_day_in_utc() -> None:
    today = {settled(of("1")), settled(of("2", hours=11)), settled(of("3", hours=-12))}
    settled(of("4", hours=12))
    settled(of("5", store_id="cups"))

    assert set(ledger.orders_of_day("tea", TODAY)) == today
    assert len(list(ledger.orders_of_day("tea", TODAY + timedelta(days=1)))) == 1
    assert len(list(ledger.orders_of_day("cups", TODAY))) == 1


def test_a_refund_without_its_order_is_of_no_day_until_the_order_comes() -> None:
    order, refund = of("1"), a_refund(units={"1": "1"})
    refund = replace(refund, platform_order_id="1")
    settle.settle(order.order_key, [refund], inbox="inbox", now=NOW)

    assert not list(ledger.orders_of_day("tea", TODAY))

    settled(order)
    assert list(ledger.orders_of_day("tea", TODAY)) == [order.order_key]


def test_an_order_that_changes_stays_where_it_is() -> None:
    order = of("1")
    settled(order)
    settled(replace(order, updated_at=NOON + timedelta(days=3), total=order.total))

    assert list(ledger.orders_of_day("tea", TODAY)) == [order.order_key]


def test_all_orders_are_found_or_those_since_a_day_in_utc() -> None:
    settled(of("1"))
    settled(of("2", store_id="cups"))
    settled(of("3", hours=12))
    settle.settle("shopify/tea/4", [a_refund(platform_order_id="4")], inbox="inbox", now=NOW)

    every = orders_by_day.every_order
    assert sorted(every()) == [f"shopify/{name}" for name in ("cups/2", "tea/1", "tea/3", "tea/4")]
    assert sorted(every(TODAY)) == ["shopify/cups/2", "shopify/tea/1", "shopify/tea/3"]
    assert list(every(TODAY + timedelta(days=1))) == ["shopify/tea/3"]
