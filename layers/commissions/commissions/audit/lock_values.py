"""What each line of an order is worth by the SKU map, found by another road than the one that maps:
line by line from the outermost bundle inward, and what nobody can say for sure is left open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commissions.audit.known_then import Knowledge
from commissions.audit.register_rows import ValueRow
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.sold_bundle import SoldBundle

Known = Mapping[str, Any]
"""The values in force, by key."""
Goods = Item | SoldBundle
UNITS = ("pv", "bv", "cv", "qv")
NEVER_EARN = ("gift_card", "tip")
ALONE, BY_PARTS, OPEN = "own", "parts", "open"
"""Of a bundle: that its own value counts alone, that those of its parts do, or that nobody says."""


@dataclass(frozen=True, slots=True)
class LineWorth:
    """What a line may have been valued at."""

    may: tuple[Any, ...]
    """One value of a line that the map knows, none of one that it does not; more where a person has
    to say which."""
    is_open: bool = False
    """Whether the map alone does not say: then an order keeps what it was valued at before."""


def in_force(
    rows: Mapping[str, Sequence[ValueRow]], at: datetime, known: Knowledge
) -> dict[str, Any]:
    """By key. Of two rows of one moment the one that was written last."""
    found: dict[str, Any] = {}
    for key, versions in rows.items():
        begun = [row for row in versions if row.since <= at and known.has(row)]
        last = max(enumerate(begun), key=lambda each: (each[1].since, each[0]), default=None)
        if last and not last[1].retired:
            found[key] = last[1].value
    return found


def map_keys(order: OrderPlaced) -> set[str]:
    """All under which anything of an order may stand in the map."""
    goods: list[Goods] = [*filter(earns, order.items), *order.bundles]
    return {key for each in goods for key in _by_id(each) + _by_sku(each)}


def earns(item: Item) -> bool:
    if item.kind in NEVER_EARN:
        return False
    return item.kind != "custom" or bool(item.variant_id or item.platform_sku)


def worths(order: OrderPlaced, known: Known) -> dict[str, LineWorth]:
    """By the id of each line that can earn."""
    return _Sold(order, known).worths()


class _Sold:
    def __init__(self, order: OrderPlaced, known: Known) -> None:
        self.known = known
        self.lines = [item for item in order.items if earns(item)]
        self.parents = {item.line_id: item.bundle_id for item in order.items if item.bundle_id}
        goods: dict[str, Goods] = {each.bundle_id: each for each in order.bundles}
        goods |= {item.line_id: item for item in order.items}
        self.bundles = {name: goods[name] for name in self.parents.values() if name in goods}
        self.how = {name: self._how(name) for name in self.bundles}

    def worths(self) -> dict[str, LineWorth]:
        return {item.line_id: self._worth(item) for item in self.lines}

    def _worth(self, item: Item) -> LineWorth:
        open_: list[Any] = []
        for bundle in reversed([item.line_id, *self._around(item.line_id)]):
            if self.how.get(bundle) == ALONE:
                return LineWorth((*open_, *self._named(self.bundles[bundle])), bool(open_))
            if self.how.get(bundle) == OPEN:
                open_ += self._named(self.bundles[bundle])
        own = self._named(item)
        needs_none = item.net < 0 or (item.net == 0 and item.line_id in self.bundles)
        is_open = bool(open_) or len(own) > 1 or not (own or needs_none)
        return LineWorth((*open_, *own), is_open)

    def _how(self, bundle: str) -> str:
        found = self._named(self.bundles[bundle])
        if not found or all(each.bundle == BY_PARTS for each in found):
            return BY_PARTS
        if len(found) > 1:
            return OPEN
        [own] = found
        if own.bundle or own.components:
            return ALONE
        parts = [item for item in self.lines if bundle in self._around(item.line_id)]
        if not any(self._named(item) for item in parts):
            return ALONE
        priced = [self._named(item) for item in parts if max(item.full or item.net, 0)]
        is_same = all(len(each) == 1 and _same_shares(own, each[0]) for each in priced)
        return BY_PARTS if is_same else OPEN

    def _around(self, name: str) -> list[str]:
        """The bundles that a line is in, the innermost first."""
        path = [name]
        while (up := self.parents.get(path[-1], "")) in self.bundles and up not in path:
            path.append(up)
        return path[1:]

    def _named(self, goods: Goods) -> list[Any]:
        """What goods are worth by their names; two values where nobody says which of both."""
        by_sku = [self.known[key] for key in _by_sku(goods) if key in self.known]
        by_id = [self.known[key] for key in _by_id(goods)[:1] if key in self.known]
        bare = [self.known[key] for key in _by_id(goods)[1:] if key in self.known]
        by_id = by_id or [each for each in bare if not each.only_sku]
        if by_id and by_sku and not _alike(by_id[0], by_sku[0]):
            is_said = by_id[0].of_sku == goods.platform_sku
            return by_id if is_said else [*by_id, *by_sku]
        return by_id or by_sku


def _by_id(goods: Goods) -> list[str]:
    """As an id, and as one that was written without saying so."""
    name = goods.variant_id
    return [f"id:{name}", _bare(name)] if name else []


def _by_sku(goods: Goods) -> list[str]:
    return [_bare(goods.platform_sku)] if goods.platform_sku else []


def _bare(name: str) -> str:
    return f"sku:{name}" if name.startswith(("id:", "sku:")) else name


def _alike(one: Any, other: Any) -> bool:
    return [*_worth(one)] == [*_worth(other)]


def _worth(value: Any) -> Iterator[str]:
    yield value.commission_class
    for unit in UNITS:
        yield getattr(value, unit)


def _same_shares(own: Any, part: Any) -> bool:
    """Whether both are worth the same part of what is paid, in every unit."""
    return _alike(own, part) and all(getattr(own, unit).endswith("%") for unit in UNITS)
