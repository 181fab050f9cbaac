"""What is on record: what each night's reconciliation found, and who did what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from commissions.application.queries.audited import AuditLog
from commissions.application.queries.reconciliations import ReconciledDay
from commissions.domain.actions.audit_entry import AuditEntry
from commissions.runtime.api.console_bodies import DeltaBody, delta


@dataclass(frozen=True, slots=True, kw_only=True)
class NightBody:
    """A day, and what its reconciliation came to."""

    day: date
    verdict: str | None
    """`clean`, `findings` or `incomplete`; null where nothing ran."""
    findings: int
    deltas: tuple[DeltaBody, ...]
    """By how much anything differs, where it does."""
    made_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightList:
    """The last thirty days, the latest first."""

    items: tuple[NightBody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntryBody:
    """One thing that somebody did, or began; nobody's name or e-mail is in it."""

    day: date
    number: int
    """Within the day, from 1 on without a gap."""
    at: datetime
    who: str
    second: str | None
    """Who agreed to it besides."""
    what: str
    target: str
    why: str
    where: str
    """What it was done with: `command line`, `page`."""
    outcome: str
    said: str
    """What came of it, in a sentence."""
    details: Mapping[str, str]
    run: str
    """One id for all entries of one command, or of one action."""
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntryList:
    """Entries of a period, the latest first; those that began something whose outcome is among them
    are left out."""

    looked_at: int
    """Entries whose hashes were worked out again."""
    broken: tuple[str, ...]
    """`2026-11-28/3`: those that were changed, or before which some are missing."""
    items: tuple[AuditEntryBody, ...]
    next: str | None
    """The cursor of what follows; null at the end."""


def nights(days: Iterable[date], found: Mapping[date, ReconciledDay]) -> NightList:
    return NightList(items=tuple(_night(day, found.get(day)) for day in days))


def entries(
    log: AuditLog, shown: Iterable[AuditEntry], second: Mapping[str, str], goes_on: str | None
) -> AuditEntryList:
    """`second`: by run who agreed."""
    return AuditEntryList(
        looked_at=log.looked_at,
        broken=tuple(log.broken),
        items=tuple(_entry(each, second.get(each.run, "")) for each in shown),
        next=goes_on,
    )


def _night(day: date, found: ReconciledDay | None) -> NightBody:
    if found is None:
        return NightBody(day=day, verdict=None, findings=0, deltas=(), made_at=None)
    differs = [(amount, unit) for unit, amount in sorted(found.delta.items()) if amount]
    return NightBody(
        day=day,
        verdict=found.verdict,
        findings=found.findings,
        deltas=tuple(delta(amount, unit) for amount, unit in differs),
        made_at=found.made_at,
    )


def _entry(entry: AuditEntry, second: str) -> AuditEntryBody:
    return AuditEntryBody(
        day=date.fromisoformat(entry.day),
        number=entry.number,
        at=entry.at,
        who=entry.who,
        second=second or None,
        what=entry.what,
        target=entry.target,
        why=entry.why,
        where=entry.where,
        outcome=entry.outcome,
        said=entry.said,
        details=entry.details,
        run=entry.run,
        hash=entry.hash,
    )
