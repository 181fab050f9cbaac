"""The report of a reconciliation as a page: one file, in whatever light its reader sits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from commissions.audit.figures import Pair
from commissions.audit.findings import CHECKS, LEDGER, Finding, deltas
from commissions.audit.order_case import Deferred
from commissions.audit.report import CompanyReport, Report, StoreReport
from commissions.audit.wording import count
from commissions.pages.rendering import render_template

SHOWN_MAX = 100
"""So many findings of one kind are shown; all of them are in the JSON."""


def render(report: Report) -> str:
    return render_template(
        "reconciliation.html",
        report=report,
        tiles=tiles(report),
        groups=finding_groups(report.findings),
        rule_changed=finding_groups(report.rule_changed),
        changed_later=finding_groups(report.changed_later),
        stores=[StoreSection(store, comparisons(store)) for store in report.stores],
        balances=balances_state(report.company),
        waiting=deferred_list(each for store in report.stores for each in store.waiting),
        listed=deferred_list(each for store in report.stores for each in store.listed),
        accepted=deferred_list(each for store in report.stores for each in store.accepted),
        in_flight=deferred_list(each for store in report.stores for each in store.in_flight),
    )


def tiles(report: Report) -> dict[str, int]:
    stores = report.stores
    return {
        "orders of the day": sum(each.orders.found.count for each in stores),
        "refunds of the day": sum(each.refunds.found.count for each in stores),
        "orders looked at": sum(each.looked_at for each in stores),
        "orders compared": sum(each.compared for each in stores),
        "journals worked out again": sum(each.journals for each in stores),
        "statement lines": sum(each.lines.found.count for each in stores),
        "balances": report.company.balances,
        "findings": len(report.findings),
    }


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one kind."""

    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        return self.findings[0].title

    @property
    def check(self) -> str:
        return CHECKS[self.findings[0].check]

    @property
    def at_stake(self) -> dict[str, int]:
        return deltas(self.findings)

    @property
    def shown(self) -> tuple[Finding, ...]:
        return self.findings[:SHOWN_MAX]

    @property
    def more(self) -> int:
        return len(self.findings) - len(self.shown)


def finding_groups(findings: Iterable[Finding]) -> list[FindingGroup]:
    """In the order of what is checked, then of the kinds' names."""
    checks = list(CHECKS)
    ordered = sorted(findings, key=lambda each: (checks.index(each.check), each.kind))
    kinds = groupby(ordered, key=lambda each: (each.check, each.kind))
    return [FindingGroup(tuple(found)) for _, found in kinds]


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """What there should be beside what there is."""

    what: str
    expected_of: str
    found_of: str
    pair: Pair
    is_compared: bool = True
    agrees_in_detail: bool = True
    """Whether what the sums are made of agrees too."""

    @property
    def agrees(self) -> bool:
        return self.pair.agrees and self.agrees_in_detail


def comparisons(store: StoreReport) -> list[ComparisonRow]:
    asked = not store.not_asked
    ledger_agrees = all(each.check != LEDGER for each in store.findings)
    owed = "Commissions of all orders looked at"
    return [
        ComparisonRow("Orders of the day", "store", "facts", store.orders, is_compared=asked),
        ComparisonRow("Refunds of the day", "store", "facts", store.refunds, is_compared=asked),
        ComparisonRow(owed, "due", "journals", store.commissions, agrees_in_detail=ledger_agrees),
        ComparisonRow("Statement lines of the same", "journals", "statements", store.lines),
    ]


@dataclass(frozen=True, slots=True)
class StoreSection:
    report: StoreReport
    rows: Sequence[ComparisonRow]

    @property
    def summary(self) -> str:
        store = self.report
        parts = [
            f"{count(store.looked_at, 'order')} looked at, {store.compared:,} compared",
            f"{count(store.facts, 'fact')} and {count(store.journals, 'journal')} read",
        ]
        parts += [f"{len(store.in_flight):,} in flight"] if store.in_flight else []
        parts += [f"{len(store.waiting):,} waiting"] if store.waiting else []
        parts += [f"{len(store.accepted):,} accepted as gone"] if store.accepted else []
        parts += [f"{len(store.listed):,} listed"] if store.listed else []
        if store.earlier:
            parts.append(f"{count(store.earlier, 'order')} from before the store was ours")
        return " · ".join(parts)


def balances_state(company: CompanyReport) -> str:
    if any(each.kind == "balances_not_compared" for each in company.findings):
        return "could not be compared"
    return "differ" if any(each.unit for each in company.findings) else "agree"


@dataclass(frozen=True, slots=True)
class DeferredList:
    orders: tuple[Deferred, ...]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """The most frequent first."""
        return Counter(each.reason for each in self.orders).most_common()

    @property
    def shown(self) -> tuple[Deferred, ...]:
        return self.orders[:SHOWN_MAX]

    @property
    def more(self) -> int:
        return len(self.orders) - len(self.shown)


def deferred_list(orders: Iterable[Deferred]) -> DeferredList:
    return DeferredList(tuple(orders))
