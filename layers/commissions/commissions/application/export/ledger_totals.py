"""What the ledger itself says that a warehouse should have, by one look through all of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from commissions.application.export.books import book_name
from commissions.application.export.journal_rows import is_exported
from commissions.audit.on_the_way import OnTheWay
from commissions.audit.order_record import is_young
from commissions.audit.statement_check import TOTAL, balance_changes
from commissions.domain.ledger.journal import Journal
from commissions.tables import audit_reads
from commissions.warehouse.windows import A_DAY, midnight_of

Owed = Counter[tuple[str, str]]
"""Minor units by whose they are, and currency."""


@dataclass
class LedgerSide:
    """All journals, told apart by whether the warehouse has them, and what stands on balances.

    The balances are read first: a journal that they lack is then among those that are read, and so
    young that it is known to be on its way.
    """

    day: date
    until: datetime
    """How far the warehouse is."""
    now: datetime
    balances: Owed = field(default_factory=Counter)
    exported: Owed = field(default_factory=Counter)
    """Of the lines of journals that the warehouse should have."""
    others: Owed = field(default_factory=Counter)
    """Of those that are too young for it, and of certification."""
    on_the_way: OnTheWay[tuple[str, str]] = field(default_factory=OnTheWay)
    """Of journals that are so young that balances may lack them."""
    lines: int = 0
    lines_of_day: int = 0
    legs_of_day: int = 0
    amounts_of_day: Counter[str] = field(default_factory=Counter)
    orders_of_day: set[str] = field(default_factory=set)
    """That had a fact recorded on the day."""
    certified: set[str] = field(default_factory=set)
    """Orders of stores that are none of certification, sold by a member who is."""
    unreadable: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, day: date, until: datetime, now: datetime) -> "LedgerSide":
        side = cls(day, until, now)
        for owner, scope, unit, amount in audit_reads.all_balances():
            if scope == TOTAL and unit:
                side.balances[owner, unit] += amount
        for journal in audit_reads.all_journals():
            if isinstance(journal, Journal):
                side._add(journal)
            else:
                side.unreadable.add(journal)
        begin = midnight_of(day)
        side._add_orders(key for key, _ in audit_reads.facts_recorded(begin, begin + A_DAY))
        return side

    def _add(self, journal: Journal) -> None:
        if is_young([journal.recorded_at], self.now):
            changes = balance_changes([journal]).items()
            payable = {(of, unit): each for (of, scope, unit), each in changes if scope == TOTAL}
            self.on_the_way.add(payable)
        if not is_exported(journal) or journal.recorded_at >= self.until:
            self.others.update(_owed(journal))
            if not is_exported(journal):
                self.certified.add(journal.order_key)
            return
        self.lines += len(journal.lines)
        self.exported.update(_owed(journal))
        if journal.recorded_at.date() == self.day:
            self.lines_of_day += len(journal.lines)
            self.legs_of_day += len(journal.legs)
            for line in journal.lines:
                self.amounts_of_day[line.currency] += line.amount

    def _add_orders(self, keys: Iterable[str]) -> None:
        self.orders_of_day |= {key for key in keys if not book_name(key).is_certification}


def _owed(journal: Journal) -> Owed:
    owed: Owed = Counter()
    for line in journal.lines:
        owed[line.earner, line.currency] += line.amount
    return owed
