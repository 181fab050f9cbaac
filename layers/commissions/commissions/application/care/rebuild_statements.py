"""Bringing statements and members' months up to the ledger again."""

from contextlib import suppress
from dataclasses import dataclass

from commissions.application.care.recount_months import recount
from commissions.tables import ledger, months_of_before, statement_lines, statements
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


def rebuild(order_key: str = "") -> Rebuilt:
    """Adds the journals that the statements lack, of one order or of all; and counts by month what
    was posted before months were counted. No other is touched."""
    journals = ledger.read(order_key).journals if order_key else ledger.every_journal()
    looked_at = added = counted = 0
    for journal in journals:
        looked_at += 1
        changes = statements.updates_of(journal)
        found = statement_lines.standing([line for each in changes for line in each.lines])
        if found.gone and not found.are_there:
            added += statements.project(journal)
            continue
        statement_lines.restore(found)
        added += bool(found.gone)
        if found.of_before:
            counted += months_of_before.count_by_month(journal, changes)
        _recount(found)
    if not order_key:
        months_of_before.remove_emptied()
    return Rebuilt(looked_at, added, counted)


def _recount(found: StandingLines) -> None:
    """Of whose lines were gone where others of the journal stood: whether they were ever counted,
    nothing says any more."""
    for member in dict.fromkeys(line.distributor_id for line in found.gone):
        with suppress(NotCountedYet):  # who is not counted yet will be, with this journal
            recount(member)
