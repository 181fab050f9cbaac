"""The report of one reconciled day as it is read: figures by store and check, and findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from commissions.application.queries import reconciliations

RULE_CHANGED, CHANGED_LATER = "rule_changed", "register_changed_later"
PAIRS = ("orders", "refunds", "commissions", "statement_lines")
"""What of a store is held against each other."""
OF_STORE = ("orders", "refunds")
"""Those of which the store itself has to be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFinding:
    """Amounts are in minor units, volumes in hundredths."""

    number: int
    """Its place in the list that it stands in."""
    check: str
    kind: str
    store: str
    """Empty where it is of no one store."""
    order: str
    about: str
    unit: str
    """Empty where no amount is at stake."""
    expected: int
    found: int
    sentence: str
    title: str
    advice: str

    @property
    def at_stake(self) -> int:
        return abs(self.found - self.expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPair:
    """How much there should be, and is: how many, and minor units by currency."""

    what: str
    is_compared: bool
    expected: int
    found: int
    expected_amounts: Mapping[str, int]
    found_amounts: Mapping[str, int]

    @property
    def agrees(self) -> bool:
        expected = {unit: amount for unit, amount in self.expected_amounts.items() if amount}
        found = {unit: amount for unit, amount in self.found_amounts.items() if amount}
        return self.expected == self.found and expected == found


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedStore:
    store: str
    platform: str
    not_asked: str
    """Why the store was not asked; empty where it was."""
    pairs: Sequence[ReportedPair]
    looked_at: int
    compared: int
    in_flight: int
    waiting: int
    accepted: int
    listed: int
    earlier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    day: date
    made_at: datetime
    verdict: str
    delta: Mapping[str, int]
    """At stake in all findings, by currency and volume."""
    stores: Sequence[ReportedStore]
    balances: int
    journals: int
    settling: int
    hashes: int
    findings: Sequence[ReportedFinding]
    rule_changed: Sequence[ReportedFinding]
    changed_later: Sequence[ReportedFinding]

    def listed(self, show: str) -> Sequence[ReportedFinding]:
        """What is listed under a name; the findings under any other."""
        apart = {RULE_CHANGED: self.rule_changed, CHANGED_LATER: self.changed_later}
        return apart.get(show, self.findings)


def day_report(day: date) -> DayReport | None:
    """None where the day was not reconciled."""
    found = reconciliations.report(day)
    return _read(found) if found else None


def _read(content: Mapping[str, Any]) -> DayReport:
    """Fields that reports did not always have are nothing where they are missing."""
    company = content.get("company", {})
    return DayReport(
        day=date.fromisoformat(content["day"]),
        made_at=datetime.fromisoformat(content["made_at"]),
        verdict=content["verdict"],
        delta=content["delta"],
        stores=[_store(each) for each in content["stores"]],
        balances=company.get("balances", 0),
        journals=company.get("journals", 0),
        settling=company.get("settling", 0),
        hashes=company.get("hashes", 0),
        findings=_findings(content["findings"]),
        rule_changed=_findings(content.get(RULE_CHANGED, {}).get("entries", ())),
        changed_later=_findings(content.get(CHANGED_LATER, {}).get("entries", ())),
    )


def _store(told: Mapping[str, Any]) -> ReportedStore:
    not_asked = told.get("not_asked", "")
    return ReportedStore(
        store=told["store"],
        platform=told["platform"],
        not_asked=not_asked,
        pairs=[_pair(each, told[each], not_asked) for each in PAIRS if each in told],
        looked_at=told.get("looked_at", 0),
        compared=told.get("compared", 0),
        in_flight=len(told.get("in_flight", ())),
        waiting=len(told.get("waiting", ())),
        accepted=len(told.get("accepted", ())),
        listed=len(told.get("listed", ())),
        earlier=told.get("earlier", 0),
    )


def _pair(what: str, told: Mapping[str, Any], not_asked: str) -> ReportedPair:
    return ReportedPair(
        what=what,
        is_compared=not (not_asked and what in OF_STORE),
        expected=told["expected"]["count"],
        found=told["found"]["count"],
        expected_amounts=told["expected"]["amounts"],
        found_amounts=told["found"]["amounts"],
    )


def _findings(told: Sequence[Mapping[str, Any]]) -> list[ReportedFinding]:
    return [
        ReportedFinding(
            number=number,
            check=each["check"],
            kind=each["kind"],
            store=each["store"],
            order=each["order"],
            about=each["about"],
            unit=each["unit"],
            expected=each["expected"] or 0,
            found=each["found"] or 0,
            sentence=each["sentence"],
            title=each.get("title", ""),
            advice=each.get("advice", ""),
        )
        for number, each in enumerate(told)
    ]
