"""The audit log: who did what to what, when and with which outcome; chained by hash."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from commissions.domain.orders.canonical import digest_of

FIRST_HASH = "0" * 64
"""What stands for the hash before the first entry."""
BEGUN, DONE, REFUSED = "begun", "done", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing that somebody did, or began; nobody's name, e-mail or address is in it."""

    at: datetime
    who: str
    what: str
    """`plan publish`; of an action its kind: `plan.publish`."""
    target: str = ""
    why: str = ""
    where: str = ""
    """What it was done with: `command line`."""
    details: dict[str, str] = field(default_factory=dict)
    """What else was said, by name; never a secret."""
    outcome: str = ""
    """`begun`, `done`, `refused`; of an action, the state that it came to."""
    said: str = ""
    """What came of it, in a sentence."""
    run: str = ""
    """One id for all entries of one command, or of one action."""
    day: str = ""
    number: int = 0
    """Within the day, from 1 on without a gap."""
    previous_hash: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class AuditHead:
    """Where the log ends."""

    day: str = ""
    number: int = 0
    hash: str = FIRST_HASH
    version: int = 0


def chained(entry: AuditEntry, head: AuditHead) -> AuditEntry:
    """The entry as the next one of the log; by a clock that is behind, of the log's last day."""
    day = max(f"{entry.at:%Y-%m-%d}", head.day)
    number = head.number + 1 if day == head.day else 1
    placed = replace(entry, day=day, number=number, previous_hash=head.hash, hash="")
    return replace(placed, hash=digest_of(placed))


def broken_entries(entries: Sequence[AuditEntry], head: AuditHead, since: str) -> list[str]:
    """`2026-11-28/3`: entries that were changed, or before which some are missing, in the order of
    the log; the head's own where the log ends before it. `entries`: all from the day `since` on."""
    broken: list[str] = []
    previous: AuditEntry | None = None
    for entry in entries:
        if digest_of(replace(entry, hash="")) != entry.hash or not _follows(entry, previous):
            broken.append(_name(entry.day, entry.number))
        previous = entry
    last = (head.day, head.number, head.hash)
    if head.day >= since and last not in {(each.day, each.number, each.hash) for each in entries}:
        broken.append(_name(*last[:2]))
    return list(dict.fromkeys(broken))


def without_beginnings(entries: Sequence[AuditEntry]) -> list[AuditEntry]:
    """All but the beginnings of what has its outcome among them too."""
    ended = {each.run for each in entries if each.outcome != BEGUN}
    return [each for each in entries if each.outcome != BEGUN or each.run not in ended]


def _follows(entry: AuditEntry, previous: AuditEntry | None) -> bool:
    if previous is None:
        return entry.number == 1
    number = previous.number + 1 if entry.day == previous.day else 1
    return entry.previous_hash == previous.hash and entry.number == number


def _name(day: str, number: int) -> str:
    return f"{day}/{number}"
