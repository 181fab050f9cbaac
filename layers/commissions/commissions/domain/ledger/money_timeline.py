"""An order's sums over time: as they were after each thing that its store told, by business time.

The walk says what stands in the end; this says since when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from commissions.domain.ledger.components import Components, components_of
from commissions.domain.ledger.money_walk import Rules, Walk
from commissions.domain.ledger.priced_refunds import PricedRefunds, lists, priced
from commissions.domain.ledger.refunds import NOTHING
from commissions.domain.ledger.taken_off import TakenOff
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyMoment:
    """In exact minor units of the order's currency, gross."""

    at: datetime
    parts: Components
    received: Fraction
    given_back: Fraction
    rounding: Fraction
    """What may be rounding, as of then."""

    @property
    def credit(self) -> Fraction:
        """What is with the shop of goods that are gone."""
        return max(NOTHING, self.received - self.given_back - self.parts.owed)


def moments_of(
    snapshots: Sequence[OrderPlaced], refunds: Sequence[OrderRefunded], rules: Rules
) -> list[MoneyMoment]:
    """The first one: as the first snapshot tells the order, before anything of it came back. Then
    one for each time at which a snapshot or a refund was made, the earliest first.

    `snapshots`: at least one, the oldest first. `refunds`: those that stand.
    """
    comparable = [each for each in snapshots if each.currency == snapshots[-1].currency]
    timeline = _Timeline(comparable[0], priced(snapshots, refunds), rules)
    timeline.visit(comparable[0])
    moments = [timeline.moment(comparable[0].updated_at, ())]
    ahead = comparable[1:]
    told = {each.updated_at for each in comparable} | {each.refunded_at for each in refunds}
    for at in sorted(told):
        while ahead and ahead[0].updated_at <= at:
            timeline.visit(ahead.pop(0))
        moments.append(timeline.moment(at, refunds))
    return moments


class _Timeline:
    """The walk, stopped after each thing that was told."""

    def __init__(self, first: OrderPlaced, back: PricedRefunds, rules: Rules) -> None:
        self.back, self.rules, self.walk = back, rules, Walk(rules)
        self.lines: dict[str, Item] = {}
        self.edits, self.order = TakenOff(), first

    def visit(self, order: OrderPlaced) -> None:
        self.edits, self.order = self.edits.then(self.order.items, order.items), order
        self.lines |= {item.line_id: item for item in order.items}
        self.walk.visit(order, self._parts(self.back.known_by(order)))

    def moment(self, at: datetime, refunds: Sequence[OrderRefunded]) -> MoneyMoment:
        """As of a time with those of the refunds that were made by then."""
        known = [each for each in self.back.refunds if refunds and self._is_known(each.refund, at)]
        parts = self._parts(PricedRefunds(known, self.back.grain))
        return MoneyMoment(
            at=at,
            parts=parts,
            received=self.walk.received,
            given_back=parts.named + parts.unnamed + self.rules.lost(at),
            rounding=parts.rounding,
        )

    def _is_known(self, refund: OrderRefunded, at: datetime) -> bool:
        """A snapshot may list a refund that is younger by its own time."""
        listed = self.order.updated_at <= at and lists(self.order, refund)
        return refund.refunded_at <= at or listed

    def _parts(self, known: PricedRefunds) -> Components:
        return components_of(self.order, known, self.lines, self.edits, spread=self.rules.spread)
