"""An order's money as of one moment: what it costs for what is kept, and what went back.

Amounts are gross, in exact parts of a minor unit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from commissions.audit.money_back import AllBack, MoneyBack
from commissions.audit.money_short import gaps
from commissions.audit.order_history import refund_of
from commissions.audit.returned_shares import LineBalance, line_balances
from commissions.audit.shipping_taxes import shipping_taxes
from commissions.domain.currencies import smallest_coin
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
        """As little as this may be missing by rounding alone: by the shop's, of its last sum and of
        every line that came back, or by a till's, to the nearest coin."""
        by_shop = (1 + 2 * self.refunded_lines) * self.order.rounds_to
        by_till = smallest_coin(self.order.currency)
        return Fraction(max(by_shop, by_till), 2)


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
        order, grain = _once(self.snapshots[place], records), self.back.grain
        unit = order.rounds_to
        records, for_edits = self._without_money_of_edits(place, records)
        lines = line_balances(order.items, records, grain, spread=self.spread, rounds_to=unit)
        dropped = self._dropped(place)
        left = line_balances(dropped, records, grain, spread=False, rounds_to=unit)
        part = discount(order)
        gross = {item.line_id: _sold_for(item, order) * part for item in order.items}
        kept = {name: worth * (1 - lines[name].gone) for name, worth in gross.items()}
        qty = {item.line_id: Fraction(item.qty) for item in order.items}
        taxes = shipping_taxes([*dropped, *order.items], records, grain)
        beside, rest, beyond = _rest(order, records, grain, taxes)
        named = sum((gross[name] * line.given_back for name, line in lines.items()), beside)
        named += sum((_gross(item) * left[item.line_id].given_back for item in dropped), NONE)
        beyond += sum((_overpaid(item, lines[item.line_id], part) for item in order.items), NONE)
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
            difference=(difference + disputed) / grain + beyond + for_edits,
            disputed=Fraction(disputed, grain),
            refunded_lines=sum(len(each.items) for each in records),
            kept_back=kept_back / grain,
        )

    def _without_money_of_edits(
        self, place: int, records: Sequence[MoneyBack]
    ) -> tuple[list[MoneyBack], Fraction]:
        """The records without what of their net amounts is the money of what edits made less; and
        that money, with tax."""
        net, gross = self._made_less(place)
        left, found = net * self.back.grain, []
        for record in records:
            taken = min(left, record.spread_net)
            left -= taken
            found.append(replace(record, spread_net=record.spread_net - taken))
        spent = Fraction(net * self.back.grain - left, self.back.grain)
        return found, spent * gross / net if net else NONE

    def _made_less(self, place: int) -> tuple[int, int]:
        """By how much lines have fallen from snapshot to snapshot: net, and with their tax."""
        net = gross = 0
        for before, after in pairwise(self.snapshots[: place + 1]):
            now = {item.line_id: (max(0, item.net), item.tax) for item in after.items}
            for item in before.items:
                worth, tax = now.get(item.line_id, (0, 0))
                if item.net > worth:
                    net += item.net - worth
                    gross += item.net - worth + max(0, item.tax - tax)
        return net, gross

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
    if order.discount:
        taken = order.discount - sum(min(0, _gross(item)) for item in order.items)
        listed = order.total + order.tender + taken
    else:
        tax_beside = order.tax - sum(item.tax for item in order.items)
        listed = sum(_sold_for(item, order) for item in order.items)
        listed += order.shipping + max(0, tax_beside)
    return min(Fraction(1), Fraction(paid, listed)) if listed > 0 else Fraction(1)


def _sold_for(item: Item, order: OrderPlaced) -> int:
    """With its tax; a line that takes off is no goods where a discount of everything is told."""
    is_part_of_it = DISCOUNT_OF_ALL in order.flags and _gross(item) < 0
    return 0 if is_part_of_it else _gross(item)


def _overpaid(item: Item, line: LineBalance, part: Fraction) -> Fraction:
    """What went for a line beyond what it was sold for: there was no more of it, or it went at the
    price before a discount of everything."""
    return max(0, _gross(item)) * (line.beyond + line.paid_back * (1 - part))


def _rest(
    order: OrderPlaced, records: Sequence[MoneyBack], grain: int, taxes: Fraction
) -> tuple[Fraction, Fraction, Fraction]:
    """What was given back beside the lines, what of the rest is kept, and what was named beyond all
    that there was. `taxes`: of the shipping, told with those of lines. A tax that was given back
    alone may be that of the lines, which stay what they are."""
    lines = sum((_sold_for(item, order) for item in order.items), NONE) * discount(order)
    rest = order.total + order.tender - lines
    unbound = order.tax - sum(item.tax for item in order.items)
    by_name = Fraction(sum(each.beside for each in records), grain)
    by_name += min(taxes, Fraction(max(0, unbound)))
    beside = min(by_name, max(NONE, rest))
    tax = Fraction(sum(each.tax_alone for each in records), grain)
    tax = min(tax, max(NONE, rest - beside) + sum(max(0, item.tax) for item in order.items))
    return beside + tax, rest - beside - tax, by_name - beside


def _gross(item: Item) -> int:
    return item.net + item.tax


def _once(order: OrderPlaced, records: Sequence[MoneyBack]) -> OrderPlaced:
    """Of units that edits are said to have taken off, not those of refunds which had been made and
    which the snapshot did not know of."""
    told = order.counted_refunds
    if told is None:
        return order
    early = [each for each in records if each.at <= order.updated_at]
    unknown = [back for each in early if refund_of(each.name) not in told for back in each.items]
    items = []
    for item in order.items:
        own = [back.qty for back in unknown if back.line_id == item.line_id and back.qty > 0]
        left = item.removed - sum(own, Decimal(0))
        items.append(replace(item, removed=left if left > 0 else Decimal(0)))
    return replace(order, items=tuple(items))
