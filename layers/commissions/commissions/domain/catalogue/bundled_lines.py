"""What each line of an order is worth where bundles are among them.

A bundle that is worth something of its own (`own`) gives its lines that and nothing besides: those
of its parts, and its own line where it has one. In any other each line has its own value. Where
nobody says which, and both would come to something else, a person has to say (`counted_twice`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from commissions.domain.catalogue.bundle_part import BundlePart
from commissions.domain.catalogue.sku_values import (
    OWN,
    PARTS,
    UNITS,
    Goods,
    SkuValue,
    can_earn,
    is_share,
    value_of,
)
from commissions.domain.orders.order import Item, OrderPlaced

BOTH = "both"
"""Nobody says whether a bundle's own value counts, or those of its parts."""
Known = Mapping[str, SkuValue]


@dataclass(frozen=True, slots=True)
class CountedTwice:
    """A bundle with a value of its own whose parts have theirs, and nobody says which counts."""

    value: SkuValue
    parts: tuple[SkuValue, ...]
    """Each once."""


def line_values(order: OrderPlaced, known: Known) -> dict[str, SkuValue]:
    """By the id of each line that can earn and has one, its value: its own, or its bundle's."""
    return _BundledOrder(order, known).values


def bundle_parts(order: OrderPlaced, known: Known) -> tuple[BundlePart, ...]:
    """Of all lines that have their bundle's value, how much of it each has."""
    return tuple(_BundledOrder(order, known).parts())


def counted_twice(order: OrderPlaced, known: Known) -> CountedTwice | None:
    """The first bundle of which a person has to say what counts."""
    return next(_BundledOrder(order, known).doubts(), None)


def is_free_container(item: Item, order: OrderPlaced) -> bool:
    """Whether a line stands for a bundle alone, and costs nothing: then it needs no value."""
    return item.net == 0 and any(each.bundle_id == item.line_id for each in order.items)


def has_bundles(order: OrderPlaced) -> bool:
    return any(item.bundle_id for item in order.items)


class _BundledOrder:
    def __init__(self, order: OrderPlaced, known: Known) -> None:
        self._known = known
        self._items = [item for item in order.items if can_earn(item)]
        self._above = {item.line_id: item.bundle_id for item in order.items if item.bundle_id}
        named: dict[str, Goods] = {each.bundle_id: each for each in order.bundles}
        named |= {item.line_id: item for item in order.items}
        wanted = set(self._above.values())
        self._containers = {name: each for name, each in named.items() if name in wanted}
        self._modes: dict[str, str] = {}
        self._around = {name: self._found_around(name) for name in named}
        """By line, or bundle, the bundles that it is in, the innermost first."""

    @property
    def values(self) -> dict[str, SkuValue]:
        found = {item.line_id: self._value(item) for item in self._items}
        return {line: value for line, value in found.items() if value}

    def parts(self) -> Iterator[BundlePart]:
        for bundle, items in self._lines_of_own.items():
            container = self._containers[bundle]
            weights = [_weight(item) for item in items]
            if items == [container]:  # all that counts of it is its own line, as of any other
                continue
            for place, item in enumerate(items):
                begin = sum(weights[:place])
                end = begin + weights[place]
                yield BundlePart(item.line_id, item.qty, container.qty, begin, end, sum(weights))

    def doubts(self) -> Iterator[CountedTwice]:
        for bundle in self._containers:
            own = self._own_value(bundle)
            if own and self._mode(bundle) == BOTH and not self._is_inside_own(bundle):
                theirs = (value_of(item, self._known) for item in self._parts_of(bundle))
                distinct = {value.platform_sku: value for value in theirs if value}
                yield CountedTwice(own, tuple(distinct.values()))

    def _value(self, item: Item) -> SkuValue | None:
        bundle = self._bundle_of_own(item)
        return self._own_value(bundle) if bundle else value_of(item, self._known)

    @cached_property
    def _lines_of_own(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self._items:
            if bundle := self._bundle_of_own(item):
                found[bundle].append(item)
        return found

    def _bundle_of_own(self, item: Item) -> str:
        """The outermost bundle with a value of its own that a line is of, or stands for."""
        around = [*reversed(self._around[item.line_id]), item.line_id]
        own = (each for each in around if each in self._containers and self._mode(each) == OWN)
        return next(own, "")

    def _is_inside_own(self, bundle: str) -> bool:
        return any(self._mode(each) == OWN for each in self._around[bundle])

    def _found_around(self, line_id: str) -> list[str]:
        """None that is in itself."""
        found: list[str] = []
        above = self._above.get(line_id, "")
        while above in self._containers and above not in (*found, line_id):
            found.append(above)
            above = self._above.get(above, "")
        return found

    def _mode(self, bundle: str) -> str:
        if bundle not in self._modes:
            self._modes[bundle] = self._found_mode(bundle)
        return self._modes[bundle]

    def _found_mode(self, bundle: str) -> str:
        """As the map says it; what a bundle holds, where the map says that, is its own value too.
        Where one of both has a value, that counts; where both come to the same, either does."""
        own = self._own_value(bundle)
        if own is None:
            return PARTS
        if own.bundle or own.components:
            return own.bundle or OWN
        paid = [item for item in self._parts_of(bundle) if _weight(item)]
        theirs = [value_of(item, self._known) for item in paid]
        if not any(value_of(item, self._known) for item in self._parts_of(bundle)):
            return OWN
        is_same = all(value and _is_same_share(own, value) for value in theirs)
        return PARTS if is_same else BOTH

    def _own_value(self, bundle: str) -> SkuValue | None:
        return value_of(self._containers[bundle], self._known)

    def _parts_of(self, bundle: str) -> Sequence[Item]:
        return [item for item in self._items if bundle in self._around[item.line_id]]


def _weight(item: Item) -> int:
    """Of its whole price, where the order charges only a part of it."""
    return max(0, item.full or item.net)


def _is_same_share(own: SkuValue, part: SkuValue) -> bool:
    """Whether a part is worth the same of its net, whichever of the two is asked."""
    said = [(own.volume(unit), part.volume(unit)) for unit in UNITS]
    is_share_of_all = all(is_share(each) for each, _ in said)
    alike = own.commission_class == part.commission_class
    return alike and is_share_of_all and all(own_ == part_ for own_, part_ in said)
