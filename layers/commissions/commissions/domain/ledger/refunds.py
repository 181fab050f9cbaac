"""How much of each line has come back, as exact shares that no rounding touches.

Units and money that name a line, and amounts that were told without tax (of the order API, and from
before amounts were told in gross): these are spread over the lines' net when they were told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.money import split
from commissions.domain.orders.order import Item
from commissions.domain.orders.refund import OrderRefunded, RefundItem

NOTHING, WHOLE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class PricedRefund:
    """A refund, and how many grains a minor unit of its currency is: grains are whole parts of a
    minor unit of the order's; 0 where its money cannot be compared, and only its units count."""

    refund: OrderRefunded
    grains: int

    @property
    def without_tax(self) -> int:
        """Grains of an amount that names nothing, as it was told without tax."""
        return 0 if self.refund.gross else max(0, self.refund.amount_only) * self.grains


@dataclass(slots=True)
class ReturnedLine:
    """What has come back of one line: a share, of units, and besides it an amount of the net."""

    qty: Fraction
    net: int
    """In grains."""
    grain: int
    """Grains in a minor unit."""
    taken_off: Fraction
    """The share of the units that an edit took off, and no refund tells of."""
    units: Fraction
    named_units: Fraction = NOTHING
    """Of those, what refunds name, though an edit or a status may say of the same units that they
    are gone."""
    amount: int = 0
    spread: int = 0
    """Of the amount, what named no line."""
    left: int = 0
    """Whole grains of the net that have not come back."""
    excess: Fraction = NOTHING
    """What money was named of it when there was no more of it, as a share of it. Units alone name
    no money beyond what is left."""
    told: Fraction = NOTHING
    """The share of it that came back with money of its own: by its price, whatever a discount that
    names no line has taken off."""
    unit: int = 1
    """What the shop rounds to, in minor units."""

    @property
    def share(self) -> Fraction:
        """The part of the line that is gone or given back."""
        return min(WHOLE, self._claimed)

    @property
    def _claimed(self) -> Fraction:
        return self.units + (Fraction(self.amount, self.net) if self.amount else NOTHING)

    @property
    def refunded(self) -> Fraction:
        """Of that, what refunds took: what they name is theirs, whatever else says that it is
        gone."""
        return max(self.share - self.taken_off, min(WHOLE, self._named))

    @property
    def _named(self) -> Fraction:
        named = self.amount - self.spread
        return self.named_units + (Fraction(named, self.net) if named else NOTHING)

    def take(self, back: RefundItem, grains: int) -> None:
        """Takes back units and an amount; units and amounts below nothing are none. Where no units
        come back, what is told as their worth is money of the line, to the minor unit."""
        units = max(NOTHING, Fraction(back.qty) / self.qty) if self.qty else NOTHING
        amount, before = max(0, back.amount) * grains, self._named
        if back.worth is not None and grains and not self._is_worth(units, back.worth * grains):
            units, amount = NOTHING, amount + max(0, back.worth) * grains
        self.units = min(WHOLE, self.units + units)
        self.named_units = min(WHOLE, self.named_units + units)
        if self.net:
            self.amount += amount
        if amount or (back.worth and grains):
            self.excess += max(NOTHING, self._named - max(WHOLE, before))
            self.told += max(NOTHING, min(WHOLE, self._named) - min(WHOLE, before))
        self.count()

    def make_room(self) -> int:
        """What was spread here and has no place any more; the line stays as whole as it is."""
        over = int(self.units * self.net + self.amount - self.net)
        displaced = max(0, min(self.spread, over))
        self.spread -= displaced
        self.amount -= displaced
        return displaced

    def count(self) -> None:
        kept = int(self.net * (WHOLE - self.units)) if self.qty else 0
        self.left = max(0, kept - self.amount)

    def _is_worth(self, units: Fraction, worth: int) -> bool:
        """Whether there are units, and they are worth so much, to what the shop rounds to; a line
        that is none has no say."""
        alike = abs(self.net * units - worth) <= self.grain * self.unit
        return not self.qty or (units > 0 and alike)


def returned_lines(  # noqa: PLR0913 - each is known by itself
    items: Iterable[Item],
    refunds: Sequence[PricedRefund],
    *,
    grain: int,
    spread: bool,
    unit: int = 1,
    of_edits: int = 0,
) -> dict[str, ReturnedLine]:
    """The lines after all refunds, these in the order of their own times, never of their arrival.

    An amount that names no line is spread once, over what was left at its time; what of it has no
    place left on a line that then comes back as such goes on to the other lines. Shipping and tax
    that went back touch no line (M5). `unit`: what the shop rounds to, in minor units. `of_edits`:
    grains of the amounts, of the earliest first, that are the money of what edits took off, and so
    of no line that is here.
    """
    lines = {item.line_id: _line(item, grain, unit) for item in items}
    for priced in refunds:
        for back in priced.refund.items:
            if line := lines.get(back.line_id):
                line.take(back, priced.grains)
        of_edits, amount = max(0, of_edits - priced.without_tax), priced.without_tax - of_edits
        if spread:
            _spread_unassigned(max(0, amount), lines)
    return lines


def _line(item: Item, grain: int, unit: int) -> ReturnedLine:
    qty = Fraction(item.qty)
    gone = min(WHOLE, max(NOTHING, Fraction(item.removed) / qty)) if qty else NOTHING
    line = ReturnedLine(qty, max(0, item.net) * grain, grain, gone, gone, unit=unit)
    line.count()
    return line


def _spread_unassigned(told: int, lines: Mapping[str, ReturnedLine]) -> None:
    """Spreads what of a refund names no line, and what was spread before and lost its place to
    what came back as such."""
    displaced = sum(line.make_room() for line in lines.values())
    if amount := told + displaced:
        _spread(amount, [line for line in lines.values() if line.net])


def _spread(amount: int, lines: Sequence[ReturnedLine]) -> None:
    """Over what is left of the lines; an amount that leaves nothing of them makes them whole."""
    left = [line.left for line in lines]
    if amount >= sum(left):
        for line in lines:
            line.units, line.left = WHOLE, 0
        return
    for line, part in zip(lines, split(amount, left), strict=True):
        line.amount += part
        line.spread += part
        line.left -= part
