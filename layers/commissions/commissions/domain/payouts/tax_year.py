"""What people were paid in a calendar year: by the day of payment, whenever it was earned.

A payment that came back counts against the year in which it did, and a claw-back lowers later
payouts: neither reopens a year that is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from commissions.domain.payouts.payout import Payout


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTotal:
    """Of one person and one pair of currencies. Minor units of `currency`, but for `paid`."""

    payee: str
    year: int
    currency: str
    paid_in: str
    payouts: int = 0
    """How many were settled in the year."""
    gross: int = 0
    """Before fee and deductions, after what went to a debt."""
    fees: int = 0
    deducted: int = 0
    net: int = 0
    paid: int = 0
    returned: int = 0
    """How many came back in the year; they are deducted from all sums."""


def year_totals(payouts: Iterable[Payout], year: int) -> list[YearTotal]:
    """By person and currencies, in this order."""
    found: dict[tuple[str, str, str], YearTotal] = {}
    for each in payouts:
        for sign in _signs(each, year):
            key = each.payee, each.currency, each.paid_in
            so_far = found.get(key) or YearTotal(
                payee=each.payee, year=year, currency=each.currency, paid_in=each.paid_in
            )
            found[key] = _added(so_far, each, sign)
    return [found[key] for key in sorted(found)]


def _signs(payout: Payout, year: int) -> list[int]:
    settled = payout.settled_on is not None and payout.settled_on.year == year
    # What came back before anybody said that it was paid was never paid.
    returned = (
        payout.settled_on is not None
        and payout.returned_on is not None
        and payout.returned_on.year == year
    )
    return [*([1] if settled else []), *([-1] if returned else [])]


def _added(total: YearTotal, payout: Payout, sign: int) -> YearTotal:
    return replace(
        total,
        payouts=total.payouts + (sign > 0),
        returned=total.returned + (sign < 0),
        gross=total.gross + sign * payout.taken,
        fees=total.fees + sign * payout.fee,
        deducted=total.deducted + sign * sum(each.amount for each in payout.deducted),
        net=total.net + sign * payout.net,
        paid=total.paid + sign * payout.paid,
    )
