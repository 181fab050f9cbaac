"""A day of which one order was settled before the money rule, from the tables to the report."""

import json
from datetime import timedelta

import pytest

from commissions.application.care.approval import Approval
from commissions.application.care.refold import refolds
from commissions.application.reconciliation.run import reconcile, report_files
from commissions.audit.report import Report
from commissions.tables import ledger, plans, statements
from commissions.tables.items import scan
from tests.support import tamper
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.orders import PLAN
from tests.support.reconciliation_days import DAY, NOW, ONE, a_day, kinds
from tests.support.rule_before import halve

UPGRADED = NOW - timedelta(days=1)


@pytest.fixture(autouse=True)
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    """A clean day, but that a rule of before made half of one order; statements say the same."""
    plans.publish(PLAN.text)
    day = a_day(an_in_memory_store(monkeypatch))
    halve(ONE)
    for table in (tamper.STATEMENTS, tamper.BALANCES):
        for item in list(scan(table)):
            tamper.drop(table, item)
    project()
    return day


def project() -> None:
    for journal in list(ledger.every_journal()):
        statements.project(journal)


def report() -> Report:
    return reconcile(DAY, now=NOW, rule_since=UPGRADED)


def test_it_is_listed_apart_with_amounts_and_advice() -> None:
    found = report()

    assert (found.verdict, found.findings, found.delta_total) == ("clean", [], 0)
    assert found.headline == (
        "Delta 0: everything agrees, but for 1 order from before the money rule; 2 orders compared"
    )
    assert {each.order for each in found.rule_changed} == {ONE}
    assert "commissions refold" in found.rule_changed[0].advice(DAY)


def test_both_reports_name_it() -> None:
    files = report_files(report())

    told = json.loads(files[f"{DAY}.json"])["rule_changed"]
    page = files[f"{DAY}.html"]
    assert (told["orders"], told["delta"]["USD"]) == (1, 17_50)
    assert {each["kind"] for each in told["entries"]} == {"rule_changed"}
    assert "From before the money rule" in page
    assert "1 order <small>" in page
    assert page.index("Nothing was found") < page.index("From before the money rule")


def test_once_it_was_refolded_nothing_is_left_to_tell() -> None:
    two = Approval(by="dana", approved_by="femi", why="the money rule")
    posted = [each.order_key for each in refolds(None, two) if each.posted]
    project()

    found = report()

    assert (posted, found.findings, found.rule_changed) == ([ONE], [], [])


def test_what_was_written_since_the_rule_is_a_finding() -> None:
    assert kinds() == {"journal_differs"}
