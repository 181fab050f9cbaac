"""Reports of a day of one store, as tests like to write them."""

from datetime import UTC, date, datetime

from commissions.audit.findings import LEDGER, Finding
from commissions.audit.report import CompanyReport, Report, StoreReport


def a_finding(**fields: object) -> Finding:
    plain = {
        "check": LEDGER,
        "kind": "journal_differs",
        "store": "tea",
        "order": "shopify/tea/1",
        "about": "bob",
        "unit": "USD",
        "expected": 1000,
        "found": 1001,
        "sentence": "By its facts it makes bob 10.00 USD.",
    }
    return Finding(**plain | fields)  # type: ignore[arg-type]


def a_report(*findings: Finding, company: CompanyReport | None = None, **store: object) -> Report:
    plain = {"store": "tea", "platform": "shopify", "findings": findings}
    return Report(
        day=date(2026, 11, 20),
        made_at=datetime(2026, 11, 21, 0, 40, tzinfo=UTC),
        stores=(StoreReport(**plain | store),),  # type: ignore[arg-type]
        company=company or CompanyReport(),
    )
