"""The audit log as it is read: who did what, and whether the log is whole."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta

from commissions.domain.actions.action import Action
from commissions.domain.actions.audit_entry import AuditEntry, AuditHead, broken_entries
from commissions.domain.actions.calendar import days_until
from commissions.tables import actions, audit_log

READ_AT_ONCE = 8
FOLLOWED_DAYS_MAX = 31
"""So many days after a period are looked through for the entry that follows its last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Of which days (UTC, both are in it) and of what kind."""

    since: date
    until: date
    actor: str = ""
    """Whoever did it, whole."""
    what: str = ""
    """`parked.dismiss`, `payout plan`: whole."""
    target: str = ""
    """A part of what it was done to, or of the run's or action's id."""

    def fits(self, entry: AuditEntry) -> bool:
        names = f"{entry.target} {entry.run}".casefold()
        return (
            self.actor.casefold() in ("", entry.who.casefold())
            and self.what in ("", entry.what)
            and self.target.casefold() in names
        )


@dataclass(frozen=True, slots=True)
class AuditLog:
    entries: tuple[AuditEntry, ...]
    """Those that were asked for, the earliest first."""
    looked_at: int
    broken: tuple[str, ...]
    """`2026-11-28/3`: changed, or before which some are missing; empty where the log is whole."""
    actors: tuple[str, ...] = ()
    """Of all that was looked at, by name."""
    kinds: tuple[str, ...] = ()
    """What was done, by name."""


def audit_log_since(since: date, until: date, *, actor: str = "", target: str = "") -> AuditLog:
    """All days (UTC) from `since` on; `actor` is whoever did it, whole; `target` a part of what it
    was done to. The end is read first: what is added meanwhile is not taken for missing."""
    head = audit_log.head()
    last = max(until, date.fromisoformat(head.day)) if head.day else until
    return _read(AuditFilter(since=since, until=last, actor=actor, target=target), head)


def audit_log_between(asked: AuditFilter) -> AuditLog:
    """Of a period alone: that nothing is missing at its end is shown by the entry after it."""
    return _read(asked, audit_log.head())


def actions_of(entries: Sequence[AuditEntry]) -> Mapping[str, Action]:
    """The actions on record that entries are of, by id; of one that was altered nothing."""
    return actions.find_all(each.run for each in entries if "-" in each.run)


def _read(asked: AuditFilter, head: AuditHead) -> AuditLog:
    entries = _of_days(days_until(asked.since, asked.until.isoformat()))
    if head.day > asked.until.isoformat():
        next_one = _following(asked.until, head)
        broken = broken_entries([*entries, *next_one], AuditHead(), asked.since.isoformat())
    else:
        broken = broken_entries(entries, head, asked.since.isoformat())
    return AuditLog(
        entries=tuple(filter(asked.fits, entries)),
        looked_at=len(entries),
        broken=tuple(broken),
        actors=tuple(sorted({each.who for each in entries if each.who})),
        kinds=tuple(sorted({each.what for each in entries})),
    )


def _of_days(days: Sequence[str]) -> list[AuditEntry]:
    with ThreadPoolExecutor(READ_AT_ONCE) as threads:
        found = threads.map(lambda day: list(audit_log.entries_of(day)), days)
        return [entry for of_day in found for entry in of_day]


def _following(until: date, head: AuditHead) -> list[AuditEntry]:
    """The first entry after a period; none where nobody did anything for long."""
    last = min(date.fromisoformat(head.day), until + timedelta(days=FOLLOWED_DAYS_MAX))
    days = days_until(until + timedelta(days=1), last.isoformat())
    found: Iterator[AuditEntry] = audit_log.of_days(days)
    first = next(found, None)
    return [first] if first else []
