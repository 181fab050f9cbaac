"""What a journal adds to the months of its people, by it and those before it in its book."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from commissions.domain.ledger.award_changes import AwardChange, AwardHistory, MonthTerms, TermsOf
from commissions.domain.ledger.books import WRITE_OFF, is_order_book, is_payout_book
from commissions.domain.ledger.journal import Journal, JournalLine
from commissions.domain.ledger.member_month import (
    EARNED,
    LINES,
    ORDERS,
    OWN,
    PAYABLE,
    REFUNDS,
    SERIES,
    TAKEN_BACK,
    TEAM,
    UNPAID,
    VERSION,
    WRITTEN_OFF,
    day_figure,
    scope_of,
)
from commissions.domain.ledger.months import day_of, month_of
from commissions.domain.ledger.own_sales import OwnSales

Additions = dict[str, dict[str, Counter[str]]]
"""By member and month's item (`2026-11 USD`) what is added to each of its figures."""


def month_additions(journal: Journal, before: Iterable[Journal], terms_of: TermsOf) -> Additions:
    """`before`: the journals of its book that it follows on, the oldest first."""
    book = _Book(journal.order_key, terms_of)
    for each in before:
        book.take(each)
    return book.take(journal)


@dataclass(slots=True)
class _Book:
    """A book as its journals are taken in one after the other."""

    key: str
    terms_of: TermsOf
    awards: AwardHistory = field(init=False)
    sales: OwnSales = field(default_factory=OwnSales)
    listed: set[tuple[str, str]] = field(default_factory=set)
    """Who has a line of it on the statement of which month."""
    taken_back: set[tuple[str, str]] = field(default_factory=set)
    """Of whom something of it was taken back in which month."""

    def __post_init__(self) -> None:
        self.awards = AwardHistory(self.key)

    def take(self, journal: Journal) -> Additions:
        terms = self.terms_of(journal.context.plan, journal.context.plan_version)
        found = _Found(journal, terms)
        found.add_legs()
        for member, month, sold in self.sales.take(journal, terms.currency):
            if any(sold.values()):
                found.add(member, month, terms.currency, sold)
        if is_payout_book(self.key):
            found.add_written_off()
        else:
            self._add_awards(found)
        if is_order_book(self.key):
            self._count_orders(found)
        return found.additions()

    def _add_awards(self, found: "_Found") -> None:
        happened = month_of(found.journal.effective_at, found.terms.timezone)
        for line in filter(_is_somebodys, found.journal.lines):
            change = self.awards.take(found.journal, line, happened, found.terms)
            found.add_award(line, change)

    def _count_orders(self, found: "_Found") -> None:
        """Each once a month, at the first line that the member has of it; and once as one of which
        something was taken back."""
        for member, currency in found.members():
            slot = member, found.month
            counts = {ORDERS: int(slot not in self.listed)}
            self.listed.add(slot)
            if found.takes_back(member, currency):
                counts[REFUNDS] = int(slot not in self.taken_back)
                self.taken_back.add(slot)
            found.add(*slot, currency, counts)


class _Found:
    """What one journal adds."""

    def __init__(self, journal: Journal, terms: MonthTerms) -> None:
        self.journal, self.terms = journal, terms
        self.month, self.day = day_of(journal.dated, terms.timezone)
        self.sums: Additions = {}

    def add(self, member: str, month: str, currency: str, figures: dict[str, int]) -> None:
        scopes = self.sums.setdefault(member, {})
        scopes.setdefault(scope_of(month, currency), Counter()).update(figures)

    def add_legs(self) -> None:
        for leg in self.journal.legs:
            kind, _, owner = leg.account.partition(":")
            if kind == "commission_payable":
                self.add(owner, self.month, leg.unit, {PAYABLE: leg.amount})
            elif kind == "volume":
                owner, _, month = owner.rpartition(":")
                self.add(owner, month, self.terms.currency, {leg.unit: leg.amount})

    def add_award(self, line: JournalLine, change: AwardChange) -> None:
        figures = {
            EARNED: change.earned,
            TAKEN_BACK: change.taken_back,
            UNPAID: change.unpaid,
            OWN: change.own,
            TEAM: change.team,
        }
        by_day = {day_figure(name, self.day): figures[name] for name in SERIES}
        self.add(line.earner, self.month, line.currency, figures | by_day | {LINES: 1})

    def takes_back(self, member: str, currency: str) -> bool:
        scope = scope_of(self.month, currency)
        return self.sums[member].get(scope, Counter())[TAKEN_BACK] > 0

    def add_written_off(self) -> None:
        for line in self.journal.lines:
            written_off = {WRITTEN_OFF: line.amount} if line.kind == WRITE_OFF else {}
            self.add(line.earner, self.month, line.currency, written_off)

    def members(self) -> Iterator[tuple[str, str]]:
        """Whoever has a line of it on their statement, each once, and in which currency."""
        earners = {line.earner: line.currency for line in self.journal.lines if line.earner}
        others = [each for each in self.sums if each not in earners]
        yield from earners.items()
        yield from ((each, self.terms.currency) for each in others)

    def additions(self) -> Additions:
        """Without figures that add nothing; each item has one version more, as its lines do."""
        return {
            member: {scope: _kept(figures) for scope, figures in scopes.items()}
            for member, scopes in self.sums.items()
        }


def _kept(figures: Counter[str]) -> Counter[str]:
    return Counter({name: add for name, add in figures.items() if add} | {VERSION: 1})


def _is_somebodys(line: JournalLine) -> bool:
    return bool(line.earner)
