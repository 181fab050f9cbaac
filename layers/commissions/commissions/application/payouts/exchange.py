"""What paying people in other currencies came to: at the locked rates, and at those of the days of
payment."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from commissions.domain.money import rounded
from commissions.domain.payouts.counted_payables import ExchangeSums
from commissions.domain.payouts.payout import SETTLED, Payout
from commissions.tables import payouts, rates

EXCHANGE_DAYS = 400
"""Batches planned within so many days: a year of payments, whichever month it is looked at."""


def exchange_sums(currency: str, now: datetime) -> tuple[ExchangeSums, ...]:
    """By currency in which people are paid."""
    since = now - timedelta(days=EXCHANGE_DAYS)
    recent = [
        each
        for each in payouts.batches()
        if each.currency == currency and each.as_of >= since and _is_exchanged(each.paid, currency)
    ]
    sums = _ExchangeWalk()
    for batch in recent:
        sums.add(payouts.of_batch(batch.batch_id))
    return tuple(sums.found[code] for code in sorted(sums.found))


def _is_exchanged(paid: Iterable[str], currency: str) -> bool:
    return any(code != currency for code in paid)


@dataclass
class _ExchangeWalk:
    found: dict[str, ExchangeSums] = field(default_factory=dict)
    known: dict[tuple[str, date], Fraction | None] = field(default_factory=dict)

    def add(self, every: Iterable[Payout]) -> None:
        for each in every:
            if each.state == SETTLED and each.rate_day and each.settled_on:
                self._add(each, each.settled_on)

    def _add(self, payout: Payout, on: date) -> None:
        locked = payout.locked_rate
        at_lock = rounded(locked.earned(payout.paid), "half_even")
        rate = self._rate(payout, on)
        worth = at_lock
        if rate is not None:
            worth = rounded(locked.earned(payout.paid) * rate / Fraction(payout.rate), "half_even")
        empty = ExchangeSums(
            paid_in=payout.paid_in, payouts=0, net=0, paid=0, rounding=0, worth=0, no_rate=0
        )
        so_far = self.found.get(payout.paid_in, empty)
        self.found[payout.paid_in] = replace(
            so_far,
            payouts=so_far.payouts + 1,
            net=so_far.net + payout.net,
            paid=so_far.paid + payout.paid,
            rounding=so_far.rounding + payout.net - at_lock,
            worth=so_far.worth + worth,
            no_rate=so_far.no_rate + (rate is None),
        )

    def _rate(self, payout: Payout, on: date) -> Fraction | None:
        key = payout.paid_in, on
        if key not in self.known:
            found = rates.at(payout.paid_in, payout.currency, on)
            self.known[key] = Fraction(found.rate) if found else None
        return self.known[key]
