"""Ledgers that were written before an order's commissions followed its money: told apart from
findings until `commissions refold` was applied, or anything else was posted to them since.

What the rule of before made of their facts is nobody's to work out any more. So this goes by when
all their journals were written, and only where nothing else is wrong with them: whoever is paid in
place of another, whatever is missing or was changed, is found as ever.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from commissions.audit.findings import MONTHS_DIFFER, RULE_CHANGED, Finding
from commissions.audit.order_record import OrderRecord

RELEASED = datetime(2026, 11, 28, tzinfo=UTC)
"""Journals of this day or later have to follow the money rule (docs/decisions.md)."""
EXPLAINED = frozenset({"journal_differs", MONTHS_DIFFER})
"""What another rule explains: as much or as little as it made of the same order."""


def by_rule_before(
    record: OrderRecord, found: Sequence[Finding], *, since: datetime, now: datetime
) -> tuple[Finding, ...]:
    """The findings of an order's ledger as what the change of the rule made of it; empty where they
    are findings like all others. A clock that is behind the release explains nothing."""
    written = [journal.recorded_at for journal in record.journals]
    kinds = {each.kind for each in found}
    if not written or now < since or not kinds <= EXPLAINED:
        return ()
    # Months that were dated by arrival stay so through all that is posted later.
    last_of_before = min(written) if kinds == {MONTHS_DIFFER} else max(written)
    if last_of_before >= since:
        return ()
    return tuple(replace(each, kind=RULE_CHANGED) for each in found)
