"""The report of a reconciliation: what was compared, what was found, and what that means."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from commissions.audit.findings import CHECKS, Finding, deltas
from commissions.audit.words import amount, count
from commissions.domain.order import stamp

FORMAT = "commissions.reconciliation/1"
"""Of the JSON; fields may be added to it, and none is taken away or changes its meaning."""
CLEAN, FOUND, INCOMPLETE = "clean", "findings", "incomplete"


@dataclass(slots=True)
class Side:
    """How much there is, on one side of a comparison."""

    count: int = 0
    amounts: Counter[str] = field(default_factory=Counter)

    def add(self, value: int, unit: str) -> None:
        self.count += 1
        self.amounts[unit] += value


@dataclass(slots=True)
class Pair:
    """What there should be, and what there is."""

    expected: Side = field(default_factory=Side)
    found: Side = field(default_factory=Side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """An order that was looked at and is no finding, as it is not at its end."""

    order: str
    reason: str
    detail: str = ""


@dataclass(slots=True, kw_only=True)
class StoreReport:
    store: str
    platform: str
    not_asked: str = ""
    """Why the store was not asked; empty where it was."""
    has_api: bool = True
    """Whether there is anything to ask at all."""
    orders: Pair = field(default_factory=Pair)
    """Of the day: in the store, and as facts."""
    refunds: Pair = field(default_factory=Pair)
    commissions: Pair = field(default_factory=Pair)
    """Of all orders looked at: orders with anything due, and with journals; what is owed."""
    lines: Pair = field(default_factory=Pair)
    """Of statements."""
    earlier: int = 0
    """Orders of the store from before it was ours: not expected here."""
    looked_at: int = 0
    """Orders: those of the day, and others to which something happened on it."""
    facts: int = 0
    journals: int = 0
    in_flight: list[Aside] = field(default_factory=list)
    waiting: list[Aside] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class CompanyReport:
    """What is of all stores together: the balances, against every journal there is."""

    balances: int = 0
    journals: int = 0
    settling: int = 0
    """People to whose balances a journal was still on its way."""
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    day: date
    made_at: datetime
    stores: tuple[StoreReport, ...]
    company: CompanyReport

    @property
    def findings(self) -> list[Finding]:
        return [
            *(each for store in self.stores for each in store.findings),
            *self.company.findings,
        ]

    @property
    def delta(self) -> dict[str, int]:
        return deltas(self.findings)

    @property
    def delta_total(self) -> int:
        """One figure for an alarm: minor units of whatever currency, and hundredths of points."""
        return sum(self.delta.values())

    @property
    def not_asked(self) -> list[StoreReport]:
        return [store for store in self.stores if store.not_asked]

    @property
    def verdict(self) -> str:
        if self.findings:
            return FOUND
        return INCOMPLETE if any(store.has_api for store in self.not_asked) else CLEAN

    @property
    def headline(self) -> str:
        if not self.findings:
            return "Delta 0: everything agrees" + (
                "" if self.verdict == CLEAN else ", as far as it could be asked"
            )
        found = count(len(self.findings), "finding")
        at_stake = ", ".join(amount(value, unit) for unit, value in self.delta.items())
        return f"{found}, {at_stake} at stake" if at_stake else f"{found}, no amount at stake"


def as_json(report: Report) -> str:
    """The report for machines, always of the same form for the same content."""
    content = {
        "format": FORMAT,
        "day": report.day.isoformat(),
        "made_at": stamp(report.made_at),
        "verdict": report.verdict,
        "headline": report.headline,
        "delta": report.delta,
        "checks": CHECKS,
        "stores": [_store(each) for each in report.stores],
        "company": {
            "balances": report.company.balances,
            "journals": report.company.journals,
            "settling": report.company.settling,
            "delta": deltas(report.company.findings),
        },
        "findings": [_finding(each, report.day) for each in report.findings],
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def _store(store: StoreReport) -> dict[str, Any]:
    checks = {check: _of_check(store.findings, check) for check in CHECKS}
    return {
        "store": store.store,
        "platform": store.platform,
        "asked": not store.not_asked,
        "not_asked": store.not_asked,
        "has_api": store.has_api,
        "orders": _pair(store.orders),
        "refunds": _pair(store.refunds),
        "commissions": _pair(store.commissions),
        "statement_lines": _pair(store.lines),
        "earlier": store.earlier,
        "looked_at": store.looked_at,
        "facts": store.facts,
        "journals": store.journals,
        "in_flight": [asdict(each) for each in store.in_flight],
        "waiting": [asdict(each) for each in store.waiting],
        "checks": checks,
        "delta": deltas(store.findings),
    }


def _pair(pair: Pair) -> dict[str, Any]:
    sides = {"expected": pair.expected, "found": pair.found}
    return {
        name: {"count": side.count, "amounts": dict(sorted(side.amounts.items()))}
        for name, side in sides.items()
    }


def _of_check(findings: list[Finding], check: str) -> dict[str, Any]:
    own = [each for each in findings if each.check == check]
    return {"findings": len(own), "delta": deltas(own)}


def _finding(each: Finding, day: date) -> dict[str, Any]:
    return {
        **asdict(each),
        "difference": each.difference if each.unit else None,
        "title": each.title,
        "advice": each.advice(day),
    }
