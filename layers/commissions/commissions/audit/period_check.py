"""The books of periods: what two people agreed to post is what stands, once, and nothing else; and
nothing that was recorded after a freeze is dated into what was frozen."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from commissions.audit.findings import BOOKS, Finding
from commissions.audit.wording import amount
from commissions.domain.ledger.books import (
    is_order_book,
    is_period_book,
    member_of,
    period_of,
    store_of,
)
from commissions.domain.ledger.journal import Journal, broken_link

POSTED_STATES = frozenset({"posting", "closed"})
DONE = "closed"
TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPeriod:
    """What the register says of a close."""

    period: str
    state: str
    run: str
    paid: int
    """Minor units of the plan's base currency, of all books together."""
    books: int
    approved_at: datetime | None
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownFreeze:
    """A period of a plan that was frozen from a moment on, until it was lifted."""

    starts: datetime
    ends: datetime
    since: datetime
    lifted: datetime | None

    def says_of(self, happened: datetime, recorded: datetime) -> bool:
        open_again = self.lifted is not None and recorded >= self.lifted
        return self.starts <= happened < self.ends and recorded >= self.since and not open_again


@dataclass(slots=True)
class PeriodCheck:
    """Sees every journal, one after the other, and is asked what it found at the end."""

    periods: Mapping[str, KnownPeriod]
    """By id."""
    freezes: Mapping[str, Sequence[KnownFreeze]]
    """By plan."""
    books: dict[str, list[Journal]] = field(default_factory=lambda: defaultdict(list))
    young: set[str] = field(default_factory=set)
    misdated: list[Finding] = field(default_factory=list)

    def see(self, journal: Journal, *, young: bool) -> None:
        """`young`: what was written so late that the register was read before."""
        if is_period_book(journal.order_key):
            self.books[journal.order_key].append(journal)
            self.young |= {journal.order_key} if young else set()
        elif young or not is_order_book(journal.order_key):
            return
        elif found := self._misdated(journal):
            self.misdated.append(found)

    def findings(self) -> list[Finding]:
        return [
            *self.misdated,
            *(found for key in sorted(self.books.keys() - self.young) for found in self._book(key)),
            *(found for each in self.periods.values() for found in self._sums(each)),
        ]

    def _misdated(self, journal: Journal) -> Finding | None:
        due = journal.effective_at
        spans = self.freezes.get(journal.context.plan, ())
        while later := [each.ends for each in spans if each.says_of(due, journal.recorded_at)]:
            due = max(later)
        stands = journal.counts_at or journal.effective_at
        if stands == due:
            return None
        return _finding(
            "journal_dated_otherwise",
            journal.order_key,
            journal.journal_id,
            f"Journal {journal.journal_id} counts as of {stands:%Y-%m-%d}; by what was frozen when "
            f"it was recorded it counts as of {due:%Y-%m-%d}.",
        )

    def _book(self, key: str) -> Iterator[Finding]:
        chain = sorted(self.books[key], key=lambda each: each.number)
        known = self.periods.get(period_of(key))
        if known is None or known.state not in POSTED_STATES:
            state = known.state if known else "not closed"
            sentence = f"Book {key} has journals, and its period is {state}."
            yield _finding("period_not_agreed", key, key, sentence)
        elif any(each.context.run != known.run for each in chain) or len(set(known.by)) < TWO:
            sentence = f"Book {key} is of another run than two people agreed to."
            yield _finding("period_not_agreed", key, key, sentence)
        elif known.approved_at and any(each.recorded_at < known.approved_at for each in chain):
            sentence = f"Book {key} was posted before anybody agreed to it."
            yield _finding("period_not_agreed", key, key, sentence)
        if broken := broken_link(chain):
            sentence = f"The chain of book {key} breaks at journal {broken}."
            yield _finding("chain_broken", key, broken, sentence)
        yield from self._legs(key, chain)

    def _legs(self, key: str, chain: Sequence[Journal]) -> Iterator[Finding]:
        """Every line is the member's own, and the legs pay just that."""
        own = f"commission_payable:{member_of(key)}"
        for journal in chain:
            said: Counter[tuple[str, str]] = Counter()
            for line in journal.lines:
                said[f"commission_payable:{line.earner}", line.currency] += line.amount
            paid: Counter[tuple[str, str]] = Counter()
            for leg in journal.legs:
                if leg.account.startswith("commission_payable:"):
                    paid[leg.account, leg.unit] += leg.amount
            strangers = {account for account, _ in said} - {own}
            differs = any(said[slot] != paid[slot] for slot in {*said, *paid})
            if strangers or differs:
                sentence = f"Journal {journal.journal_id} pays other than its lines say."
                yield _finding("journal_unlike_lines", key, journal.journal_id, sentence)

    def _sums(self, known: KnownPeriod) -> Iterator[Finding]:
        """Of a closed one what all books together say, as they were when it was posted."""
        if known.state != DONE:
            return
        own = [chain for key, chain in self.books.items() if period_of(key) == known.period]
        firsts = [each for chain in own for each in chain if each.context.run == known.run]
        stands = sum(line.amount for each in firsts for line in each.lines)
        if (stands, len(firsts)) != (known.paid, known.books):
            unit = _currency(firsts)
            yield Finding(
                check=BOOKS,
                kind="period_unlike_run",
                store="",
                order="",
                about=known.period,
                unit=unit,
                expected=known.paid,
                found=stands,
                sentence=f"The {len(firsts)} books of {known.period} make "
                f"{amount(stands, unit)}; its run came to {amount(known.paid, unit)} in "
                f"{known.books}.",
            )


def _currency(journals: Iterable[Journal]) -> str:
    return next((line.currency for each in journals for line in each.lines), "USD")


def _finding(kind: str, order: str, about: str, sentence: str) -> Finding:
    store = store_of(order)
    return Finding(check=BOOKS, kind=kind, store=store, order=order, about=about, sentence=sentence)
