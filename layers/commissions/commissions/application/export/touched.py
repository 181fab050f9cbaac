"""Which books have facts or journals of a window: told by whatever can say so, too many at most,
since each is read from the ledger and looked at."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Protocol

from commissions.domain.ledger.journal import Journal
from commissions.tables import audit_reads
from commissions.warehouse.windows import ExportWindow

EVER = datetime.max.replace(tzinfo=UTC)
NEVER = datetime.min.replace(tzinfo=UTC)


class BookUnreadable(RuntimeError):
    """Nobody can say when a journal was recorded: nothing is exported without it."""

    def __init__(self, order_key: str) -> None:
        super().__init__(
            f"a journal of {order_key} cannot be read: `commissions reconcile` tells which one"
        )


@dataclass(frozen=True, slots=True)
class Touched:
    """The books; or what is waited for, and no books yet."""

    books: frozenset[str] = frozenset()
    waits_for: str = ""


class TouchedBooks(Protocol):
    """Says which books were written to."""

    def within(self, window: ExportWindow) -> Touched:
        """At least all books that have something that was recorded in the window. It is asked once
        the window has settled: whatever is of it has been written."""


@dataclass(frozen=True)
class ScannedBooks:
    """By one look through all facts and journals from a moment on, whatever windows are asked for
    afterwards: of tables that are small, and of what lies too far back for anything else."""

    since: datetime = NEVER

    def within(self, window: ExportWindow) -> Touched:
        times = self._recorded
        first = bisect_left(times, (window.begin, ""))
        last = bisect_left(times, (window.end, ""))
        return Touched(frozenset(book for _, book in times[first:last]))

    @property
    def earliest(self) -> datetime | None:
        """When anything was recorded first; None of an empty ledger."""
        return self._recorded[0][0] if self._recorded else None

    @cached_property
    def _recorded(self) -> list[tuple[datetime, str]]:
        found = {(at, book) for book, at in audit_reads.facts_recorded(self.since, EVER)}
        for journal in audit_reads.all_journals():
            if not isinstance(journal, Journal):
                raise BookUnreadable(journal)
            if journal.recorded_at >= self.since:
                found.add((journal.recorded_at, journal.order_key))
        return sorted(found)
