"""Vectors of payouts: what a negative balance takes of a payment, and in which currency it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commissions.domain.money import minor_units, rounded, shown
from commissions.domain.payouts.free_parts import EarnedLine, free_parts
from commissions.domain.payouts.locked_rate import LockedRate, at_par
from commissions.domain.payouts.payable import Payable, Recipient, payable
from commissions.domain.payouts.payee import Payee
from commissions.domain.payouts.standing import RESERVED, PayoutMove, standing
from commissions.domain.payouts.terms import PayoutTerms
from tools.vectors.shown import money
from tools.vectors.vector import Vector

USD, EUR = "USD", "EUR"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
WHO = "subject"


def payout_plan(currency: str) -> PayoutTerms:
    """Without hold, minimum or fee: a debt takes all that it can."""
    return PayoutTerms(
        plan="payouts",
        plan_version=1,
        plan_digest="",
        currency=currency,
        hold_days=0,
        minimum={},
        fees={},
        deductions=(),
        max_offset=Fraction(1),
        write_off_months=24,
        rate_source="table",
        places={},
    )


@dataclass
class _Member:
    """Who earns and is paid, an event a day."""

    currency: str = USD
    lines: list[EarnedLine] = field(default_factory=list)
    moves: list[PayoutMove] = field(default_factory=list)
    now: datetime = FIRST

    def earn(self, amount: int, order: str = "") -> None:
        """What is given back of an order, below zero, is a journal more of its book."""
        self.now += timedelta(days=1)
        book = f"shop/shop/{order or len(self.lines)}"
        number = 1 + sum(each.book == book for each in self.lines)
        event_id = f"{book}/{number}/0"
        self.lines.append(
            EarnedLine(event_id=event_id, award="one", at=self.now, amount=amount, hold_days=0)
        )

    def payable(self, rate: LockedRate | None = None) -> Payable:
        by = rate or at_par(self.currency)
        payee = Payee(member=WHO, reference=WHO, currency=by.paid_in, country="")
        at = standing(free_parts(self.lines), self.moves, self.now)
        return payable(at, payout_plan(self.currency), Recipient(member=WHO, payee=payee, rate=by))

    def pay(self) -> int:
        """What is payable, once: the next one begins after it."""
        found = self.payable()
        if found.paid:
            book = f"payouts/{len(self.moves)}/{WHO}"
            taken = {"amount": found.taken, "offset": found.offset}
            self.moves.append(PayoutMove(kind=RESERVED, at=self.now, book=book, **taken))
        return found.paid

    @property
    def owes(self) -> int:
        """What is owed once all that is unpaid goes to it, below zero."""
        at = self.payable().standing
        return min(0, at.unpaid - at.debt)


def negative_balance(vector: Vector) -> dict[str, Any]:
    """A sale that was paid comes back, and what is earned later pays it first."""
    member, back = _Member(), minor_units(vector.parameters["clawback"], USD)
    member.earn(back, "returned")
    member.pay()
    member.earn(-back, "returned")
    found: dict[str, list[str]] = {"paid": [], "balance": []}
    for case in vector.cases:
        member.earn(minor_units(case["earned"], USD))
        found["paid"].append(money(member.pay()))
        found["balance"].append(money(member.owes))
    return found


def netting(vector: Vector) -> dict[str, Any]:
    """What was paid is not edited: a line below zero nets against the next payout."""
    parameters, member = vector.parameters, _Member()
    share = Fraction(parameters["rate"]) * minor_units(parameters["payment"], USD)
    commission = rounded(share, "half_even")
    member.earn(commission, "refunded")
    member.pay()
    member.earn(-commission, "refunded")
    later = [minor_units(each, USD) for each in parameters["next_commissions"]]
    for each in later:
        member.earn(each)
    return {
        "commission": money(commission),
        "clawback": money(-commission),
        "gross_next": money(sum(later)),
        "next_payout": money(member.pay()),
    }


def payout_balance(vector: Vector) -> dict[str, Any]:
    """A sale that was refunded is taken off once, whether it had been paid or not."""
    parameters = vector.parameters
    share = Fraction(parameters["share"])
    good, refunded = (
        rounded(share * minor_units(parameters[name], USD), "half_even")
        for name in ("good", "refunded")
    )
    owed = []
    for case in vector.cases:
        member = _Member()
        member.earn(refunded, "refunded")
        if minor_units(case["paid"], USD):
            member.pay()
        member.earn(-refunded, "refunded")
        member.earn(good)
        owed.append(money(member.payable().paid))
    return {"owed": owed}


def fx(vector: Vector) -> dict[str, Any]:
    """Orders are turned into the base currency at the close, and payouts out of it. The rates are
    of the company's table: so much of a currency for one of the base."""
    parameters = vector.parameters
    base = sum(_in_base(amount, _rate(parameters, code)) for amount, code in parameters["orders"])
    member = _Member(EUR)
    member.earn(rounded(Fraction(parameters["pct"]) * base, "half_even"))
    paid = {code: member.payable(_rate(parameters, code)) for code in parameters["pay"]}
    return {
        "base": money(base),
        "commission": money(sum(each.amount for each in member.lines)),
        "paid": dict(_texts(paid.values())),
    }


def _rate(parameters: Any, code: str) -> LockedRate:
    per_base = Decimal(parameters["rates"][code])
    return LockedRate(
        paid_in=code, earned_in=EUR, rate=1 / per_base, day="2026-01-31", source="table"
    )


def _in_base(amount: str, rate: LockedRate) -> int:
    return rounded(rate.earned(minor_units(amount, rate.paid_in)), "half_even")


def _texts(found: Iterable[Payable]) -> Iterable[tuple[str, str]]:
    for each in found:
        yield each.paid_in, shown(each.paid, each.paid_in).removesuffix(f" {each.paid_in}")
