"""Bringing statements and balances up to the ledger again."""

from dataclasses import dataclass

from commissions.tables import ledger, statements


@dataclass(frozen=True, slots=True)
class Rebuilt:
    journals: int
    """How many were looked at."""
    added: int
    """How many of them the statements had lacked."""


def rebuild(order_key: str = "") -> Rebuilt:
    """Adds the journals that the statements lack, of one order or of all; no other is touched."""
    journals = ledger.read(order_key).journals if order_key else ledger.every_journal()
    outcomes = [statements.project(journal) for journal in journals]
    return Rebuilt(journals=len(outcomes), added=sum(outcomes))
