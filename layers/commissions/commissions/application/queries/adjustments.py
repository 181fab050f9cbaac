"""What people changed of what others are owed: write-offs, holds and decisions, by the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commissions.domain.actions.audit_entry import AuditEntry
from commissions.domain.actions.calendar import days_until
from commissions.tables import audit_log

DAYS = 31
"""So many are read for a look."""
ADJUSTING = frozenset(
    {
        "payout.write_off",
        "payout hold",
        "payout register",
        "order.decide",
        "order.attribute",
        "release.accept",
        "ledger.refold",
        "period.post",
    }
)
"""Kinds of action, and commands: all by which a person changes what somebody is owed or paid."""


@dataclass(frozen=True, slots=True)
class AdjustmentsOfDays:
    since: date
    until: date
    entries: Sequence[AuditEntry]
    """The latest first; of one action or command each step that it went."""


def adjustments(until: date) -> AdjustmentsOfDays:
    """Of the DAYS days (UTC) up to a day, which is among them: a round trip a day."""
    since = until - timedelta(days=DAYS - 1)
    found = audit_log.of_days(days_until(since, until.isoformat()))
    own = [each for each in found if each.what in ADJUSTING]
    return AdjustmentsOfDays(since, until, own[::-1])
