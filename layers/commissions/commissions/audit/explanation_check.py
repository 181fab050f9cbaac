"""What journals explain, against what they post: each line by the plan, the people and the volumes
that it names, and each journal's terms by what was looked up for its order.

A journal that posts the right sums, with every hash as it has to be, can still say the wrong thing
to whom it pays: what it says is held against the plan's document and the locks, by itself.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from commissions.audit.findings import Finding, of_books
from commissions.audit.order_credit import OrderCredit, credits_said
from commissions.audit.order_record import OrderRecord
from commissions.audit.plan_sheet import MILLION, BonusRow, NoPlanSheet, PlanSheet
from commissions.audit.terms_check import mapped_volume, wrong_terms
from commissions.audit.wording import amount
from commissions.domain.currencies import exponent
from commissions.domain.ledger.journal import Journal, JournalLine
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.attribution import Lock, PlanRef

SHOWN_MAX = 10**9
"""Shares are written down to so many parts; what is finer may be a minor unit off."""
Slot = tuple[str, str]


def check_explanations(
    record: OrderRecord, sheet_of: Callable[[PlanRef], PlanSheet], *, since: datetime
) -> list[Finding]:
    """Of an order whose journals are all there, and post what they should. `since`: from when on
    journals were written by the rule of now; what another made of an order is nobody's to say."""
    known = _Known.of(record, sheet_of)
    stood: dict[str, Counter[Slot]] = {}
    found: list[Finding] = []
    for journal in record.journals:
        month = known.month(journal)
        own = stood.setdefault(month, Counter())
        told = [sums for until, sums in stood.items() if until <= month]
        is_of_now = journal.recorded_at >= since
        found += [_of_context(record, journal, why) for why in wrong_terms(record, journal.context)]
        if [line.line for line in journal.lines] != list(range(len(journal.lines))):
            found.append(_of_context(record, journal, "lines that are not numbered one by one"))
        for line in journal.lines:
            before = sum(sums[line.key, line.currency] for sums in told)
            own[line.key, line.currency] += line.amount
            whys = known.wrong_line(journal, line, before) if is_of_now else ()
            found += [_of_line(record, journal, line, why) for why in [*whys][:1]]
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of an order besides its journals."""

    locks: Sequence[Lock]
    credits: Sequence[OrderCredit]
    sheets: Sequence[PlanSheet] = field(default_factory=tuple)

    @classmethod
    def of(cls, record: OrderRecord, sheet_of: Callable[[PlanRef], PlanSheet]) -> "_Known":
        locks = record.history.looked_up
        sheets = []
        for plan in dict.fromkeys(lock.plan for lock in locks):
            try:
                sheets.append(sheet_of(plan))
            except NoPlanSheet:
                continue
        return cls(locks, credits_said(record.history), sheets)

    def month(self, journal: Journal) -> str:
        """By the clock of the order's plan: a journal says what its order comes to by its month."""
        return self.sheets[0].month(journal.effective_at) if self.sheets else ""

    def wrong_line(self, journal: Journal, line: JournalLine, before: int) -> Iterator[str]:
        """`before`: what earlier journals posted for the same award, until the end of its month."""
        money = _money(line)
        if line.amount != line.earned - line.reversed - before:
            yield f"{money(line.earned)} earned and {money(line.reversed)} taken back"
        yield from _wrong_share(line)
        yield from _wrong_reason(line)
        yield from self._wrong_person(line)
        yield from self._wrong_base(journal, line)
        yield from self._wrong_rate(line)

    def _wrong_person(self, line: JournalLine) -> Iterator[str]:
        stands = Ancestor(line.earner, line.status, line.rank)
        known = {member for credit in self.credits for member in credit.line}
        if stands not in known and (line.earner or line.status or line.rank):
            yield f"{line.earner or 'nobody'} as {line.status or 'of no status'}, rank {line.rank}"
            return
        if line.earner and self.locks and not self._is_level(line):
            yield f"{line.earner} at level {line.level}"

    def _is_level(self, line: JournalLine) -> bool:
        bonus = self._bonus(line)
        return bonus is None or any(
            line.level in _levels(bonus, credit, place)
            for credit in self.credits
            for place, member in enumerate(credit.line)
            if member.member == line.earner
        )

    def _wrong_base(self, journal: Journal, line: JournalLine) -> Iterator[str]:
        whole = mapped_volume(journal.context, line.basis)
        if line.base and line.base != whole:
            yield (
                f"a base of {amount(line.base, line.basis)}, of lines that make "
                f"{amount(whole, line.basis)}"
            )

    def _wrong_rate(self, line: JournalLine) -> Iterator[str]:
        bonus, rate = self._bonus(line), Fraction(line.rate)
        if bonus is None:
            if len(self.sheets) == len({lock.plan for lock in self.locks}):
                yield f"bonus {line.bonus} ({line.kind} of {line.basis}), which no plan of it has"
            return
        is_nobodys = not line.earner or not line.base
        if rate != _rate(bonus, line) and (rate or not is_nobodys):
            yield f"a rate of {line.rate}, where the plan has {_decimals(_rate(bonus, line))}"
        elif line.earned and line.earned not in self._worth(line, rate):
            yield f"{_money(line)(line.earned)} of {amount(line.base, line.basis)} at {line.rate}"

    def _worth(self, line: JournalLine, rate: Fraction) -> set[int]:
        parts = Fraction(line.base, 100) * rate * 10 ** exponent(line.currency)
        own = [each for each in self.sheets if each.currency == line.currency]
        return {round(parts) if sheet.half_even else int(parts) for sheet in own}

    def _bonus(self, line: JournalLine) -> BonusRow | None:
        said = line.bonus, line.kind, line.basis
        rows = [row for sheet in self.sheets for row in sheet.bonuses]
        return next((row for row in rows if (row.name, row.kind, row.basis) == said), None)


