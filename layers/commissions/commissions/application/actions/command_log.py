"""What people do that is no action on record: an entry before it begins, another with its outcome.

So what stopped halfway, or was cut off, is in the log as begun and without an outcome.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime

from commissions.domain.actions.action import Actor
from commissions.domain.actions.audit_entry import BEGUN, AuditEntry
from commissions.tables import audit_log


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is about to be done; nothing in it is secret, and no buyer is named."""

    what: str
    target: str = ""
    why: str = ""
    details: dict[str, str] = field(default_factory=dict)


def begin(deed: Deed, actor: Actor, now: datetime) -> AuditEntry:
    """Notes that somebody begins; without it nothing is to be done."""
    entry = AuditEntry(
        at=now,
        who=actor.who,
        what=deed.what,
        target=deed.target,
        why=deed.why,
        where=actor.where,
        details=deed.details,
        outcome=BEGUN,
        run=secrets.token_hex(8),
    )
    return audit_log.append(entry)


def end(begun: AuditEntry, outcome: str, said: str, now: datetime) -> None:
    """Notes what came of it."""
    audit_log.append(replace(begun, at=now, outcome=outcome, said=said))
