"""Points of units that are paid for in several orders: each order's part of them, by money."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.orders.order import Item
from commissions.domain.sales.attribution import Lock


@dataclass(frozen=True, slots=True)
class PaidPart:
    """Of units that cost so much in all, the money of one order and of those before it."""

    units: Fraction
    full: int
    earlier: int
    now: int

    def points(self, of_a_unit: Fraction, sold: Fraction) -> int:
        """In hundredths: what all money up to now makes of the units, less what the earlier made.
        Money beyond the full price makes nothing. `sold`: the part of this money that came in."""
        before = min(self.earlier, self.full)
        more = (min(self.earlier + self.now, self.full) - before) * sold
        return self._made(before + more, of_a_unit) - self._made(Fraction(before), of_a_unit)

    def _made(self, money: Fraction, of_a_unit: Fraction) -> int:
        return round(self.units * of_a_unit * money / self.full)


def paid_part(item: Item, looked_up: Sequence[Lock]) -> PaidPart | None:
    """None where the line is the whole of what it sells."""
    if item.full is not None and item.full > 0:
        return PaidPart(Fraction(item.qty), item.full, 0, item.net)
    if not item.part_of:
        return None
    for lock in looked_up:
        for whole in lock.wholes:
            if whole.line_id == item.line_id:
                units = Fraction(whole.qty)
                return PaidPart(units, whole.full, whole.paid_before, item.net)
    # Nobody knows yet of how much it is a part: it adds nothing to what another order sold.
    return PaidPart(Fraction(item.qty), 1, 1, item.net)
