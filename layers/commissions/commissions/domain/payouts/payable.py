"""What is paid to somebody as of a moment, and how it came to that: each step a whole number.

earned - held + moved by payouts = unpaid - debt; unpaid - offset = offered; offered - carried =
taken; taken - fee - deductions = net; net at the locked rate = paid. Where nothing is paid, `why`
says why, and all of it is carried over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from commissions.domain.currencies import exponent
from commissions.domain.money import rounded, shown
from commissions.domain.payouts.locked_rate import LockedRate
from commissions.domain.payouts.payee import Payee
from commissions.domain.payouts.standing import PayoutStanding
from commissions.domain.payouts.terms import PayoutTerms

TERMINATED = "terminated"
NO_DETAILS = "no payee details: register the payee"


@dataclass(frozen=True, slots=True)
class Deducted:
    """What a rule of the plan keeps back of a payout, in minor units."""

    name: str
    pct: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Payable:
    """In minor units of what was earned in, but for `paid`."""

    payee: str
    standing: PayoutStanding
    terms: PayoutTerms
    rate: LockedRate | None = None
    """None where there is none: then nothing is paid."""
    offset: int = 0
    minimum: int = 0
    fee: int = 0
    deducted: tuple[Deducted, ...] = ()
    taken: int = 0
    paid: int = 0
    """Minor units of the payee's currency."""
    why: str = ""
    """Why nothing is paid; empty where something is."""

    @property
    def offered(self) -> int:
        return self.standing.unpaid - self.offset

    @property
    def carried(self) -> int:
        """What stays for the next batch."""
        return self.offered - self.taken

    @property
    def net(self) -> int:
        return self.taken - self.fee - sum(each.amount for each in self.deducted)

    @property
    def currency(self) -> str:
        return self.terms.currency

    @property
    def paid_in(self) -> str:
        return self.rate.paid_in if self.rate else self.currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who would be paid, as of the moment."""

    member: str
    payee: Payee | None
    """None where nobody registered them."""
    status: str = ""
    """In the genealogy."""
    rate: LockedRate | None
    """From what is earned to their currency; None where the table has none of the plan's source."""


def payable(standing: PayoutStanding, terms: PayoutTerms, to: Recipient) -> Payable:
    rate = to.rate
    offset = min(standing.debt, rounded(standing.unpaid * terms.max_offset, "down"))
    found = Payable(payee=to.member, standing=standing, terms=terms, rate=rate, offset=offset)
    why = next(_hindrances(found, to), "")
    if why or rate is None:
        return replace(found, why=why)
    found = replace(
        found,
        minimum=_in_earned(terms.minimum, rate),
        fee=_in_earned(terms.fees, rate),
    )
    if found.offered < found.minimum:
        least = shown(found.minimum, found.currency)
        return replace(found, fee=0, why=f"below the minimum of {least}: carried over")
    return _taken(found, rate)


def _hindrances(found: Payable, to: Recipient) -> Iterator[str]:
    """The first that is told is what has to go first."""
    at, payee = found.standing, to.payee
    if not found.offered:
        yield _nothing(at, found.currency)
    if to.status == TERMINATED:
        yield "the member is terminated: a person decides what becomes of it"
    if payee is None or not payee.reference:
        yield NO_DETAILS
        return
    if payee.hold:
        yield f"held by {payee.held_by}: {payee.hold}"
    if found.rate is None:
        rate = f"{payee.currency}/{found.currency} of {found.terms.rate_source}"
        yield f"no rate {rate} of the week before {at.as_of:%Y-%m-%d}"


def _nothing(at: PayoutStanding, currency: str) -> str:
    if at.debt:
        return f"owes {shown(at.debt, currency)}, which all that is free goes to"
    if at.next_free:
        return f"held until {at.next_free:%Y-%m-%d %H:%M} UTC"
    return "nothing is unpaid"


def _in_earned(amounts: Mapping[str, int], rate: LockedRate) -> int:
    """The amount of the payee's currency, else of the plan's; 0 where neither has one."""
    if rate.paid_in in amounts:
        return rounded(rate.earned(amounts[rate.paid_in]), "half_even")
    return amounts.get(rate.earned_in, 0)


def _taken(found: Payable, rate: LockedRate) -> Payable:
    """What is left of the offer once fee and deductions are off, converted and rounded once. It is
    rounded down: nobody is paid what they are not owed. What a coarser currency leaves over is
    carried, where it is the one that was earned in."""
    step = 10 ** max(0, exponent(rate.paid_in) - _places(found.terms, rate.paid_in))
    full = _with_taken(found, found.offered)
    if rate.paid_in == rate.earned_in:
        while full.net > 0 and full.net % step:
            full = _with_taken(found, full.taken - 1)
    paid = rounded(rate.paid(full.net) / step, "down") * step
    if full.net <= 0 or paid <= 0:
        cost = shown(found.offered - _with_taken(found, found.offered).net, found.currency)
        why = f"fee and deductions of {cost} leave nothing: carried over"
        return replace(found, fee=0, why=why)
    return replace(full, paid=paid)


def _with_taken(found: Payable, taken: int) -> Payable:
    deducted = tuple(
        Deducted(
            each.name,
            f"{each.pct.normalize():f}",
            rounded(taken * Fraction(each.pct), each.rounding),
        )
        for each in found.terms.deductions
    )
    return replace(found, taken=taken, deducted=deducted)


def _places(terms: PayoutTerms, currency: str) -> int:
    return min(terms.places.get(currency, exponent(currency)), exponent(currency))
