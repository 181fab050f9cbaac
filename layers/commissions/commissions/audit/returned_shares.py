"""How much of each line came back, counted in shares: the smallest part that any amount needs.

A line of `q` units and `n` net grains is `q * n` shares, a unit of it `n`, a grain `q`; so units
and amounts add up in whole numbers. Units are counted in the finest part that the order has, and
grains are minor units, or parts of them (see money_back).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissions.audit.money_back import ItemBack, MoneyBack
from commissions.domain.orders.order import Item


@dataclass(slots=True)
class LineBalance:
    """A line of an order: of all its shares, how many came back."""

    units: int
    net: int
    grain: int = 1
    taken_off: int = 0
    """Shares that an edit took off, and no refund tells of."""
    units_returned: int = 0
    """Shares that came back as units, with those taken off."""
    units_refunded: int = 0
    """Shares that refunds name as units, gone already by another word or not."""
    refunded: int = 0
    """Grains that were given back for the line."""
    unassigned: int = 0
    """Grains that were given back for no line, and fell to this one."""
    money_beyond: int = 0
    """Shares that money was named for when no more were left; units alone name none."""
    money_for: int = 0
    """Shares that came back with money of their own, at the price that the line was listed for."""

    @property
    def shares(self) -> int:
        """A line of no net, or of no units, has something to come back all the same."""
        return self._shares_of_a_grain * self._shares_of_a_unit

    @property
    def _shares_of_a_grain(self) -> int:
        return abs(self.units) or 1

    @property
    def _shares_of_a_unit(self) -> int:
        return self.net or 1

    @property
    def shares_returned(self) -> int:
        return min(self.shares, self.claimed)

    @property
    def gone(self) -> Fraction:
        """The part of the line that is not there any more."""
        return Fraction(self.shares_returned, self.shares) if self.shares else Fraction(0)

    @property
    def given_back(self) -> Fraction:
        """The part of the line that money is told to have gone for: all that refunds name, and what
        else is gone and was not taken off."""
        if not self.shares:
            return Fraction(0)
        besides = self.shares_returned - self.taken_off
        return Fraction(max(besides, min(self.shares, self.asked_for)), self.shares)

    @property
    def asked_for(self) -> int:
        """Shares that refunds name, as units or as money."""
        return self.units_refunded + self.refunded * self._shares_of_a_grain

    @property
    def beyond(self) -> Fraction:
        """Money that was named for the line when there was nothing left of it, as a part of it."""
        return Fraction(self.money_beyond, self.shares)

    @property
    def paid_back(self) -> Fraction:
        """The part of the line that came back with money of its own."""
        return Fraction(self.money_for, self.shares)

    @property
    def units_gone(self) -> Fraction:
        """The part of the line's units that is not there any more."""
        return Fraction(self.units_returned, self.shares) if self.shares else Fraction(0)

    @property
    def grains_left(self) -> int:
        if not self.units or not self.net:
            return 0
        kept = (self.shares - self.units_returned) // abs(self.units)
        return max(0, kept - self.refunded - self.unassigned)

    @property
    def claimed(self) -> int:
        return self.units_returned + (self.refunded + self.unassigned) * self._shares_of_a_grain

    def take_off(self, units: int) -> None:
        self.return_units(units)
        self.taken_off = self.units_returned

    def return_units(self, units: int) -> None:
        """Nothing comes back to life, and no more goes than there was."""
        self.units_returned = min(self.shares, self.units_returned + self._shares_of(units))

    def refund_units(self, units: int) -> None:
        self.return_units(units)
        self.units_refunded = min(self.shares, self.units_refunded + self._shares_of(units))

    def _shares_of(self, units: int) -> int:
        sign = (self.units > 0) - (self.units < 0)
        return max(0, units * self._shares_of_a_unit * sign)

    def refund(self, amount: int) -> None:
        if self.net:
            self.refunded += max(0, amount)

    def return_all(self) -> None:
        self.units_returned = self.shares

    def take_overflow(self) -> int:
        """Takes out, and returns, what of the unassigned the line cannot hold any more."""
        if not self.units:
            return 0
        surplus = max(0, self.claimed - self.shares) // abs(self.units)
        overflow = min(self.unassigned, surplus)
        self.unassigned -= overflow
        return overflow


def line_balances(
    items: Sequence[Item],
    records: Sequence[MoneyBack],
    grain: int,
    *,
    spread: bool,
    rounds_to: int = 1,
) -> dict[str, LineBalance]:
    """The lines by id after all that came back, in the order of both. `spread`: whether a net
    amount that was given back for no line falls to all of them; `rounds_to`: by how many minor
    units money for a unit may be off what it cost."""
    parts = _parts_per_unit(items, records)
    lines = {
        item.line_id: LineBalance(int(item.qty * parts), max(0, item.net) * grain, grain)
        for item in items
    }
    for item in items:
        lines[item.line_id].take_off(int(item.removed * parts))
    for record in records:
        for back in record.items:
            if back.line_id in lines:
                _return_item(lines[back.line_id], back, parts, rounds_to)
        if spread:
            _spread_unassigned(record, list(lines.values()))
    return lines


def _return_item(line: LineBalance, back: ItemBack, parts: int, rounds_to: int) -> None:
    """Units below none are none: what no units are said to be worth is money, all of it; as what
    units are said to be worth is, where it is more than rounding off. A line of no units has no
    say."""
    units, before = int(back.qty * parts), line.asked_for
    off = units * line.net - (back.worth or 0) * line.units
    is_alike = units * line.units > 0 and abs(off) <= abs(line.units) * line.grain * rounds_to
    if back.worth is None or is_alike or not line.units:
        line.refund_units(units)
    else:
        line.refund(back.worth)
    line.refund(back.amount)
    if back.amount > 0 or back.worth:
        now, whole = line.asked_for, line.shares
        line.money_beyond += max(0, now - max(whole, before))
        line.money_for += max(0, min(whole, now) - min(whole, before))


def _parts_per_unit(items: Sequence[Item], records: Sequence[MoneyBack]) -> int:
    quantities = [item.qty for item in items] + [item.removed for item in items]
    quantities += [back.qty for record in records for back in record.items]
    decimals: int = max((_decimals(qty) for qty in quantities), default=0)
    return int(10**decimals)


def _decimals(qty: Decimal) -> int:
    exponent = qty.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _spread_unassigned(record: MoneyBack, lines: list[LineBalance]) -> None:
    overflow = sum(line.take_overflow() for line in lines)
    _spread(lines, overflow + record.spread_net)


def _spread(lines: list[LineBalance], amount: int) -> None:
    """In proportion to what is left; the grains over go where the remainder is largest. Lines of no
    net take none."""
    lines = [line for line in lines if line.net]
    left = [line.grains_left for line in lines]
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
