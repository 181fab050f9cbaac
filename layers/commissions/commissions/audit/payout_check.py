"""The books of payouts: each is where its payout is, moves what two people agreed to, and pays it
once. What the register of payouts says is held against the ledger, sum by sum."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from commissions.audit.findings import BOOKS, Finding
from commissions.audit.wording import amount
from commissions.domain.ledger.books import batch_of, is_payout_book, payee_of
from commissions.domain.ledger.journal import Journal, broken_link

SAYS = {
    "payout reserved": "approved",
    "payout sent": "sent",
    "payout settled": "settled",
    "payout failed": "failed",
    "payout returned": "returned",
}
"""By the cause of its last journal, what a book says of its payout."""
TAKEN = frozenset({"approved", "sent", "settled"})
"""In which what was taken is payable no more."""
NOT_AGREED = frozenset({"draft", "proposed"})
WRITTEN_OFF = "-written-off"
TWO = 2
_PAYABLE = "commission_payable:"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPayout:
    """What the register says of a payout. Amounts in minor units."""

    book: str
    payout_id: str
    state: str
    reserved: bool
    taken: int
    currency: str
    paid: int
    paid_in: str
    provider: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBatch:
    batch: str
    state: str
    payouts: int
    taken: int
    currency: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """What the register says that payouts moved of what is payable to somebody."""

    member: str
    currency: str
    moved: int


@dataclass(slots=True)
class PayoutCheck:
    """Sees every journal, one after the other, and is asked what it found at the end."""

    payouts: Mapping[str, KnownPayout]
    """By book."""
    batches: Mapping[str, KnownBatch]
    accounts: Sequence[KnownAccount]
    references: Mapping[tuple[str, str], str]
    """By provider and its reference the payout that has it."""
    books: dict[str, list[Journal]] = field(default_factory=lambda: defaultdict(list))
    young: set[str] = field(default_factory=set)

    def see(self, journal: Journal, *, young: bool) -> None:
        """`young`: what was written so late that the register was read before."""
        if is_payout_book(journal.order_key):
            self.books[journal.order_key].append(journal)
            self.young |= {journal.order_key} if young else set()

    def findings(self) -> list[Finding]:
        reserved = {key for key, each in self.payouts.items() if each.reserved}
        keys = sorted({*self.books, *reserved} - self.young)
        return [
            *(found for key in keys for found in self._book(key)),
            *(found for each in self.batches.values() for found in self._batch(each)),
            *self._accounts(),
            *self._references(),
        ]

    def _book(self, key: str) -> Iterator[Finding]:
        chain = sorted(self.books.get(key, ()), key=lambda each: each.number)
        if broken := broken_link(chain):
            sentence = f"The chain of book {key} breaks at journal {broken}."
            yield _finding("chain_broken", key, sentence)
        if not batch_of(key).endswith(WRITTEN_OFF):
            yield from self._payout(key, chain)
        yield from _lines(key, chain)

    def _payout(self, key: str, chain: Sequence[Journal]) -> Iterator[Finding]:
        known, batch = self.payouts.get(key), self.batches.get(batch_of(key))
        said = SAYS.get(chain[-1].context.cause, "") if chain else "not begun"
        if known is None or known.state != said:
            state = known.state if known else "not there"
            sentence = f"Book {key} says that its payout is {said}; the register says {state}."
            yield _finding("payout_unlike_book", key, sentence)
            return
        if batch is None or batch.state in NOT_AGREED or len(set(batch.by)) < TWO:
            sentence = f"Book {key} has journals, and two people did not agree to its batch."
            yield _finding("payout_not_agreed", key, sentence)
        yield from self._sums(known, chain)

    def _sums(self, known: KnownPayout, chain: Sequence[Journal]) -> Iterator[Finding]:
        """What is taken of the payee and what left the provider's account, once."""
        sums: Counter[tuple[str, str]] = Counter()
        for journal in chain:
            for leg in journal.legs:
                sums[leg.account, leg.unit] += leg.amount
        taken = known.taken if known.state in TAKEN else 0
        paid = known.paid if known.state == "settled" else 0
        for account, unit, due in (
            (f"{_PAYABLE}{payee_of(known.book)}", known.currency, -taken),
            (f"cash:{known.provider}", known.paid_in, paid),
        ):
            if (stands := sums[account, unit]) != due:
                sentence = (
                    f"Book {known.book} moves {amount(stands, unit)} on {account}; its payout is "
                    f"{known.state}, which makes {amount(due, unit)}."
                )
                yield _finding("payout_sums_differ", known.book, sentence, unit, due, stands)

    def _batch(self, batch: KnownBatch) -> Iterator[Finding]:
        """A draft may not be planned to its end."""
        own = [each for each in self.payouts.values() if batch_of(each.book) == batch.batch]
        taken = sum(each.taken for each in own)
        if batch.state not in {"draft", "rejected"} and (len(own), taken) != (
            batch.payouts,
            batch.taken,
        ):
            unit = batch.currency
            sentence = (
                f"The {len(own)} payouts of {batch.batch} take {amount(taken, unit)}; two people "
                f"were shown {batch.payouts} of {amount(batch.taken, unit)}."
            )
            yield _finding("batch_unlike_payouts", batch.batch, sentence, unit, batch.taken, taken)

    def _accounts(self) -> Iterator[Finding]:
        """By which the next batch goes: what it does not know of, it would pay again."""
        due: Counter[tuple[str, str]] = Counter()
        for key, chain in self.books.items():
            for journal in chain:
                for leg in journal.legs:
                    if leg.account == f"{_PAYABLE}{payee_of(key)}":
                        due[payee_of(key), leg.unit] += leg.amount
        stands = {(each.member, each.currency): each.moved for each in self.accounts}
        young = {payee_of(key) for key in self.young}
        for slot in sorted({*due, *stands}):
            who, unit = slot
            if who not in young and due[slot] != stands.get(slot, 0):
                sentence = (
                    f"By their account, payouts moved {amount(stands.get(slot, 0), unit)} of what "
                    f"is payable to {who}; by the books {amount(due[slot], unit)}."
                )
                yield _finding(
                    "payee_account_differs", who, sentence, unit, due[slot], stands.get(slot, 0)
                )

    def _references(self) -> Iterator[Finding]:
        having: dict[tuple[str, str], list[KnownPayout]] = defaultdict(list)
        for each in self.payouts.values():
            if each.reference and each.book not in self.young:
                having[each.provider, each.reference].append(each)
        for (provider, reference), found in sorted(having.items()):
            ids = sorted(each.payout_id for each in found)
            if len(ids) > 1 or self.references.get((provider, reference)) != ids[0]:
                sentence = (
                    f"Payment {reference} of {provider} is that of {' and '.join(ids)}; the "
                    f"register gives it to {self.references.get((provider, reference), 'none')}."
                )
                yield _finding("payment_doubled", found[0].book, sentence)


