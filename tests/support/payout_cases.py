"""What somebody earned, was paid and owes, in few words: days count from 1 October 2026."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commissions.domain.payouts.free_parts import EarnedLine, free_parts
from commissions.domain.payouts.locked_rate import LockedRate, at_par
from commissions.domain.payouts.payable import Payable, Recipient, payable
from commissions.domain.payouts.payee import Payee
from commissions.domain.payouts.payout import Payout, planned
from commissions.domain.payouts.standing import (
    CAME_BACK,
    RESERVED,
    PayoutMove,
    PayoutStanding,
    standing,
)
from commissions.domain.payouts.terms import DeductionRule, PayoutTerms

START = datetime(2026, 10, 1, tzinfo=UTC)
BATCH = "USD-20261129-1"
TERMS: dict[str, Any] = {
    "plan": "uni",
    "plan_version": 1,
    "plan_digest": "abc",
    "currency": "USD",
    "hold_days": 30,
    "minimum": {},
    "fees": {},
    "deductions": (),
    "max_offset": Fraction(1),
    "write_off_months": 24,
    "rate_source": "ecb",
    "places": {},
}


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def earned(  # noqa: PLR0913 - as few words as it takes
    amount: int, at: float, *, order: str = "1", number: int = 1, hold: int = 30, line: int = 0
) -> EarnedLine:
    """A line of an order's journal, or what a later `number` takes back of it."""
    return EarnedLine(
        event_id=f"shopify/tea-us/{order}/{number}/{line}",
        award="uni/1",
        at=day(at),
        amount=amount,
        hold_days=hold,
    )


def took(amount: int, at: float, offset: int = 0, batch: str = "USD-20261001-1") -> PayoutMove:
    return PayoutMove(
        kind=RESERVED, at=day(at), amount=amount, offset=offset, book=f"payouts/{batch}/M1"
    )


def came_back(amount: int, at: float, batch: str = "USD-20261001-1") -> PayoutMove:
    return PayoutMove(kind=CAME_BACK, at=day(at), amount=amount, book=f"payouts/{batch}/M1")


def stands(at: float, *events: EarnedLine | PayoutMove) -> PayoutStanding:
    lines = [each for each in events if isinstance(each, EarnedLine)]
    moves = [each for each in events if isinstance(each, PayoutMove)]
    return standing(free_parts(lines), moves, day(at))


def terms(**changed: Any) -> PayoutTerms:
    return PayoutTerms(**TERMS | changed)


def deduction(name: str, pct: str, rounding: str = "half_even") -> DeductionRule:
    return DeductionRule(name, Decimal(pct), rounding)


def rate(currency: str, value: str, base: str = "USD") -> LockedRate:
    """So many of the base a unit of the currency costs."""
    return LockedRate(
        paid_in=currency, earned_in=base, rate=Decimal(value), day="2026-11-28", source="ecb"
    )


def a_payee(member: str = "M1", currency: str = "USD", **parts: Any) -> Payee:
    plain = {"reference": f"acct-{member}", "country": "US"}
    return Payee(member=member, currency=currency, **plain | parts)


def recipient(
    payee: Payee | None = None, by: LockedRate | None = None, status: str = "active"
) -> Recipient:
    payee = payee or a_payee()
    return Recipient(
        member=payee.member,
        payee=payee,
        status=status,
        rate=by or (at_par("USD") if payee.currency == "USD" else None),
    )


def pays(at: PayoutStanding, by: PayoutTerms | None = None, to: Recipient | None = None) -> Payable:
    return payable(at, by or terms(), to or recipient())


def a_payout(unpaid: int = 10_000, batch: str = BATCH, **parts: Any) -> Payout:
    """Planned, of so many minor units that are free."""
    found = pays(stands(59, earned(unpaid, 1)), parts.get("by"), parts.get("to"))
    return planned(batch, found, reference="acct-M1", provider="fake", account_version=0)
