"""An order's money as of one moment: what it costs for what is kept, and what went back.

Amounts are gross, in exact parts of a minor unit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.money_back import AllBack, MoneyBack
from commissions.audit.money_short import gaps
from commissions.audit.returned_shares import LineBalance, line_balances
from commissions.domain.orders.order import DISCOUNT_OF_ALL, Item, OrderPlaced

REST = "(rest)"
"""The component that is no line: shipping, fees, duties, tips, rounding, with their tax."""
NONE = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    order: OrderPlaced
    gross: Mapping[str, Fraction]
    """Of each line as it was sold."""
    kept: Mapping[str, Fraction]
    """What of each component is kept: less what is gone, less what was given back for it."""
    qty: Mapping[str, Fraction]
    """Units of each line as it was sold."""
    units: Mapping[str, Fraction]
    """Units of each line that are kept."""
    balances: Mapping[str, LineBalance]
    named: Fraction
    """Given back for what it names."""
    difference: Fraction
    """Given back besides; below 0 where it was less than what was named is worth."""
    disputed: Fraction
    """Of the difference, what buyers took back through their banks."""
    refunded_lines: int
    kept_back: Fraction
    """Of the worth of goods that money went for, what did not go."""

    @property
    def owed(self) -> Fraction:
        return sum(self.kept.values(), NONE)

    @property
    def back(self) -> Fraction:
        return self.named + self.difference

    @property
    def allowance(self) -> Fraction:
        """As little as this may be missing by rounding alone."""
        return Fraction(1, 2) + self.refunded_lines


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """Looks at an order's snapshots, the oldest first, and at what came back."""

    snapshots: Sequence[OrderPlaced]
    back: AllBack
    spread: bool
    """Whether net amounts of no line fall to all lines."""

    def told_by(self, place: int) -> Moment:
        """As the snapshot at this place knew it."""
        order = self.snapshots[place]
        return self._moment(place, [each for each in self.back.records if each.is_known_by(order)])

    def in_the_end(self) -> Moment:
        return self._moment(len(self.snapshots) - 1, self.back.records)

    def _moment(self, place: int, records: Sequence[MoneyBack]) -> Moment:
        order, grain = self.snapshots[place], self.back.grain
        lines = line_balances(order.items, records, grain, spread=self.spread)
        dropped = self._dropped(place)
        left = line_balances(dropped, records, grain, spread=False)
        part = discount(order)
        gross = {item.line_id: _gross(item) * part for item in order.items}
        kept = {name: worth * (1 - lines[name].gone) for name, worth in gross.items()}
        qty = {item.line_id: Fraction(item.qty) for item in order.items}
        beside, rest, beyond = _rest(order, records, grain)
        named = sum((gross[name] * line.given_back for name, line in lines.items()), beside)
        named += sum((_gross(item) * left[item.line_id].given_back for item in dropped), NONE)
        beyond += sum((gross[name] * line.beyond for name, line in lines.items()), NONE)
        beyond += sum((_gross(item) * left[item.line_id].beyond for item in dropped), NONE)
        costs = {item.line_id: (item, _gross(item) * Fraction(grain)) for item in dropped}
        costs |= {item.line_id: (item, gross[item.line_id] * grain) for item in order.items}
        difference, kept_back = gaps(records, costs, grain)
        disputed = sum(each.difference for each in records if each.is_dispute)
        return Moment(
            order=order,
            gross=gross,
            kept={**kept, REST: rest},
            qty=qty,
            units={name: units * (1 - lines[name].units_gone) for name, units in qty.items()},
            balances=lines,
            named=named,
            difference=(difference + disputed) / grain + beyond,
            disputed=Fraction(disputed, grain),
            refunded_lines=sum(len(each.items) for each in records),
            kept_back=kept_back / grain,
        )

    def _dropped(self, place: int) -> list[Item]:
        """Lines that the order had before, each as it was last told: money that goes back for one
        of them went back, though there is nothing left that it could lower."""
        before = {item.line_id: item for each in self.snapshots[:place] for item in each.items}
        here = {item.line_id for item in self.snapshots[place].items}
        return [item for line_id, item in before.items() if line_id not in here]


def discount(order: OrderPlaced) -> Fraction:
    """The part of everything that is left by a discount that names nothing."""
    if DISCOUNT_OF_ALL not in order.flags:
        return Fraction(1)
    paid = max(0, order.total + order.tender)
    tax_beside = order.tax - sum(item.tax for item in order.items)
    listed = sum(map(_gross, order.items)) + order.shipping + max(0, tax_beside)
    return min(Fraction(1), Fraction(paid, listed)) if listed > 0 else Fraction(1)


def _rest(
    order: OrderPlaced, records: Sequence[MoneyBack], grain: int
) -> tuple[Fraction, Fraction, Fraction]:
    """What was given back beside the lines, what of the rest is kept, and what was named beyond all
    that there was. A tax that was given back alone may be that of the lines, which stay what they
    are."""
    lines = sum((_gross(item) for item in order.items), NONE) * discount(order)
    rest = order.total + order.tender - lines
    by_name = Fraction(sum(each.beside for each in records), grain)
    beside = min(by_name, max(NONE, rest))
    tax = Fraction(sum(each.tax_alone for each in records), grain)
    tax = min(tax, max(NONE, rest - beside) + sum(max(0, item.tax) for item in order.items))
    return beside + tax, rest - beside - tax, by_name - beside


def _gross(item: Item) -> int:
    return item.net + item.tax