def _wrong_share(line: JournalLine) -> Iterator[str]:
    share = Fraction(line.refunded)
    if share and not line.earned:
        yield f"{line.refunded} of nothing taken back"
    exact = line.earned * share
    slack = 1 + Fraction(line.earned, SHOWN_MAX)
    is_whole = share == 1 and line.reversed != line.earned
    if is_whole or abs(line.reversed - exact) > slack or not 0 <= share <= 1:
        yield f"{_money(line)(line.reversed)} taken back as {line.refunded} of it"


def _wrong_reason(line: JournalLine) -> Iterator[str]:
    """What is paid needs no reason; what is not, or not any more, has one."""
    is_paid = line.earned > line.reversed
    if is_paid and line.reason:
        yield f"“{line.reason}” of what is paid"
    elif not is_paid and not line.reason:
        yield "no reason for what is not paid"


def _levels(bonus: BonusRow, credit: OrderCredit, place: int) -> set[int]:
    """Where one who stands at a place of the line may be said to be; a bonus that a whole order
    pays nothing of is told to the seller."""
    away = 1 if bonus.from_buyer and not credit.is_own else 0
    return {place + away} | ({0} if place == 0 else set())


def _rate(bonus: BonusRow, line: JournalLine) -> Fraction:
    rate = bonus.rate(line.rank, line.paid_level) or 0
    return Fraction(rate * bonus.factor, MILLION**3) if line.earner else Fraction(0)


def _money(line: JournalLine) -> Callable[[int], str]:
    return lambda value: amount(value, line.currency)


def _decimals(rate: Fraction) -> str:
    return f"{float(rate):.6f}".rstrip("0").rstrip(".")


def _of_line(record: OrderRecord, journal: Journal, line: JournalLine, why: str) -> Finding:
    name = f"{journal.journal_id}/{line.line}"
    what = f"Journal line {name} posts {amount(line.amount, line.currency)}"
    sentence = f"{what} to {line.earner or 'nobody'} and explains it by {why}: that is not so."
    return of_books(record.order_key, "journal_explains_otherwise", name, sentence)


def _of_context(record: OrderRecord, journal: Journal, why: str) -> Finding:
    sentence = f"Journal {journal.journal_id} says that it was written by {why}."
    return of_books(record.order_key, "journal_other_terms", journal.journal_id, sentence)
