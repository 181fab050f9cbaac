"""Refunds with what their money is in the currency that the order is in now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm

from commissions.domain.ledger.discounts import gross_of
from commissions.domain.ledger.refunds import NOTHING, WHOLE, PricedRefund
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded


@dataclass(frozen=True, slots=True)
class PricedRefunds:
    """All refunds that stand, in the order of their own times, in grains of its currency."""

    refunds: Sequence[PricedRefund]
    grain: int

    def known_by(self, order: OrderPlaced) -> "PricedRefunds":
        known = [each for each in self.refunds if _knows(order, each.refund)]
        return PricedRefunds(known, self.grain)


def priced(snapshots: Sequence[OrderPlaced], refunds: Sequence[OrderRefunded]) -> PricedRefunds:
    """Money of an earlier currency counts as its share of what was owed then; where that is not
    known it cannot be compared, and only units count."""
    rates = [_exchange(snapshots, refund) for refund in refunds]
    grain = lcm(*(rate.denominator for rate in rates))
    return PricedRefunds(
        [
            PricedRefund(refund, int(rate * grain))
            for refund, rate in zip(refunds, rates, strict=True)
        ],
        grain,
    )


def _knows(order: OrderPlaced, refund: OrderRefunded) -> bool:
    return refund.refunded_at <= order.updated_at or lists(order, refund)


def lists(order: OrderPlaced, refund: OrderRefunded) -> bool:
    """Whether a snapshot names the refund that a record tells of."""
    ids = order.refund_ids or ()
    return refund.source_id in ids or refund.refund_id in ids


def without_units_told_twice(order: OrderPlaced, refunds: PricedRefunds) -> OrderPlaced:
    """A snapshot that was told between a refund and its own list of refunds has the refund's units
    among those that edits took off: they went once."""
    if order.counted_refunds is None:
        return order
    twice: Counter[str] = Counter()
    for refund in (each.refund for each in refunds.refunds):
        if refund.source_id not in order.counted_refunds and refund.refunded_at <= order.updated_at:
            twice.update({back.line_id: max(0, back.qty) for back in refund.items})
    items = (
        replace(item, removed=max(Decimal(0), item.removed - twice[item.line_id]))
        for item in order.items
    )
    return replace(order, items=tuple(items)) if twice else order


def is_comparable(snapshots: Sequence[OrderPlaced], refund: OrderRefunded) -> bool:
    """Whether it is known what a refund's money is in the currency that the order is in now."""
    return _exchange(snapshots, refund) > 0


def _exchange(snapshots: Sequence[OrderPlaced], refund: OrderRefunded) -> Fraction:
    """How much of the order's currency a minor unit of the refund's is: as the order came to one
    sum then, and to another when it was first told in its currency of now."""
    currency = snapshots[-1].currency
    if refund.currency == currency:
        return WHOLE
    theirs = [each for each in snapshots if each.currency == refund.currency]
    then = [each for each in theirs if each.updated_at <= refund.refunded_at] or theirs[:1]
    ours = next(each for each in snapshots if each.currency == currency)
    if not then or _worth(then[-1]) <= 0 or _worth(ours) <= 0:
        return NOTHING
    return Fraction(_worth(ours), _worth(then[-1]))


def _worth(order: OrderPlaced) -> int:
    return order.total + order.tender or sum(map(gross_of, order.items))
