"""The books that a close posts: what its run gives each member, and what it corrects for periods
closed before; and the sums of them that a review shows."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from commissions.application.close.book_lines import posting_rows
from commissions.application.close.correcting import PeriodCorrection
from commissions.application.close.posting_parts import DueBook
from commissions.application.close.stored_run import StoredRun
from commissions.domain.close.terms import unit_of
from commissions.domain.ledger.journal import JournalLine


@dataclass
class BookSums:
    """Added up while the books are written."""

    books: int = 0
    by_person: Counter[str] = field(default_factory=Counter)
    """By whoever is paid, in minor units of the plan's base currency."""

    @property
    def paid(self) -> int:
        return sum(self.by_person.values())

    @property
    def people(self) -> int:
        return sum(1 for amount in self.by_person.values() if amount)

    def most(self, many: int) -> list[tuple[str, int]]:
        ordered = sorted(self.by_person.items(), key=lambda each: (-each[1], each[0]))
        return [(who, amount) for who, amount in ordered[:many] if amount]


def due_books(
    run: StoredRun, corrections: Sequence[PeriodCorrection], sums: BookSums
) -> Iterator[DueBook]:
    """First those of the run, by their places in the tree, then those that are only corrected, by
    member."""
    corrected: dict[str, list[PeriodCorrection]] = defaultdict(list)
    for each in corrections:
        corrected[each.award.member].append(each)
    units = {each["id"]: unit_of(each) for each in run.document["bonuses"]}
    for member, lines in posting_rows(run):
        more = _lines(corrected.pop(member, []), units, run.currency)
        yield _added(sums, DueBook(member, (*lines, *more)))
    for member in sorted(corrected.keys() - {""}):
        lines = _lines(corrected[member], units, run.currency)
        yield _added(sums, DueBook(member, tuple(lines)))


def _added(sums: BookSums, book: DueBook) -> DueBook:
    sums.books += 1
    for line in book.lines:
        sums.by_person[line.earner] += line.amount
    return book


def _lines(
    corrections: Sequence[PeriodCorrection], units: Mapping[str, str], currency: str
) -> list[JournalLine]:
    """One for each period, bonus and level: the sum over its sources."""
    ordered = sorted(corrections, key=_slot)
    return [_line(list(those), units, currency) for _, those in groupby(ordered, key=_slot)]


def _slot(each: PeriodCorrection) -> tuple[str, str, int]:
    return each.period, each.award.bonus, each.award.level


def _line(
    those: Sequence[PeriodCorrection], units: Mapping[str, str], currency: str
) -> JournalLine:
    first = those[0]
    award, amount = first.award, sum(each.award.amount for each in those)
    rates = {each.award.rate for each in those}
    return JournalLine(
        line=0,
        bonus=award.bonus,
        kind=award.kind,
        level=award.level,
        paid_level=award.level,
        earner=award.member,
        status="",
        rank=award.rank,
        basis=units.get(award.bonus, ""),
        base=sum(each.award.base for each in those),
        rate=rates.pop() if len(rates) == 1 else "",
        earned=amount,
        reversed=0,
        refunded="0",
        amount=amount,
        currency=currency,
        reason=first.reason,
        corrects=first.period,
    )
