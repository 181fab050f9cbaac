"""Clean days are clean, whatever became of their orders; what was not compared is said."""

import os
from datetime import timedelta

import pytest

from commissions.audit.report import Report
from commissions.runtime.reconciling import reconcile
from tests.days import FIRST, NOW, live
from tests.stall import Stall, a_stall

MANY = 4 if os.environ.get("COMMISSIONS_PROOF") else 1


@pytest.fixture
def stall(aws: None, monkeypatch: pytest.MonkeyPatch) -> Stall:
    return a_stall(monkeypatch)


def test_thirty_days_of_orders_that_went_right_have_no_finding(stall: Stall) -> None:
    for number in range(30 * MANY):
        live(stall, 900_000 + number, days=number // MANY)

    reports = [reconcile(FIRST + timedelta(days=day), now=NOW) for day in range(30)]

    assert [each.sentence for report in reports for each in report.findings] == []
    assert {report.verdict for report in reports} == {"clean"}
    assert sum(_orders(report) for report in reports) == 30 * MANY


def _orders(report: Report) -> int:
    [store] = report.stores
    assert store.orders.expected == store.orders.found
    assert store.refunds.expected == store.refunds.found
    assert store.commissions.expected.amounts == store.commissions.found.amounts
    assert store.lines.expected == store.lines.found
    return store.orders.found.count
