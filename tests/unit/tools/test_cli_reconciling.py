from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from typer.testing import CliRunner

from commissions.audit.figures import Pair, Side
from commissions.audit.findings import LEDGER, RULE_CHANGED, STORE, Finding
from commissions.audit.report import CompanyReport, Report, StoreReport
from tests.unit.tools.screens import rendered
from tools.cli import reconciling
from tools.cli.main import app

DAY = date(2026, 11, 20)
MISSING = Finding(
    check=STORE,
    kind="order_missing",
    store="tea",
    order="shopify/tea/1001",
    about="",
    unit="USD",
    expected=100_00,
    found=0,
    sentence="The store has order shopify/tea/1001 of 100.00 USD, and we have never heard of it.",
)


def a_report(*findings: Finding, not_asked: str = "") -> Report:
    there = Side(1, Counter({"USD": 100_00}))
    store = StoreReport(
        store="tea",
        platform="shopify",
        not_asked=not_asked,
        looked_at=1,
        compared=0 if not_asked else 1,
        unasked=1 if not_asked else 0,
        orders=Pair(there, Side() if findings else there),
        findings=findings,
    )
    made_at = datetime(2026, 11, 21, 0, 40, tzinfo=UTC)
    return Report(day=DAY, made_at=made_at, stores=(store,), company=CompanyReport())


def test_a_clean_day_is_told_in_a_line_and_a_table() -> None:
    seen = rendered(reconciling.screen(a_report(), ["s3://reports/2026-11-20.html"]))

    assert seen.startswith(
        "Delta 0: everything agrees; 1 order compared\nFriday, 20 November 2026 (UTC)"
    )
    assert "1 = 1" in seen
    assert seen.endswith("s3://reports/2026-11-20.html")


def test_a_finding_says_what_is_at_stake_and_what_to_do() -> None:
    lines = rendered(reconciling.screen(a_report(MISSING))).splitlines()

    assert lines[0] == "1 finding, 100.00 USD at stake; 1 order compared"
    assert "1 ≠ 0" in "\n".join(lines)
    assert lines[-3:] == [
        "order missing here  -100.00 USD",
        f"  {MISSING.sentence}",
        "  Ask the store again: commissions backfill --store tea --since 2026-11-20.",
    ]


def test_what_is_from_before_the_money_rule_is_told_beside_what_agrees() -> None:
    before = replace(
        MISSING, check=LEDGER, kind=RULE_CHANGED, sentence="By its facts it makes more."
    )
    [store] = a_report().stores
    report = replace(a_report(), stores=(replace(store, rule_changed=(before,)),))

    lines = rendered(reconciling.screen(report)).splitlines()

    assert lines[0] == (
        "Delta 0: everything agrees, but for 1 order from before the money rule; 1 order compared"
    )
    assert lines[-3] == "ledger from before the money rule  -100.00 USD"
    assert "commissions refold" in lines[-1]


def test_what_was_not_asked_is_not_shown_as_compared() -> None:
    seen = rendered(reconciling.screen(a_report(not_asked="no access to its API is stored")))

    assert "tea: no access to its API is stored" in seen
    assert "1 = 1" not in seen


def test_of_many_findings_the_first_are_shown_and_the_rest_counted() -> None:
    seen = rendered(reconciling.screen(a_report(*[MISSING] * 25)))

    assert seen.count("order missing here") == 20
    assert "… and 5 more in the report" in seen


@pytest.mark.parametrize("option", ["--day", "--hashes-since"])
@pytest.mark.parametrize(
    ("day", "says"), [("20.11.2026", "write it like 2026-11-20"), ("2999-01-01", "not begun yet")]
)
def test_a_day_that_is_none_is_refused(option: str, day: str, says: str) -> None:
    result = CliRunner().invoke(app, ["reconcile", option, day])

    assert (result.exit_code, says in result.stderr) == (2, True)
