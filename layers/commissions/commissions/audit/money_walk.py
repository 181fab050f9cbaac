"""Walks an order's snapshots by their own time: how much of what it costs never came in, and how
much was given back though the goods were kept.

It keeps a pot: the money that is there for goods, where money that was given back for nothing is
thought to be still there. What of the order's cost the pot does not cover was never paid.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from commissions.audit.money_moment import NONE, Moment
from commissions.domain.orders.order import (
    OF_PAYMENT,
    PAYMENT_PLATFORMS,
    WORD_TAKES_ALL,
    OrderPlaced,
)

A_CENT = Fraction(1)
"""A word that says paid beats as much as this, in minor units."""
Rise = tuple[Fraction, Fraction]
"""By how much a component rose, and by how many units."""
Addition = Mapping[str, Rise]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How an order's money stands; amounts are gross, in parts of a minor unit."""

    moment: Moment
    received: Fraction
    unpaid: Fraction
    goodwill: Fraction
    credit: Fraction
    """Goods are gone, and their money is still with the shop."""
    additions: Sequence[Addition]
    """What was added since the order was last paid in full, the oldest first."""
    was_paid: bool
    """Whether it ever was paid in full."""


def speaks_of_payment(order: OrderPlaced) -> bool:
    """Whether its status is the payment's, which an edit of the order leaves as it was."""
    if order.word:
        return order.word == OF_PAYMENT
    return order.platform in PAYMENT_PLATFORMS


def takes_all_by_word(order: OrderPlaced) -> bool:
    """Whether a shop's status, and no refund, says that every unit went back."""
    if order.status != "refunded" or order.platform not in WORD_TAKES_ALL:
        return False
    return not any(item.qty - item.removed for item in order.items)


def walk(moments: Iterable[Moment], end: Moment, paid: Collection[str]) -> Stand:
    """`moments`: as each snapshot knew the order; `end`: the last with everything that came back;
    `paid`: the statuses that say so."""
    pot = _Pot(paid)
    for moment in moments:
        pot.come_to(moment)
    return pot.stand(end)


@dataclass(slots=True)
class _Pot:
    paid: Collection[str]
    received: Fraction = NONE
    filled: Fraction = NONE
    """What was in it when the order was last paid in full; of it, `credit` paid for nothing."""
    credit: Fraction = NONE
    received_then: Fraction = NONE
    back_then: Fraction = NONE
    named_then: Fraction = NONE
    base: Mapping[str, Fraction] = field(default_factory=dict)
    before: Mapping[str, Fraction] = field(default_factory=dict)
    units_before: Mapping[str, Fraction] = field(default_factory=dict)
    additions: list[Addition] = field(default_factory=list)
    was_paid: bool = False
    said_paid: bool = False
    """Whether a word has said before that the order is paid."""

    def come_to(self, moment: Moment) -> None:
        self._receive(moment)
        short = self._shortfall(moment)
        unpaid = min(short, self._uncovered(moment))
        is_paid_for = moment.order.status in self.paid or self.received > 0
        is_full = unpaid <= moment.allowance and is_paid_for
        if takes_all_by_word(moment.order):
            # Nobody told what became of the goods: the pot stays as it was.
            self.was_paid |= is_full
            return
        if is_full:
            self._fill(moment, short - unpaid)
        else:
            self.additions.append(self._rises(moment))
        self.before, self.units_before = moment.kept, moment.units

    def stand(self, end: Moment) -> Stand:
        short = self._shortfall(end)
        unpaid = min(short, self._uncovered(end))
        return Stand(
            moment=end,
            received=self.received,
            unpaid=unpaid,
            goodwill=short - unpaid,
            credit=max(NONE, self.received - end.back - end.owed),
            additions=tuple(self.additions),
            was_paid=self.was_paid,
        )

    def _receive(self, moment: Moment) -> None:
        """What has come in, by what the snapshot says; it never falls, but a voided order's money
        never came."""
        order, in_full = moment.order, self._in_full(moment)
        says_paid, rounding = order.status in self.paid, max(moment.allowance, A_CENT)
        is_old_word = self.said_paid and speaks_of_payment(order)
        self.said_paid = order.status != "voided" and (self.said_paid or says_paid)
        if order.status == "voided":
            self.received = NONE
        elif order.received is not None:
            self._raise_to(Fraction(order.received))
            if says_paid and in_full - order.received <= rounding:
                self._raise_to(in_full)
        elif order.unpaid > 0:
            beyond = max(NONE, moment.difference)
            fees = min(self._fees(moment), max(NONE, -moment.difference))
            self._raise_to(moment.owed - order.unpaid + moment.back - beyond + fees)
        elif says_paid and (not is_old_word or in_full - self.received <= rounding):
            self._raise_to(in_full)

    def _in_full(self, moment: Moment) -> Fraction:
        """What has come in if all is paid for: what is missing in the pot is not, then."""
        holds = self._holds(moment, self._named(moment), self._fees(moment))
        return self.received + moment.owed - holds

    def _fees(self, moment: Moment) -> Fraction:
        """What was kept of goods that money went back for; it had been paid, too, which only where
        nothing came in by what was told before has to be said."""
        return NONE if self.received else moment.kept_back

    def _raise_to(self, received: Fraction) -> None:
        self.received = max(self.received, received)

    def _shortfall(self, moment: Moment) -> Fraction:
        there = self.received - moment.back
        short = min(max(NONE, moment.owed - there), max(NONE, moment.owed))
        if short <= moment.allowance and there > 0:
            return NONE
        # Money is whole, and each line that came back was rounded by half a unit at most: less
        # than all that together is there by rounding alone.
        is_money = there * 2 >= moment.order.rounds_to * (1 + moment.refunded_lines)
        return short if is_money else max(NONE, moment.owed)

    def _uncovered(self, moment: Moment) -> Fraction:
        goods = max(self._named(moment), self._fallen(moment))
        return max(NONE, moment.owed - self._holds(moment, goods))

    def _holds(self, moment: Moment, goods: Fraction, fees: Fraction = NONE) -> Fraction:
        """What the pot holds, if what went back since went for these goods as far as it can, the
        credit of before among them. `fees`: what would have gone, too, and was kept."""
        since = max(NONE, moment.back - self.back_then)
        came = self.received - self.received_then
        return self.filled + came - min(since + fees, self.credit + goods)

    def _named(self, moment: Moment) -> Fraction:
        return max(NONE, moment.named - self.named_then)

    def _fallen(self, moment: Moment) -> Fraction:
        """Of what was there when the order was last paid in full, the worth of what is not."""
        falls = (worth - moment.kept.get(name, NONE) for name, worth in self.base.items())
        return sum((max(NONE, fall) for fall in falls), NONE)

    def _fill(self, moment: Moment, goodwill: Fraction) -> None:
        """The order is paid in full: from here on it is counted anew."""
        self.filled = max(NONE, self.received - moment.back) + goodwill
        self.credit = max(NONE, self.filled - moment.owed)
        self.received_then, self.back_then = self.received, moment.back
        self.named_then, self.base = moment.named, moment.kept
        self.additions, self.was_paid = [], True

    def _rises(self, moment: Moment) -> Addition:
        return {
            name: (rise, max(NONE, units - self.units_before.get(name, NONE)))
            for name, worth in moment.kept.items()
            if (rise := worth - self.before.get(name, NONE)) > 0
            for units in [moment.units.get(name, NONE)]
        }
