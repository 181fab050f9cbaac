"""Debts that are as old as the plan says are written off, by two people."""

from dataclasses import dataclass
from datetime import datetime

from commissions.application.payouts.payables import payable_of, paying_terms
from commissions.application.payouts.stepping import PayoutContended
from commissions.domain.payouts.write_off import write_off_due
from commissions.domain.payouts.write_off_journal import write_off_journal, write_off_move
from commissions.tables import ledger, payees

TRIES_MAX = 8


class NotToBeWrittenOff(ValueError):
    """A debt that may not be written off, or not so much of it; says why."""


@dataclass(frozen=True, slots=True)
class DueWriteOff:
    """In minor units."""

    amount: int
    """What may be written off."""
    balance: int
    """Of the member as it stands, what is on hold included."""


def due(member: str, currency: str, now: datetime, plan: str = "") -> DueWriteOff:
    """Raises NoPlanPays."""
    terms = paying_terms(currency, now, plan)
    at = payable_of(member, terms, now).found.standing
    return DueWriteOff(write_off_due(at, terms), at.balance)


def write_off(  # noqa: PLR0913, PLR0917 - a debt, and when what happened
    member: str,
    currency: str,
    amount: int,
    at: datetime,
    plan: str = "",
    now: datetime | None = None,
) -> str:
    """Posts it once; done again it finds it. `at`: when it was agreed to; `now`: of the writing.
    Raises NotToBeWrittenOff, PayoutContended."""
    terms = paying_terms(currency, at, plan)
    journal = write_off_journal(member, amount, terms, at=at, recorded_at=now or at)
    for _ in range(TRIES_MAX):
        stored = ledger.read(journal.order_key)
        if stored.journals:
            return _found(member, currency, stored.journals[0].lines[0].amount, amount)
        found = payable_of(member, terms, at)
        if write_off_due(found.found.standing, terms) < amount:
            raise NotToBeWrittenOff(f"{member} does not owe that much any more: look again")
        move = payees.moved(found.account, write_off_move(journal, amount))
        if ledger.write(stored, [], [journal], waiting=False, order=None, beside=[move]):
            break
    else:
        raise PayoutContended(journal.order_key)
    return f"{member} owes it no more: {journal.journal_id}"


def _found(member: str, currency: str, stands: int, amount: int) -> str:
    if stands != amount:
        raise NotToBeWrittenOff(f"of {member} {currency} was written off today already")
    return f"{member} owes it no more"
