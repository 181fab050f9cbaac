"""What a journal's line changes of an award: what was earned of it, taken back, and not paid.

A line says where its award stands, and by how much its net changed. What of that was earned and
what taken back is the difference to where it stood: by all journals of its book up to the month
that the journal is of, as that is what its settlement compares with. So a refund that is told
before its order, or late of a month, is taken back where it was, and only once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from commissions.domain.ledger.books import is_order_book
from commissions.domain.ledger.journal import Journal, JournalLine
from commissions.domain.plans.award_builder import worth

Slot = tuple[str, str]
"""An award's key, and its currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTerms:
    """What of a version of a plan decides where, and as what, its lines count."""

    timezone: str
    rounding: str
    currency: str
    """In which it pays."""


TermsOf = Callable[[str, int], MonthTerms]
"""By a plan's id and version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardChange:
    """In minor units: also where an award stands, which is all its changes together."""

    earned: int = 0
    taken_back: int = 0
    unpaid: int = 0
    own: int = 0
    team: int = 0

    @property
    def net(self) -> int:
        return self.earned - self.taken_back

    def __add__(self, other: "AwardChange") -> "AwardChange":
        return AwardChange(
            earned=self.earned + other.earned,
            taken_back=self.taken_back + other.taken_back,
            unpaid=self.unpaid + other.unpaid,
            own=self.own + other.own,
            team=self.team + other.team,
        )

    def __sub__(self, other: "AwardChange") -> "AwardChange":
        return AwardChange(
            earned=self.earned - other.earned,
            taken_back=self.taken_back - other.taken_back,
            unpaid=self.unpaid - other.unpaid,
            own=self.own - other.own,
            team=self.team - other.team,
        )


NO_CHANGE = AwardChange()


@dataclass(slots=True)
class AwardHistory:
    """The awards of one book, as its journals are taken in one after the other."""

    book: str
    changes: dict[Slot, list[tuple[str, AwardChange]]] = field(default_factory=dict)
    """Each with the month that its journal is of."""

    def take(
        self, journal: Journal, line: JournalLine, month: str, terms: MonthTerms
    ) -> AwardChange:
        """What a line changes. `month`: that the journal is of, by when it happened."""
        known = self.changes.setdefault((line.key, line.currency), [])
        if is_order_book(self.book):
            change = _of_order(journal, line, month, terms, known)
        else:
            change = _of_period(line, known)
        known.append((month, change))
        return change


def _of_order(
    journal: Journal,
    line: JournalLine,
    month: str,
    terms: MonthTerms,
    known: list[tuple[str, AwardChange]],
) -> AwardChange:
    becomes = _as_it_stands(line, terms, is_own=line.earner == journal.context.seller)
    by_month = becomes - _sum(each for of, each in known if of <= month)
    in_all = becomes - _sum(each for _, each in known)
    if by_month.net == line.amount:
        return by_month
    # A ledger of before may have dated journals otherwise than it settled them.
    off = line.amount - in_all.net
    return _moved(in_all, off, is_own=line.earner == journal.context.seller)


def _as_it_stands(line: JournalLine, terms: MonthTerms, *, is_own: bool) -> AwardChange:
    net = line.earned - line.reversed
    return AwardChange(
        earned=line.earned,
        taken_back=line.reversed,
        unpaid=missed(line, terms),
        own=net if is_own else 0,
        team=0 if is_own else net,
    )


def missed(line: JournalLine, terms: MonthTerms) -> int:
    """What an order's line would have been, had it been paid; 0 where it earned anything."""
    if line.earned or not line.rate:
        return 0
    return worth(line.base, Decimal(line.rate), line.currency, terms.rounding)


def _moved(change: AwardChange, off: int, *, is_own: bool) -> AwardChange:
    """With as much less taken back as its net lacks."""
    if not off:
        return change
    change = replace(change, taken_back=change.taken_back - off)
    if is_own:
        return replace(change, own=change.own + off)
    return replace(change, team=change.team + off)


def _of_period(line: JournalLine, known: list[tuple[str, AwardChange]]) -> AwardChange:
    """A close tells no refunds: what it posts is earned, and posted again earned more or less. Only
    what it corrects of a period closed before is taken back, where it comes to less."""
    stood = _sum(each for _, each in known)
    net = stood.net + line.amount
    back = max(0, -net) if line.corrects else 0
    return AwardChange(earned=net + back, taken_back=back, team=net) - stood


def _sum(changes: Iterable[AwardChange]) -> AwardChange:
    return sum(changes, NO_CHANGE)
