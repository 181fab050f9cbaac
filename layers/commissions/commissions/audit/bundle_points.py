"""Points of bundles that are worth something of their own: each line's part of them, by its price.

Which lines share a bundle's points is read from the names by which they were looked up: a line that
was valued under the name of a bundle around it has no points of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.instalment_points import PaidPart, paid_part
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.sold_bundle import SoldBundle
from commissions.domain.sales.attribution import Lock


@dataclass(frozen=True, slots=True)
class SharedBundle:
    """What one line has of a bundle: so much of the price of all its lines, after the earlier."""

    bundles: Fraction
    """Units of it, for as many units of the line as there were."""
    line_units: Fraction
    price: int
    """Of all lines, in minor units."""
    earlier: int
    own: int

    def units(self, line_units: Fraction) -> Fraction:
        """Units of the bundle where the line has so many by now."""
        return self.bundles * line_units / (self.line_units or line_units or 1)

    def points(self, item: Item, charged: PaidPart | None) -> PaidPart:
        """As money that comes in for the bundle. `charged`: of the line, what the order charges."""
        units = self.units(Fraction(item.qty))
        if not self.price:
            return PaidPart(units, 1, 0, 0)
        if charged is None:
            return PaidPart(units, self.price, self.earlier, self.own)
        # In parts so fine that both cuts are whole numbers of them.
        earlier = min(charged.earlier, charged.full)
        now = min(charged.earlier + charged.now, charged.full) - earlier
        before = self.earlier * charged.full + self.own * earlier
        return PaidPart(units, self.price * charged.full, before, self.own * now)


class PartialLines:
    """The lines of one order that are not the whole of what they are worth points for."""

    def __init__(self, snapshots: Iterable[OrderPlaced], looked_up: Sequence[Lock]) -> None:
        self._looked_up = looked_up
        told = [each for each in snapshots if any(line.bundle_id for line in each.items)]
        with_bundles = {each.version: each for each in told}
        self._shared = [
            (lock.lines, bundles_of(order, lock) if order else {})
            for lock in (looked_up if told else ())
            if lock.lines is not None
            for order in (with_bundles.get(lock.order_version),)
        ]
        """By each look, which lines it knew, and what they shared of bundles."""

    def of(self, item: Item) -> PaidPart | None:
        """The first look that knew a line says what it shares."""
        charged = paid_part(item, self._looked_up)
        found = (shared for lines, shared in self._shared if item.line_id in lines)
        shared = next(found, {}).get(item.line_id)
        return shared.points(item, charged) if shared else charged


def bundles_of(order: OrderPlaced, lock: Lock) -> dict[str, SharedBundle]:
    """By line id what each line shares of a bundle, as one look found it."""
    look = _BundlesLookedUp(order, lock)
    lines: dict[str, list[Item]] = {}
    for item in order.items:
        if bundle := look.bundle_that_names(item):
            lines.setdefault(bundle, []).append(item)
    found: dict[str, SharedBundle] = {}
    for bundle, sharing in lines.items():
        if [each.line_id for each in sharing] == [bundle]:
            continue  # nothing shares with the bundle's own line
        price, earlier = sum(map(_price, sharing)), 0
        for each in sharing:
            units = look.units[bundle], Fraction(each.qty)
            found[each.line_id] = SharedBundle(*units, price, earlier, _price(each))
            earlier += _price(each)
    return found


class _BundlesLookedUp:
    def __init__(self, order: OrderPlaced, lock: Lock) -> None:
        self._lines = lock.lines or {}
        self._by_parts = {each.platform_sku for each in lock.values if each.bundle == "parts"}
        self._above = {each.line_id: each.bundle_id for each in order.items if each.bundle_id}
        self._names = {each.bundle_id: _names(each) for each in order.bundles}
        self._names |= {each.line_id: _names(each) for each in order.items}
        self.units = {each.bundle_id: Fraction(each.qty) for each in order.bundles}
        self.units |= {each.line_id: Fraction(each.qty) for each in order.items}
        self._holding = {*self._above.values()}

    def bundle_that_names(self, item: Item) -> str:
        """The widest bundle, of those that the line is in or stands for, that it was valued as."""
        name, path = self._lines.get(item.line_id, ""), [item.line_id]
        if not name or name in self._by_parts:
            return ""
        while (up := self._above.get(path[-1], "")) and up not in path:
            path.append(up)
        wide = (each for each in reversed(path) if each in self._holding)
        return next((each for each in wide if name in self._names.get(each, ())), "")


def _names(goods: Item | SoldBundle) -> tuple[str, str]:
    return goods.variant_id, goods.platform_sku


def _price(item: Item) -> int:
    return max(item.full or item.net, 0)
