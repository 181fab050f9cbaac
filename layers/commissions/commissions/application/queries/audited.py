"""The audit log as it is read: who did what, and whether the log is whole."""

from dataclasses import dataclass
from datetime import date

from commissions.domain.actions.audit_entry import AuditEntry, broken_entries
from commissions.domain.actions.calendar import days_until
from commissions.tables import audit_log


@dataclass(frozen=True, slots=True)
class AuditLog:
    entries: tuple[AuditEntry, ...]
    """Those that were asked for, the earliest first."""
    looked_at: int
    broken: tuple[str, ...]
    """`2026-11-28/3`: changed, or before which some are missing; empty where the log is whole."""


def audit_log_since(since: date, until: date, *, actor: str = "", target: str = "") -> AuditLog:
    """All days (UTC) from `since` on; `actor` is whoever did it, whole; `target` a part of what it
    was done to. The end is read first: what is added meanwhile is not taken for missing."""
    head = audit_log.head()
    entries = tuple(audit_log.of_days(days_until(since, max(until.isoformat(), head.day))))
    broken = broken_entries(entries, head, since.isoformat())
    found = tuple(
        each
        for each in entries
        if actor.casefold() in ("", each.who.casefold()) and target.casefold() in _names(each)
    )
    return AuditLog(found, len(entries), tuple(broken))


def _names(entry: AuditEntry) -> str:
    return f"{entry.target} {entry.run}".casefold()
