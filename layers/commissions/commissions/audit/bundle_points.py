"""Points of bundles that are worth something of their own: each line's part of them, by its price.

Which lines share a bundle's points is read from the names by which they were looked up: a line that
was valued under the name of a bundle around it has no points of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.instalment_points import PaidPart
from commissions.audit.same_sales import Sale
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.sold_bundle import SoldBundle
from commissions.domain.sales.attribution import Lock

Names = tuple[str, str]
"""A variant's id and its SKU; empty where there is none."""


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
    bundle: object = None
    """Which bundle it is, for as long as the order is."""

    def claim(self, line_units: Fraction) -> Fraction:
        """How many of the bundle the line comes to."""
        return self.units(line_units) * self.own / self.price if self.price else Fraction(0)

    def units(self, line_units: Fraction) -> Fraction:
        """Units of the bundle where the line has so many by now."""
        return self.bundles * line_units / (self.line_units or line_units or 1)

    def points(self, item: Item, charged: PaidPart | None, has: Fraction) -> PaidPart:
        """As money that comes in for the bundle. `charged`: of the line, what the order charges;
        `has`: how much of its part there is for it."""
        units = self.units(Fraction(item.qty))
        if not self.price:
            return PaidPart(units, 1, 0, 0)
        if charged is None:
            charged = PaidPart(units, 1, 0, 1)
        # In parts so fine that both cuts are whole numbers of them.
        top, fine = has.as_integer_ratio()
        earlier = min(charged.earlier, charged.full)
        now = min(charged.earlier + charged.now, charged.full) - earlier
        before = self.earlier * charged.full * fine + self.own * earlier * top
        return PaidPart(units, self.price * charged.full * fine, before, self.own * now * top)


class BundlesTold:
    """The bundles of all snapshots of an order, the oldest first, and all they were ever called."""

    def __init__(self, told: Sequence[OrderPlaced], sales: Sequence[Mapping[str, Sale]]) -> None:
        self._told, self._sales = told, sales
        self._are_any = any(line.bundle_id for order in told for line in order.items)
        self._called: dict[object, set[Names]] = defaultdict(set)
        """By the sale of a bundle's own line, or the id of one that has no line."""
        for place, order in enumerate(told if self._are_any else ()):
            for goods in _goods(order):
                self._called[self._which(place, _id(goods))].add(_names(goods))

    def shared(self, place: int, lock: Lock) -> dict[str, SharedBundle]:
        """By line id what each line of a snapshot shares of a bundle, as one look found it."""
        if not self._are_any or lock.lines is None:
            return {}
        order = self._told[place]
        look = _BundlesLookedUp(order, lock, lambda each: self._called[self._which(place, each)])
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
                which = self._which(place, bundle)
                found[each.line_id] = SharedBundle(*units, price, earlier, _price(each), which)
                earlier += _price(each)
        return found

    def sold_now(self) -> dict[object, Fraction]:
        """How many of each the last snapshot has."""
        last = len(self._told) - 1
        return {self._which(last, _id(each)): Fraction(each.qty) for each in _goods(self._told[-1])}

    def _which(self, place: int, bundle: str) -> object:
        return self._sales[place].get(bundle, bundle)


class _BundlesLookedUp:
    def __init__(
        self, order: OrderPlaced, lock: Lock, called: Callable[[str], Iterable[Names]]
    ) -> None:
        self._lines, self._called = lock.lines or {}, called
        self._by_parts = {each.platform_sku for each in lock.values if each.bundle == "parts"}
        self._skus = {each.platform_sku for each in lock.values if each.only_sku}
        self._above = {each.line_id: each.bundle_id for each in order.items if each.bundle_id}
        goods = {_id(each): each for each in _goods(order)}
        self._names = {name: _names(each) for name, each in goods.items()}
        self.units = {name: Fraction(each.qty) for name, each in goods.items()}
        self._holding = {*self._above.values()}

    def bundle_that_names(self, item: Item) -> str:
        """The widest bundle, of those that the line is in or stands for, that it was valued as: by
        a name that the bundle had then, else by one that it ever had, as a look keeps those."""
        key, path = self._lines.get(item.line_id, ""), [item.line_id]
        if not key or key in self._by_parts:
            return ""
        while (up := self._above.get(path[-1], "")) and up not in path:
            path.append(up)
        wide = [each for each in reversed(path) if each in self._holding and each in self._names]
        found = next((each for each in wide if self._is_key(key, self._names[each])), "")
        if found or self._is_key(key, _names(item)):
            return found
        ever = (each for each in wide for names in self._called(each) if self._is_key(key, names))
        return next(ever, "")

    def _is_key(self, key: str, names: Names) -> bool:
        """Whether a key is one of goods that are called so; a bare one may be that of an id."""
        variant, sku = names
        if variant and key in (f"id:{variant}", variant if key not in self._skus else ""):
            return True
        return bool(sku) and key in (sku, f"sku:{sku}")


def _goods(order: OrderPlaced) -> list[Item | SoldBundle]:
    return [*order.bundles, *order.items]


def _names(goods: Item | SoldBundle) -> Names:
    return goods.variant_id, goods.platform_sku


def _id(goods: Item | SoldBundle) -> str:
    return goods.line_id if isinstance(goods, Item) else goods.bundle_id


def _price(item: Item) -> int:
    return max(item.full or item.net, 0)
