"""Clean days are clean, whatever became of their orders; what was not compared is said.

COMMISSIONS_PROOF=1 looks at each of the days, else at every third.
"""

import os
from datetime import timedelta

import pytest

from commissions.application.reconciliation.lock_side import LockSide
from commissions.application.reconciliation.run import reconcile
from commissions.audit.report import Report
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.reconciliation_days import FIRST, NOW, live

MANY, STEP = (4, 1) if os.environ.get("COMMISSIONS_PROOF") else (1, 3)
DAYS = range(0, 30, STEP)


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    """Whose orders are of made-up people: no register has them, and none is asked."""
    monkeypatch.setattr(LockSide, "checks", lambda *_: iter(()))
    return an_in_memory_store(monkeypatch)


def test_thirty_days_of_orders_that_went_right_have_no_finding(shop: InMemoryStore) -> None:
    for day in DAYS:
        for number in range(MANY):
            live(shop, 900_000 + MANY * day + number, days=day)

    reports = [reconcile(FIRST + timedelta(days=day), now=NOW) for day in DAYS]

    assert [each.sentence for report in reports for each in report.findings] == []
    assert {report.verdict for report in reports} == {"clean"}
    assert sum(_orders(report) for report in reports) == len(DAYS) * MANY


def _orders(report: Report) -> int:
    [store] = report.stores
    assert store.orders.expected == store.orders.found
    assert store.refunds.expected == store.refunds.found
    assert store.commissions.expected == store.commissions.found
    assert store.lines.expected == store.lines.found
    return store.orders.found.count
