"""The report for machines."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from commissions.audit.figures import Pair
from commissions.audit.findings import CHECKS, Finding, deltas
from commissions.audit.report import Report, StoreReport
from commissions.domain.orders.canonical import stamp

FORMAT = "commissions.reconciliation/1"
"""Fields may be added to it, and none is taken away or changes its meaning."""


def as_json(report: Report) -> str:
    """The report for machines, always of the same form for the same content."""
    content = {
        "format": FORMAT,
        "day": report.day.isoformat(),
        "made_at": stamp(report.made_at),
        "verdict": report.verdict,
        "headline": report.headline,
        "coverage": report.coverage,
        "delta": report.delta,
        "checks": CHECKS,
        "stores": [_store(each) for each in report.stores],
        "company": {
            "balances": report.company.balances,
            "journals": report.company.journals,
            "settling": report.company.settling,
            "hashes": report.company.hashes,
            "delta": deltas(report.company.findings),
        },
        "findings": [_finding(each, report.day) for each in report.findings],
        "rule_changed": {
            "orders": report.orders_of_rule_before,
            "delta": deltas(report.rule_changed),
            "entries": [_finding(each, report.day) for each in report.rule_changed],
        },
        "register_changed_later": {
            "orders": report.orders_changed_later,
            "entries": [_finding(each, report.day) for each in report.changed_later],
        },
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def in_short(report: Report) -> str:
    """What the report comes to, for whoever looks at many days."""
    content = {
        "format": FORMAT,
        "day": report.day.isoformat(),
        "made_at": stamp(report.made_at),
        "verdict": report.verdict,
        "findings": len(report.findings),
        "delta": report.delta,
    }
    return json.dumps(content)


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
        "compared": store.compared,
        "unasked": store.unasked,
        "facts": store.facts,
        "journals": store.journals,
        "in_flight": [asdict(each) for each in store.in_flight],
        "waiting": [asdict(each) for each in store.waiting],
        "accepted": [asdict(each) for each in store.accepted],
        "listed": [asdict(each) for each in store.listed],
        "checks": checks,
        "delta": deltas(store.findings),
    }


def _pair(pair: Pair) -> dict[str, Any]:
    sides = {"expected": pair.expected, "found": pair.found}
    return {
        name: {"count": side.count, "amounts": dict(sorted(side.amounts.items()))}
        for name, side in sides.items()
    }


def _of_check(findings: Sequence[Finding], check: str) -> dict[str, Any]:
    own = [each for each in findings if each.check == check]
    return {"findings": len(own), "delta": deltas(own)}


def _finding(each: Finding, day: date) -> dict[str, Any]:
    return {
        **asdict(each),
        "difference": each.difference if each.unit else None,
        "title": each.title,
        "advice": each.advice(day),
    }
