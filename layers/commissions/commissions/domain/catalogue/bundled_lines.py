"""What each line of an order is worth where bundles are among them.

A bundle that is worth something of its own (`own`) gives its lines that and nothing besides: those
of its parts, and its own line where it has one. In any other each line has its own value. Where
nobody says which, and both would come to something else, a person has to say (`counted_twice`),
unless the order was valued before: then what counted of a bundle counts of it still.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from commissions.domain.catalogue.bundle_part import BundlePart
from commissions.domain.catalogue.kept_values import NOTHING_KEPT, KeptValues
from commissions.domain.catalogue.sku_lookup import Known, TwoValues, map_value
from commissions.domain.catalogue.sku_values import (
    OWN,
    PARTS,
    UNITS,
    Goods,
    SkuValue,
    can_earn,
    is_share,
)
from commissions.domain.orders.order import Item, OrderPlaced

BOTH = "both"
"""Nobody says whether a bundle's own value counts, or those of its parts."""
EITHER = "either"
"""By its id a bundle has another value than by its SKU, and nobody says which."""


@dataclass(frozen=True, slots=True)
class CountedTwice:
    """A bundle with a value of its own whose parts have theirs, and nobody says which counts."""

    value: SkuValue
    parts: tuple[SkuValue, ...]
    """Each once."""


class BundledOrder:
    """The lines of an order, with the bundles that they are parts of."""

    def __init__(self, order: OrderPlaced, known: Known, kept: KeptValues = NOTHING_KEPT) -> None:
        self._known, self._kept = known, kept
        self._items = [item for item in order.items if can_earn(item)]
        self._above = {item.line_id: item.bundle_id for item in order.items if item.bundle_id}
        named: dict[str, Goods] = {each.bundle_id: each for each in order.bundles}
        named |= {item.line_id: item for item in order.items}
        wanted = set(self._above.values())
        self._containers = {name: each for name, each in named.items() if name in wanted}
        self._modes: dict[str, str] = {}
        self._around = {name: self._found_around(name) for name in named}
        """By line, or bundle, the bundles that it is in, the innermost first."""

    def value(self, item: Item) -> SkuValue | TwoValues | None:
        """Its own, or its bundle's; of a line that the map does not know, or knows by two values,
        what it was valued at before."""
        if bundle := self._bundle_of_own(item):
            return self._own_value(bundle)
        value = self._mapped(item)
        return value if isinstance(value, SkuValue) else self._kept.lines.get(item.line_id, value)

    def parts(self) -> Iterator[BundlePart]:
        """Of all lines that have their bundle's value, how much of it each has."""
        for bundle, items in self._lines_of_own.items():
            container = self._containers[bundle]
            weights = [_weight(item) for item in items]
            if items == [container]:  # all that counts of it is its own line, as of any other
                continue
            for place, item in enumerate(items):
                begin = sum(weights[:place])
                nets = begin, begin + weights[place], sum(weights)
                yield BundlePart(item.line_id, bundle, item.qty, container.qty, *nets)
        for item in self._items:
            if (part := self._kept.parts.get(item.line_id)) and self._is_kept(item):
                yield part

    def doubt(self) -> tuple[Goods, CountedTwice | TwoValues] | None:
        """The first bundle of which a person has to say what counts, or what it is worth."""
        return next(self._doubts(), None)

    def is_free_container(self, item: Item) -> bool:
        """Whether a line stands for a bundle alone, and costs nothing: then it needs no value."""
        return item.net == 0 and item.line_id in self._containers

    def _doubts(self) -> Iterator[tuple[Goods, CountedTwice | TwoValues]]:
        for bundle, container in self._containers.items():
            mode = self._mode(bundle)
            if mode not in (BOTH, EITHER) or any(map(self._is_own, self._around[bundle])):
                continue
            value = self._mapped(container)
            if isinstance(value, TwoValues):
                yield container, value
            elif value:
                theirs = map(self._mapped, self._parts_of(bundle))
                valued = [each for each in theirs if isinstance(each, SkuValue)]
                distinct = {each.platform_sku: each for each in valued}
                yield container, CountedTwice(value, tuple(distinct.values()))

    def _mapped(self, goods: Goods) -> SkuValue | TwoValues | None:
        return map_value(goods.variant_id, goods.platform_sku, self._known)

    def _is_kept(self, item: Item) -> bool:
        is_own = self._bundle_of_own(item) or isinstance(self._mapped(item), SkuValue)
        return not is_own and item.line_id in self._kept.lines

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
        own = (each for each in around if each in self._containers and self._is_own(each))
        return next(own, "")

    def _found_around(self, line_id: str) -> list[str]:
        """None that is in itself."""
        found: list[str] = []
        above = self._above.get(line_id, "")
        while above in self._containers and above not in (*found, line_id):
            found.append(above)
            above = self._above.get(above, "")
        return found

    def _is_own(self, bundle: str) -> bool:
        return self._mode(bundle) == OWN

    def _mode(self, bundle: str) -> str:
        if bundle not in self._modes:
            mode = self._mapped_mode(bundle)
            kept = self._kept_mode(bundle) if mode != OWN else ""
            self._modes[bundle] = kept or mode
        return self._modes[bundle]

    def _kept_mode(self, bundle: str) -> str:
        """What counted of it before, where the map does not say it."""
        if self._says_parts(self._mapped(self._containers[bundle])):
            return ""
        if bundle in self._kept.bundles:
            return OWN
        parts = self._parts_of(bundle)
        return PARTS if any(self._kept.by_itself(item.line_id) for item in parts) else ""

    def _mapped_mode(self, bundle: str) -> str:
        """As the map says it; what a bundle holds, where the map says that, is its own value too.
        Where one of both has a value, that counts; where both come to the same, either does."""
        own = self._mapped(self._containers[bundle])
        if own is None or self._says_parts(own):
            return PARTS
        if isinstance(own, TwoValues):
            return EITHER
        if own.bundle or own.components:
            return own.bundle or OWN
        parts = self._parts_of(bundle)
        if not any(map(self._mapped, parts)):
            return OWN
        theirs = [self._mapped(item) for item in parts if _weight(item)]
        is_same = all(isinstance(each, SkuValue) and _is_same_share(own, each) for each in theirs)
        return PARTS if is_same else BOTH

    def _says_parts(self, value: SkuValue | TwoValues | None) -> bool:
        if isinstance(value, TwoValues):
            return value.by_id.bundle == value.by_sku.bundle == PARTS
        return value is not None and value.bundle == PARTS

    def _own_value(self, bundle: str) -> SkuValue | None:
        """Of one that counts alone: as the map says that it does, or as it did before."""
        value = self._mapped(self._containers[bundle])
        if self._mapped_mode(bundle) == OWN and isinstance(value, SkuValue):
            return value
        return self._kept.bundles.get(bundle)

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
