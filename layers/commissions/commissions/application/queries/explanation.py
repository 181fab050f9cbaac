"""Why a ledger line is what it is, worked out again from the order's journals alone."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissions.domain.catalogue.sku_values import POINT, UNITS
from commissions.domain.currencies import exponent
from commissions.domain.ledger.award_effect import Effect
from commissions.domain.ledger.journal import Journal, JournalLine, broken_link, event_id
from commissions.domain.people.upline import Ancestor
from commissions.domain.plans.levels import MORE_ABOVE
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.referral_match import SaleCredit

Credited = tuple[Lock, SaleCredit]
READABLE_MAX = 10_000
"""The largest denominator of a share that is shown as a fraction."""
_MAPPED = re.compile(r"(?P<what>.+): (?P<volumes>\d+(?:/\d+)+)")


class NoSuchJournal(LookupError):
    """The order has no journal of that number."""

    def __init__(self, number: int, journals: int) -> None:
        has = "1 journal" if journals == 1 else f"{journals} journals"
        super().__init__(f"The order has {has}; there is no number {number}")


class NoSuchLine(LookupError):
    """The journal has no line of that number."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(f"{journal.journal_id} has lines 0 to {len(journal.lines) - 1}")


@dataclass(frozen=True, slots=True)
class MappedVolume:
    """A line at its version of the map: `4 x TEA @ 2026-01-01`, and its hundredths of a point."""

    what: str
    volume: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was worked out again; None where the line has nothing of the kind."""

    is_balanced: bool
    """The journal's postings sum to zero in every unit."""
    broken_at: str
    """The first journal of the order's chain that is not as it was written; empty where none."""
    amount_agrees: bool | None
    """Base times rate is the amount earned."""
    volumes_agree: bool | None
    """The lines' volumes add up to the base."""

    @property
    def holds(self) -> bool:
        return (
            self.is_balanced
            and not self.broken_at
            and self.amount_agrees is not False
            and self.volumes_agree is not False
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A line, the journal that it stands in, and all that led to it."""

    journal: Journal
    line: JournalLine
    journals: int
    """How many journals the order has."""
    is_first: bool
    """Whether no journal before it has a line of this award."""
    earned_before: int
    """What was earned by the latest of these; 0 where it is the first."""
    volumes: tuple[MappedVolume, ...]
    upline: tuple[Ancestor, ...]
    """Everybody who stood above, the nearest first, as it was locked with the order."""
    verification: Verification

    @property
    def entry(self) -> str:
        return event_id(self.journal, self.line)

    @property
    def effect(self) -> Effect:
        if self.line.amount < 0:
            return Effect.TAKEN_BACK
        if self.line.amount:
            return self._given
        if not self.line.earned:
            return Effect.UNPAID
        is_new = self.is_first and self.line.reversed == self.line.earned
        return Effect.NOTHING_LEFT if is_new else Effect.RESTATED

    @property
    def _given(self) -> Effect:
        if not self.line.earned:
            return Effect.GIVEN_BACK
        is_again = not self.is_first and self.line.earned == self.earned_before
        return Effect.GIVEN_AGAIN if is_again else Effect.EARNED

    @property
    def is_withdrawn(self) -> bool:
        """Nothing is due of it any more: it had been paid by what was looked up or sold before."""
        return bool(self.line.amount) and not self.line.earned

    @property
    def stands_for_more(self) -> bool:
        """It is the line that many share who are not paid."""
        return not self.line.earner and self.line.reason.endswith(MORE_ABOVE)

    @property
    def is_base_withdrawn(self) -> bool:
        """The order has volume, and for this line none of it counts any more."""
        return not self.line.base and any(each.volume for each in self.volumes)

    @property
    def passed_over(self) -> int:
        """How many below are not paid, so that the line is paid as of a lower level."""
        return self.line.level - self.line.paid_level if self.line.earned else 0

    @property
    def exact_earned(self) -> Fraction:
        """Base times rate, in units of the currency and not rounded."""
        return exact_earned(self.line)

    @property
    def is_earned_rounded(self) -> bool:
        return self.exact_earned * minor_units_of(self.line) != self.line.earned

    @property
    def refunded_share(self) -> Fraction:
        """How much of the base came back, of 1."""
        return Fraction(self.line.refunded or 0)

    @property
    def refunded_base(self) -> Fraction:
        """How much of the base came back, in points."""
        return Fraction(self.line.base, POINT) * self.refunded_share

    @property
    def exact_reversed(self) -> Fraction:
        """What has to go back in all, in units of the currency and not rounded."""
        return Fraction(self.line.earned, minor_units_of(self.line)) * self.refunded_share

    @property
    def is_reversed_rounded(self) -> bool:
        return self.exact_reversed * minor_units_of(self.line) != self.line.reversed

    @property
    def is_share_readable(self) -> bool:
        """Whether a person can follow the share: of many lines' only so many digits are kept."""
        exact = self.exact_reversed * minor_units_of(self.line)
        return self.refunded_share.denominator <= READABLE_MAX and int(exact) == self.line.reversed


def explain(
    chain: Sequence[Journal], number: int, line_number: int, credited: Iterable[Credited] = ()
) -> Explanation:
    """The explanation of one line of an order's chain of journals, and of who stood above: by the
    first of `credited` that says what the line says.

    Raises NoSuchJournal, or NoSuchLine.
    """
    journal, line = _find(chain, number, line_number)
    volumes = _mapped(journal, line.basis)
    credit = next((each for lock, each in credited if _led_to(lock, each, journal, line)), None)
    before = [
        each
        for posted in chain[: number - 1]
        for each in posted.lines
        if (each.key, each.currency) == (line.key, line.currency)
    ]
    return Explanation(
        journal=journal,
        line=line,
        journals=len(chain),
        is_first=not before,
        earned_before=before[-1].earned if before else 0,
        volumes=volumes,
        upline=tuple(credit.line) if credit else (),
        verification=Verification(
            is_balanced=_is_balanced(journal),
            broken_at=broken_link(chain),
            amount_agrees=_amount_agrees(line) if line.earned else None,
            volumes_agree=_volumes_agree(line, volumes) if volumes else None,
        ),
    )


def _find(chain: Sequence[Journal], number: int, line_number: int) -> tuple[Journal, JournalLine]:
    journal = next((each for each in chain if each.number == number), None)
    if journal is None:
        raise NoSuchJournal(number, len(chain))
    if line_number >= len(journal.lines):
        raise NoSuchLine(journal)
    return journal, journal.lines[line_number]


def _led_to(lock: Lock, credit: SaleCredit, journal: Journal, line: JournalLine) -> bool:
    """Whether they credit whom the journal credits, by the same plan, and know who earns."""
    context, plan = journal.context, lock.plan
    named = context.seller, context.carrier, context.buyer_class, context.plan, context.plan_digest
    own = credit.seller, credit.carrier, credit.buyer_class, plan.plan_id, plan.digest
    stood = {(each.member, each.status, each.rank) for each in credit.line}
    return own == named and (not line.earner or (line.earner, line.status, line.rank) in stood)


def _mapped(journal: Journal, basis: str) -> tuple[MappedVolume, ...]:
    matches = [_MAPPED.fullmatch(each) for each in journal.context.maps]
    return tuple(
        MappedVolume(match["what"], int(match["volumes"].split("/")[UNITS.index(basis)]))
        for match in matches
        if match
    )


def _is_balanced(journal: Journal) -> bool:
    sums: Counter[str] = Counter()
    for leg in journal.legs:
        sums[leg.unit] += leg.amount
    return not any(sums.values())


def _amount_agrees(line: JournalLine) -> bool:
    return abs(exact_earned(line) * minor_units_of(line) - line.earned) < 1


def _volumes_agree(line: JournalLine, volumes: Sequence[MappedVolume]) -> bool:
    # Zero where the line lost its base: the order's lines keep their volumes.
    return line.base in (0, sum(each.volume for each in volumes))


def exact_earned(line: JournalLine) -> Fraction:
    """Base times rate, in units of the currency and not rounded."""
    return Fraction(line.base, POINT) * Fraction(Decimal(line.rate or "0"))


def minor_units_of(line: JournalLine) -> int:
    """How many minor units one unit of the line's currency has."""
    return int(10 ** exponent(line.currency))
