"""The kept hashes' side of a reconciliation: what was written, against what stands now."""

from collections.abc import Collection
from datetime import date, datetime

from commissions.audit.findings import Finding
from commissions.audit.hash_check import HashCheck, days_compared
from commissions.tables import journal_hashes


def read_hashes(day: date, now: datetime, *, hashes_since: date | None = None) -> HashCheck:
    """The hashes of the day and of the days compared again with it, for what comes to see the
    journals. `hashes_since`: those of all days from then on."""
    since = journal_hashes.since()
    days = days_compared(day, since, hashes_since)
    read = [journal_hashes.of_day(each) for each in days]
    return HashCheck(
        now=now,
        since=since,
        days=frozenset(days),
        kept=journal_hashes.pairs_by_journal(pair for each in read for pair in each.pairs),
        unreadable=tuple(name for each in read for name in each.unreadable),
    )


def hash_findings(check: HashCheck, unreadable_orders: Collection[str]) -> tuple[Finding, ...]:
    """Once all journals were seen. What is missing is looked for on the days around its own."""
    for day in check.days_beside():
        if not check.missing:
            break
        check.keep_also(journal_hashes.of_day(day).pairs)
    return tuple(check.findings(unreadable_orders))
