"""How much of each line came back, counted in crumbs: the smallest part that any amount needs.

A line of `q` units and `n` minor units is `q * n` crumbs, a unit of it `n`, a minor unit `q`; so
units and amounts add up in whole numbers. Units are counted in the finest part that the order has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from commissions.domain.order import OrderPlaced, OrderRefunded, RefundItem


@dataclass(slots=True)
class Loaf:
    """A line: of `whole` crumbs, how many are gone."""

    units: int
    net: int
    eaten: int = 0
    """Crumbs that went as units."""
    paid: int = 0
    """Minor units that were given back for the line."""
    gift: int = 0
    """Minor units that were given back for no line, and fell to this one."""

    @property
    def whole(self) -> int:
        return abs(self.units) * self.net

    @property
    def gone(self) -> int:
        return min(self.whole, self._claimed)

    @property
    def minor_left(self) -> int:
        if not self.units:
            return 0
        return max(0, (self.whole - self.eaten) // abs(self.units) - self.paid - self.gift)

    @property
    def _claimed(self) -> int:
        return self.eaten + (self.paid + self.gift) * abs(self.units)

    def lose_units(self, units: int) -> None:
        """Nothing comes back to life, and no more goes than there was."""
        crumbs = units * self.net * (1 if self.units > 0 else -1)
        self.eaten = min(self.whole, self.eaten + max(0, crumbs))

    def lose_minor(self, amount: int) -> None:
        self.paid += max(0, amount)

    def lose_all(self) -> None:
        self.eaten = self.whole

    def overflow(self) -> int:
        """Takes out, and tells, what of the gift the line cannot hold any more."""
        if not self.units:
            return 0
        spilt = min(self.gift, max(0, self._claimed - self.whole) // abs(self.units))
        self.gift -= spilt
        return spilt


def left_of(order: OrderPlaced, refunds: Sequence[OrderRefunded], *, spread: bool) -> list[Loaf]:
    """The order's lines after all refunds, in the order of both; a refund in another currency
    takes nothing."""
    grain = _grain(order, refunds)
    loaves = {item.line_id: Loaf(int(item.qty * grain), max(0, item.net)) for item in order.items}
    for item in order.items:
        loaves[item.line_id].lose_units(int(item.removed * grain))
    for refund in refunds:
        if refund.currency != order.currency:
            continue
        for back in refund.items:
            if back.line_id in loaves:
                _give_back(loaves[back.line_id], back, grain)
        if spread:
            spilt = sum(loaf.overflow() for loaf in loaves.values())
            _hand_out(list(loaves.values()), spilt + max(0, refund.amount_only))
    return list(loaves.values())


def _give_back(loaf: Loaf, back: RefundItem, grain: int) -> None:
    units = int(back.qty * grain)
    off = units * loaf.net - (back.worth or 0) * loaf.units
    if back.worth is None or abs(off) <= abs(loaf.units):
        loaf.lose_units(units)
    else:  # more than a minor unit off: the money is what came back
        loaf.lose_minor(back.worth)
    loaf.lose_minor(back.amount)


def _grain(order: OrderPlaced, refunds: Sequence[OrderRefunded]) -> int:
    """How many parts a unit is counted in."""
    quantities = [item.qty for item in order.items] + [item.removed for item in order.items]
    quantities += [back.qty for refund in refunds for back in refund.items]
    decimals: int = max((_decimals(qty) for qty in quantities), default=0)
    return int(10**decimals)


def _decimals(qty: Decimal) -> int:
    exponent = qty.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _hand_out(loaves: list[Loaf], amount: int) -> None:
    """In proportion to what is left; the minor units over go where the remainder is largest."""
    left = [loaf.minor_left for loaf in loaves]
    total = sum(left)
    if not amount:
        return
    if amount >= total:
        for loaf in loaves:
            loaf.lose_all()
        return
    parts = [amount * each // total for each in left]
    owed = [amount * each % total for each in left]
    for _ in range(amount - sum(parts)):
        first = owed.index(max(owed))
        parts[first] += 1
        owed[first] = -1
    for loaf, part in zip(loaves, parts, strict=True):
        loaf.gift += part
