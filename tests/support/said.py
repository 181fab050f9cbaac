"""What journals say to the people in them: on their statements, and in their months."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from commissions.domain.ledger.award_changes import MonthTerms
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_month import MemberMonth, member_month
from commissions.domain.ledger.statement import StatementUpdate, statement_updates

UTC_TERMS = MonthTerms(timezone="UTC", rounding="half_even", currency="USD")


def updates(
    journal: Journal, before: Sequence[Journal] = (), terms: MonthTerms = UTC_TERMS
) -> list[StatementUpdate]:
    """By a plan that pays in dollars and whose clock is UTC's, unless told otherwise."""
    return statement_updates(journal, before, lambda _plan, _version: terms)


def every_update(
    journals: Sequence[Journal], terms: MonthTerms = UTC_TERMS
) -> list[StatementUpdate]:
    """Of journals of many books, each of a book in its order."""
    books: dict[str, list[Journal]] = {}
    found: list[StatementUpdate] = []
    for journal in journals:
        before = books.setdefault(journal.order_key, [])
        found += updates(journal, before, terms)
        before.append(journal)
    return found


def months(changes: Iterable[StatementUpdate]) -> dict[tuple[str, str], MemberMonth]:
    """By member and month what changes add up to."""
    sums: dict[tuple[str, str], list[tuple[str, Counter[str]]]] = {}
    for change in changes:
        for scope, figures in change.months.items():
            month, _, currency = scope.partition(" ")
            slot = change.distributor_id, month
            sums.setdefault(slot, []).append((currency, Counter(figures)))
    return {slot: member_month(*slot, parts) for slot, parts in sums.items()}


def in_zone(timezone: str) -> MonthTerms:
    return replace(UTC_TERMS, timezone=timezone)
