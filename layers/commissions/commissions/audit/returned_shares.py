"""How much of each line came back, counted in shares: the smallest part that any amount needs.

A line of `q` units and `n` minor units is `q * n` shares, a unit of it `n`, a minor unit `q`; so
units and amounts add up in whole numbers. Units are counted in the finest part that the order has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from commissions.domain.orders.order import OrderPlaced, OrderRefunded, RefundItem


@dataclass(slots=True)
class LineBalance:
    """A line of an order: of all its shares, how many came back."""

    units: int
    net: int
    units_returned: int = 0
    """Shares that came back as units."""
    refunded: int = 0
    """Minor units that were given back for the line."""
    unassigned: int = 0
    """Minor units that were given back for no line, and fell to this one."""

    @property
    def shares(self) -> int:
        return abs(self.units) * self.net

    @property
    def shares_returned(self) -> int:
        return min(self.shares, self._claimed)

    @property
    def minor_left(self) -> int:
        if not self.units:
            return 0
        kept = (self.shares - self.units_returned) // abs(self.units)
        return max(0, kept - self.refunded - self.unassigned)

    @property
    def _claimed(self) -> int:
        return self.units_returned + (self.refunded + self.unassigned) * abs(self.units)

    def return_units(self, units: int) -> None:
        """Nothing comes back to life, and no more goes than there was."""
        shares = units * self.net * (1 if self.units > 0 else -1)
        self.units_returned = min(self.shares, self.units_returned + max(0, shares))

    def refund(self, amount: int) -> None:
        self.refunded += max(0, amount)

    def return_all(self) -> None:
        self.units_returned = self.shares

    def take_overflow(self) -> int:
        """Takes out, and returns, what of the unassigned the line cannot hold any more."""
        if not self.units:
            return 0
        surplus = max(0, self._claimed - self.shares) // abs(self.units)
        overflow = min(self.unassigned, surplus)
        self.unassigned -= overflow
        return overflow


def line_balances(
    order: OrderPlaced, refunds: Sequence[OrderRefunded], *, spread: bool
) -> list[LineBalance]:
    """The order's lines after all refunds, in the order of both; a refund in another currency
    takes nothing. `spread`: whether what is given back for no line falls to all of them."""
    parts = _parts_per_unit(order, refunds)
    lines = {
        item.line_id: LineBalance(int(item.qty * parts), max(0, item.net)) for item in order.items
    }
    for item in order.items:
        lines[item.line_id].return_units(int(item.removed * parts))
    for refund in refunds:
        if refund.currency == order.currency:
            _apply(refund, lines, parts)
            if spread:
                _spread_unassigned(refund, list(lines.values()))
    return list(lines.values())


def _apply(refund: OrderRefunded, lines: dict[str, LineBalance], parts: int) -> None:
    for back in refund.items:
        if back.line_id in lines:
            _return_item(lines[back.line_id], back, parts)


def _return_item(line: LineBalance, back: RefundItem, parts: int) -> None:
    units = int(back.qty * parts)
    off = units * line.net - (back.worth or 0) * line.units
    if back.worth is None or abs(off) <= abs(line.units):
        line.return_units(units)
    else:  # more than a minor unit off: the money is what came back
        line.refund(back.worth)
    line.refund(back.amount)


def _parts_per_unit(order: OrderPlaced, refunds: Sequence[OrderRefunded]) -> int:
    quantities = [item.qty for item in order.items] + [item.removed for item in order.items]
    quantities += [back.qty for refund in refunds for back in refund.items]
    decimals: int = max((_decimals(qty) for qty in quantities), default=0)
    return int(10**decimals)


def _decimals(qty: Decimal) -> int:
    exponent = qty.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _spread_unassigned(refund: OrderRefunded, lines: list[LineBalance]) -> None:
    overflow = sum(line.take_overflow() for line in lines)
    _spread(lines, overflow + max(0, refund.amount_only))


def _spread(lines: list[LineBalance], amount: int) -> None:
    """In proportion to what is left; the minor units over go where the remainder is largest."""
    left = [line.minor_left for line in lines]
    total = sum(left)
    if not amount:
        return
    if amount >= total:
        for line in lines:
            line.return_all()
        return
    parts = [amount * each // total for each in left]
    owed = [amount * each % total for each in left]
    for _ in range(amount - sum(parts)):
        first = owed.index(max(owed))
        parts[first] += 1
        owed[first] = -1
    for line, part in zip(lines, parts, strict=True):
        line.unassigned += part
