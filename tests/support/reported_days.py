"""Reports of reconciled days, as a night leaves them in the reports bucket."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from commissions.application.reconciliation.run import save_report
from commissions.audit.figures import Pair, Side
from commissions.audit.findings import Finding
from commissions.audit.report import CompanyReport, Report, StoreReport
from tests.unit.audit.reports import a_finding

KINDS = (
    ("store", "order_missing", "tea-us", "USD"),
    ("ledger", "journal_differs", "tea-us", "USD"),
    ("ledger", "journal_differs", "tea-eu", "EUR"),
    ("books", "chain_broken", "tea-us", ""),
    ("statements", "month_differs", "", "pv"),
    ("books", "audit_log_broken", "", ""),
)


def side(count: int, minor: int) -> Side:
    return Side(count, Counter({"USD": minor}))


def found(number: int) -> Finding:
    """One of several kinds, of stores and of none, of money, volume and neither."""
    check, kind, store, unit = KINDS[number % len(KINDS)]
    return a_finding(
        check=check,
        kind=kind,
        store=store,
        unit=unit,
        order=f"shopify/{store}/{6600 + number}" if store else "",
        about="bob",
        expected=1000 if unit else None,
        found=1000 + number + 1 if unit else None,
        sentence=f"Sentence number {number} <b>.",
    )


def of_day(day: date, findings: int = 0, *, waiting: int = 0, **store: object) -> Report:
    """A report of two stores and the company, with so many findings."""
    every = [found(number) for number in range(findings)]
    pairs = Pair(side(12, 125_000), side(12, 125_000))
    plain: dict[str, object] = {"platform": "shopify", "looked_at": 12, "compared": 12 - waiting}
    stores = [
        StoreReport(
            store=name,
            orders=pairs,
            refunds=pairs,
            commissions=pairs,
            lines=pairs,
            findings=tuple(each for each in every if each.store == name),
            **plain | store,  # type: ignore[arg-type]
        )
        for name in ("tea-us", "tea-eu")
    ]
    company = CompanyReport(
        balances=42,
        journals=1200,
        settling=1,
        hashes=60,
        findings=tuple(each for each in every if not each.store),
    )
    made_at = datetime.combine(day + timedelta(days=1), time(0, 40), UTC)
    return Report(day=day, made_at=made_at, stores=tuple(stores), company=company)


def saved(day: date, findings: int = 0, *, waiting: int = 0, later: int = 0) -> Report:
    """The same, in the bucket; made so many hours after the night's."""
    report = of_day(day, findings, waiting=waiting)
    report = replace(report, made_at=report.made_at + timedelta(hours=later))
    save_report(report)
    return report
