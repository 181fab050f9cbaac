"""Bringing statements and members' months up to the ledger again."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from commissions.application.care.recount_months import recount
from commissions.domain.ledger.statement import StatementUpdate
from commissions.tables import ledger, months_of_before, statement_lines, statements
from commissions.tables.month_items import NotCountedYet


@dataclass(frozen=True, slots=True)
class Rebuilt:
    journals: int
    """How many were looked at."""
    added: int
    """How many of them the statements had lacked, all of them or a line."""
    counted: int = 0
    """How many of them are counted by month from now on, and were not before."""


def rebuild(order_key: str = "") -> Rebuilt:
    """Adds the journals that the statements lack, of one order or of all; and counts by month what
    was posted before months were counted. No other is touched."""
    journals = ledger.read(order_key).journals if order_key else ledger.every_journal()
    looked_at = added = counted = 0
    for journal in journals:
        looked_at += 1
        if statements.project(journal):
            added += 1
            continue
        changes = statements.updates_of(journal)
        restored = _restored(changes) if order_key else []
        added += bool(restored)
        counted += months_of_before.count_by_month(journal, changes)
        for member in restored:
            with suppress(NotCountedYet):  # who is not counted yet will be, with this journal
                recount(member)
    if not order_key:
        months_of_before.remove_emptied()
    return Rebuilt(looked_at, added, counted)


def _restored(changes: Sequence[StatementUpdate]) -> list[str]:
    """Whose lines of a journal were gone, where others of it stand: they are there again."""
    lines = [line for change in changes for line in change.lines]
    return list(dict.fromkeys(statement_lines.restore(lines)))
