"""What the warehouse says of orders, and of what they paid."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from commissions.application.pipeline import settle
from commissions.domain.ledger.facts import Content
from commissions.tables import plans
from tests.support.builders import a_plan
from tests.support.order_on_tables import KEY, ORDER, PLACED, refund, the_lock
from tests.support.warehouse import exported, rows

RECORDED = datetime(2026, 11, 22, 10, 20, tzinfo=UTC)
ELEVEN = datetime(2026, 11, 22, 11, tzinfo=UTC)
NOON = ELEVEN + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    plans.publish(a_plan().text)


def tell(*contents: Content, at: datetime = RECORDED) -> None:
    settle.settle(KEY, contents, inbox="inbox", now=at)


def test_a_sold_line_is_a_row_with_what_its_plan_counts() -> None:
    tell(ORDER, the_lock())

    assert exported(ELEVEN).done
    line = rows("fact_order_line", ELEVEN, "order_key", "revision", "line", "qty", "net", "cv")
    people = rows("fact_order_line", ELEVEN, "seller", "buyer", "buyer_class", "status", "reason")
    assert line == [(KEY, 2, 1, 4, Decimal(100), 10_000)]
    assert people == [("cat", "", "retail", "sold", "")]
    assert rows("fact_order_line", ELEVEN, "event_at", "event_day") == [
        (PLACED.replace(tzinfo=None), PLACED.date())
    ]


def test_an_order_that_nothing_was_looked_up_for_is_one_row_that_says_why() -> None:
    tell(ORDER)
    exported(ELEVEN)

    assert rows("fact_order_line", ELEVEN, "line", "status", "reason", "cv", "event_at") == [
        (0, "not_sold", "the order is not paid", 0, PLACED.replace(tzinfo=None))
    ]
    assert rows("bridge_upline", ELEVEN) == []


def test_a_refund_that_came_before_its_order_waits_in_a_row_of_its_own() -> None:
    tell(refund("r1"))
    exported(ELEVEN)

    [(status, reason, at)] = rows("fact_order_line", ELEVEN, "status", "reason", "event_at")
    assert (status, reason) == ("not_sold", "the order itself has not been told yet")
    assert at == PLACED.replace(tzinfo=None)


def test_every_line_of_a_journal_is_a_row_and_its_legs_come_to_nothing() -> None:
    tell(ORDER, the_lock())
    exported(ELEVEN)

    assert rows("fact_commission", ELEVEN, "earner", "amount_minor", "amount", "cause") == [
        ("bob", 500, Decimal(5), "sale"),
        ("cat", 1000, Decimal(10), "sale"),
        ("cat", 2000, Decimal(20), "sale"),
    ]
    assert rows("fact_ledger_leg", ELEVEN, "sum(amount)") == [(0,)]


def test_the_upline_is_that_of_the_lock() -> None:
    tell(ORDER, the_lock())
    exported(ELEVEN)

    assert rows("bridge_upline", ELEVEN, "depth", "ancestor", "status") == [
        (0, "cat", "active"),
        (1, "bob", "active"),
        (2, "ann", "active"),
    ]


def test_what_came_back_later_is_a_later_revision_and_the_earlier_one_stays() -> None:
    tell(ORDER, the_lock())
    exported(ELEVEN)
    tell(refund("r1"), at=RECORDED + timedelta(hours=1))
    exported(NOON)

    assert rows("fact_order_line", NOON, "revision", "cv") == [(2, 10_000), (3, 10_000)]
    assert rows("fact_refund_line", ELEVEN) == []
    assert rows("fact_refund_line", NOON, "revision", "moment", "line", "cv", "net") == [
        (3, 1, 1, 2500, Decimal(25))
    ]


def test_what_is_recorded_after_a_windows_end_is_not_in_it_however_late_it_is_exported() -> None:
    tell(ORDER, the_lock())
    tell(refund("r1"), at=ELEVEN)
    exported(ELEVEN)

    assert rows("fact_order_line", ELEVEN, "revision") == [(2,)]
    assert rows("fact_refund_line", ELEVEN) == []
    assert rows("fact_commission", ELEVEN, "min(amount_minor)") > [(0,)]
