"""The journals as they stand, against the hashes that were kept of them when they were written.

A forger with the rights of the ledger's pen can leave facts, journals, statements and balances that
agree in everything. What was kept elsewhere, and cannot be taken back, still says what it was.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from commissions.audit.findings import BOOKS, Finding
from commissions.audit.order_record import is_young
from commissions.audit.store_order import utc_day
from commissions.domain.ledger.books import store_of
from commissions.domain.ledger.journal import Journal

AGAIN = timedelta(days=30)
"""A day's journals are compared again every so often: they may be changed at any time."""
AGAIN_MAX = 12
"""So that each day of the last year is."""
LATE = timedelta(days=31)
"""How long after a journal its hash is looked for, where it was not kept on its day."""


def days_compared(
    day: date, since: datetime | None, asked_since: date | None = None
) -> tuple[date, ...]:
    """The day, and those that are looked at again with it; or all from one on, if asked for."""
    if since is None:
        return ()
    first = max(since.date(), asked_since) if asked_since else since.date()
    if asked_since:
        return tuple(day - timedelta(days=age) for age in range((day - first).days + 1))
    again = (day - AGAIN * times for times in range(AGAIN_MAX + 1))
    return tuple(each for each in again if each >= first)


@dataclass(slots=True)
class HashCheck:
    """Sees every journal that there is, once, and knows the hashes that were kept on some days.

    The hashes are read before the journals: whatever was kept by then is written, and stands.
    """

    now: datetime
    since: datetime | None = None
    """When the first hash was kept: of journals from before there is none."""
    days: Collection[date] = ()
    kept: dict[str, set[str]] = field(default_factory=dict)
    """By journal id, of those days."""
    unreadable: tuple[str, ...] = ()
    """Names of what was kept and cannot be read."""
    seen: set[str] = field(default_factory=set)
    missing: dict[str, Journal] = field(default_factory=dict)
    """Journals of those days that are not among the kept."""
    differing: dict[str, Journal] = field(default_factory=dict)

    def see(self, journal: Journal) -> None:
        name = journal.journal_id
        if hashes := self.kept.get(name):
            self.seen.add(name)
            if journal.hash not in hashes:
                self.differing[name] = journal
        elif self._is_due(journal):
            self.missing[name] = journal

    def keep_also(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Hashes of other days, for journals that were kept before or after their own."""
        for name, value in pairs:
            if journal := self.missing.pop(name, None):
                self.kept[name] = {value}
                self.see(journal)
            elif name in self.kept:
                self.kept[name].add(value)

    def days_beside(self) -> list[date]:
        """Where the hashes of what is missing may be: around midnight, or kept late."""
        recorded = {utc_day(each.recorded_at) for each in self.missing.values()}
        today = utc_day(self.now)
        around = {
            day + timedelta(days=number) for day in recorded for number in range(-1, LATE.days + 1)
        }
        return sorted(day for day in around if day not in self.days and day <= today)

    def findings(self, unreadable_orders: Collection[str] = ()) -> Iterator[Finding]:
        """`unreadable_orders`: with journals that are there, and cannot be told which they are."""
        for name in sorted(self.missing):
            yield _missing(self.missing[name])
        for name in sorted(self.differing):
            yield _differing(self.differing[name], self.kept[name])
        for name in sorted(self.kept):
            order = name.rpartition("/")[0]
            if name not in self.seen and order not in unreadable_orders:
                yield _gone(name)
            if len(self.kept[name]) > 1:
                yield _doubled(name, len(self.kept[name]))
        for name in self.unreadable:
            yield _unreadable(name)

    def _is_due(self, journal: Journal) -> bool:
        if self.since is None or utc_day(journal.recorded_at) not in self.days:
            return False
        return journal.recorded_at >= self.since and not is_young([journal.recorded_at], self.now)


def _missing(journal: Journal) -> Finding:
    sentence = (
        f"Journal {journal.journal_id} says that it was written on "
        f"{journal.recorded_at:%Y-%m-%d %H:%M} UTC; no hash of it was kept."
    )
    return _finding("hash_missing", journal.journal_id, sentence)


def _differing(journal: Journal, kept: Collection[str]) -> Finding:
    sentence = (
        f"Journal {journal.journal_id} is not the one that was written: its hash is "
        f"{journal.hash[:16]}, and {' and '.join(sorted(each[:16] for each in kept))} was kept."
    )
    return _finding("hash_differs", journal.journal_id, sentence)


def _gone(name: str) -> Finding:
    sentence = f"Journal {name} was written, as its hash was kept, and is not there any more."
    return _finding("journal_gone", name, sentence)


def _doubled(name: str, count: int) -> Finding:
    sentence = f"Of journal {name} {count} hashes were kept: it was written more than once."
    return _finding("hash_doubled", name, sentence)


def _unreadable(name: str) -> Finding:
    sentence = f"What was kept as {name} cannot be read: Guard did not write it so."
    return Finding(
        check=BOOKS, kind="hashes_unreadable", store="", order="", about=name, sentence=sentence
    )


def _finding(kind: str, name: str, sentence: str) -> Finding:
    order = name.rpartition("/")[0]
    return Finding(
        check=BOOKS, kind=kind, store=store_of(order), order=order, about=name, sentence=sentence
    )
