"""Bringing statements and members' months up to the ledger again."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from commissions.application.care.recount_months import MonthsContended, recount
from commissions.domain.ledger.statement import StatementLine, StatementUpdate
from commissions.tables import (
    ledger,
    month_items,
    months_of_before,
    months_to_recount,
    statement_lines,
    statements,
)
from commissions.tables.month_items import NotCountedYet
from commissions.tables.statement_lines import StandingLines


@dataclass(frozen=True, slots=True)
class Rebuilt:
    journals: int
    """How many were looked at."""
    added: int
    """How many of them the statements had lacked, all of them or a line."""
    counted: int = 0
    """How many of them are counted by month from now on, and were not before."""
    contended: tuple[str, ...] = ()
    """Whose months change too fast to be counted anew: the next rebuild tries again."""


def rebuild(order_key: str = "") -> Rebuilt:
    """Adds the journals that the statements lack, of one order or of all; and counts by month what
    was posted before months were counted. No other is touched. Raises ContextLost where the journal
    of a line of somebody is gone whose months are to be counted anew."""
    journals = ledger.read(order_key).journals if order_key else ledger.every_journal()
    run = _Run()
    looked_at = added = counted = 0
    for journal in journals:
        looked_at += 1
        changes = statements.updates_of(journal)
        found = statement_lines.standing([line for each in changes for line in each.lines])
        run.restore(found, changes)
        if order_key:
            run.uncounted |= months_to_recount.among(each.distributor_id for each in changes)
        added += bool(found.gone)
        counted += found.of_before and months_of_before.count_by_month(journal, changes)
    if not order_key:
        run.uncounted |= months_of_before.remove_emptied() | months_to_recount.members()
    contended = _recount(run.uncounted, is_complete=not order_key)
    return Rebuilt(looked_at, added, counted, tuple(contended))


@dataclass(slots=True)
class _Run:
    """Whether a journal of which no line stands was ever counted, nothing says: it may never have
    been written, or its lines are gone from a statement that was counted. So of everybody of whom
    anything else stands lines are put alone, and months are counted anew once, at the end."""

    new: dict[str, bool] = field(default_factory=dict)
    """Of whom nothing stood at all when they were first met: they are written as at first."""
    uncounted: set[str] = field(default_factory=set)

    def restore(self, found: StandingLines, changes: Sequence[StatementUpdate]) -> None:
        gone = set(found.gone)
        unwritten = [each for each in changes if gone.issuperset(each.lines) and self._is_new(each)]
        statements.add(unwritten)
        lines = gone.difference(*(each.lines for each in unwritten))
        self._note(line.distributor_id for line in lines)
        statement_lines.restore(sorted(lines, key=_place), of_before=found.of_before)

    def _is_new(self, change: StatementUpdate) -> bool:
        member = change.distributor_id
        if change.lines and member not in self.new:
            stands = month_items.every(member) or statement_lines.has_any(member)
            self.new[member] = not stands
        return bool(change.lines) and self.new[member]

    def _note(self, members: Iterable[str]) -> None:
        """Before the first of their lines is put: then whoever stops on the way leaves it noted."""
        for member in sorted({*members} - self.uncounted):
            months_to_recount.note(member)
            self.uncounted.add(member)


def _recount(members: Iterable[str], *, is_complete: bool) -> Iterator[str]:
    """Those whose months could not be."""
    for member in sorted(members):
        try:
            with suppress(NotCountedYet):  # a whole rebuild counts what was posted before
                recount(member, is_complete=is_complete)
        except MonthsContended:
            yield member


def _place(line: StatementLine) -> tuple[str, str]:
    return line.distributor_id, line.event_id
