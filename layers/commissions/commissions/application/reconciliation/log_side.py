"""The audit log's side of a reconciliation: whether what people did stands as it was written."""

from datetime import date

from commissions.audit.findings import BOOKS, Finding
from commissions.domain.actions.audit_entry import broken_entries
from commissions.domain.actions.calendar import days_until
from commissions.tables import audit_log


def log_findings(day: date) -> tuple[Finding, ...]:
    """Entries of the day (UTC) and later that were changed, or before which some are missing. The
    end is read first: what is added meanwhile is not taken for missing."""
    head = audit_log.head()
    entries = tuple(audit_log.of_days(days_until(day, head.day)))
    return tuple(map(_finding, broken_entries(entries, head, day.isoformat())))


def _finding(name: str) -> Finding:
    return Finding(
        check=BOOKS,
        kind="audit_log_broken",
        store="",
        order="",
        about=f"audit log {name}",
        sentence=f"Entry {name} of the audit log was changed, or some before it are missing.",
    )