def _lines(key: str, chain: Sequence[Journal]) -> Iterator[Finding]:
    """Every line is the payee's own, and the legs move just that."""
    for journal in chain:
        said: Counter[tuple[str, str]] = Counter()
        for line in journal.lines:
            said[f"{_PAYABLE}{line.earner}", line.currency] += line.amount
        moved: Counter[tuple[str, str]] = Counter()
        for leg in journal.legs:
            if leg.account.startswith(_PAYABLE):
                moved[leg.account, leg.unit] += leg.amount
        strangers = {account for account, _ in said} - {f"{_PAYABLE}{payee_of(key)}"}
        if strangers or any(said[slot] != moved[slot] for slot in {*said, *moved}):
            sentence = f"Journal {journal.journal_id} moves other than its lines say."
            yield _finding("journal_unlike_lines", key, sentence)


def _finding(  # noqa: PLR0913, PLR0917 - the parts of a finding
    kind: str,
    about: str,
    sentence: str,
    unit: str = "",
    expected: int | None = None,
    found: int | None = None,
) -> Finding:
    return Finding(
        check=BOOKS,
        kind=kind,
        store="",
        order=about if is_payout_book(about) else "",
        about=about,
        unit=unit,
        expected=expected,
        found=found,
        sentence=sentence,
    )
