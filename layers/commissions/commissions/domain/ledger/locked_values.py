"""What a line was valued at: by the earliest look at it, whatever it is called since.

Products are renamed, deleted and made anew, and lines of orders show what their product is called
today, or nothing. None of it changes what was sold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from commissions.domain.catalogue.bundle_part import BundlePart
from commissions.domain.catalogue.kept_values import KeptValues
from commissions.domain.catalogue.sku_keys import id_key
from commissions.domain.catalogue.sku_values import SkuValue, can_earn, names_of, value_of
from commissions.domain.ledger.facts import Fact, fact, new_facts
from commissions.domain.ledger.same_lines import LineNumbers, numbers_of_ids, same_lines
from commissions.domain.ledger.snapshots import by_age
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.sales.attribution import Lock


@dataclass(frozen=True, slots=True)
class _LookUp:
    """What one lock says of values."""

    moment: tuple[str, int]
    """As of when its snapshot is. What was sent of a moment comes before what the store answers."""
    numbers: LineNumbers
    """Of its snapshot's lines."""
    values: Mapping[str, SkuValue]
    """By key."""
    lines: Mapping[str, str]
    """By the line's id, the key by which it was valued."""
    parts: Mapping[str, BundlePart] = field(default_factory=dict)
    """By the line's id, how much it had of the value of its bundle."""
    called: Mapping[tuple[str, ...], str] | None = None
    """Of a lock of before, which said nothing of lines, by what those of its snapshot were called,
    the key by which they were valued."""


@dataclass(frozen=True, slots=True)
class KeptPart:
    """How much a line had of the value of its bundle."""

    part: BundlePart
    bundle: int | str
    """The same for all lines of a bundle, whatever ids its own line had; see LockedValues."""
    looked_at: tuple[str, int]
    """As of when: the moment of the look-up's snapshot."""


class LockedValues:
    """What the lines of an order are worth, by all that was looked up for it."""

    def __init__(
        self, snapshots: Sequence[OrderPlaced], locks: Sequence[Lock], asked: int = -1
    ) -> None:
        """`snapshots`: the oldest first; `locks`: the one that counts first; `asked`: of which of
        the snapshots the lines are that are asked for."""
        told = same_lines(snapshots)
        self._numbers = told[asked]
        self._look_ups = _look_ups(snapshots, locks, told)
        self._kept: dict[int, tuple[SkuValue, KeptPart | None]] = {}
        """By the number of each line that was valued."""
        self._bundles: dict[int | str, SkuValue] = {}
        """By the number of its line, else by its id, what a bundle was worth to its parts."""
        for each in sorted(self._look_ups, key=lambda each: each.moment):
            self._keep(each)

    def of(self, item: Item) -> SkuValue | None:
        """Of a line that nothing was looked up for, that of whatever is called so."""
        return self.kept(item) or (self._called(item) if can_earn(item) else None)

    def kept(self, item: Item) -> SkuValue | None:
        """What the line itself was valued at first."""
        value, _ = self._first_look(item)
        return value

    def part(self, item: Item) -> BundlePart | None:
        """How much that was of the value of its bundle; None of what was valued by itself."""
        kept = self.kept_part(item)
        return kept.part if kept else None

    def kept_part(self, item: Item) -> KeptPart | None:
        _, part = self._first_look(item)
        return part

    def named_as(self, bundle_id: str) -> int | str:
        """What the bundle is to all its lines, by the id that it has in the snapshot."""
        return self._numbers.get(bundle_id, bundle_id)

    def bundle(self, bundle_id: str) -> SkuValue | None:
        """What a bundle of the snapshot was worth to its parts first."""
        return self._bundles.get(self.named_as(bundle_id))

    def _first_look(self, item: Item) -> tuple[SkuValue | None, KeptPart | None]:
        return self._kept.get(self._numbers[item.line_id], (None, None))

    def _keep(self, look_up: _LookUp) -> None:
        for line_id, key in look_up.lines.items():
            value = look_up.values.get(key) if look_up.called is None else self._first(key)
            if value and line_id in look_up.numbers:
                part = _kept_part(look_up, line_id)
                self._kept.setdefault(look_up.numbers[line_id], (value, part))
                if part:
                    self._bundles.setdefault(part.bundle, value)

    def _called(self, item: Item) -> SkuValue | None:
        """Its variant's name comes before its SKU's, unless the like of it was valued otherwise."""
        names = names_of(item)
        like_it = ((each.called or {}).get(names) for each in self._look_ups)
        keys = [id_key(item.variant_id), *names] if item.variant_id else names
        found = map(self._first, [*filter(None, like_it)][:1] or keys)
        return next(filter(None, found), None)

    def _first(self, key: str) -> SkuValue | None:
        """The value that was locked first under a key, so that no later lock changes it."""
        found = (look_up.values.get(key) for look_up in self._look_ups)
        return next(filter(None, found), None)


def _kept_part(look_up: _LookUp, line_id: str) -> KeptPart | None:
    if (part := look_up.parts.get(line_id)) is None:
        return None
    bundle = look_up.numbers.get(part.bundle_id, part.bundle_id)
    return KeptPart(part, bundle, look_up.moment)


def kept_values(order: OrderPlaced, facts: Sequence[Fact]) -> KeptValues:
    """What the lines and bundles of a snapshot were valued at before; `facts`: what was known of
    its order."""
    own = fact(order)
    every = [*facts, *new_facts([own], facts)]
    snapshots = by_age(every)
    locks = [each.content for each in facts if isinstance(each.content, Lock)]
    locks.sort(key=lambda lock: lock.order_version)
    values = LockedValues(snapshots, locks, snapshots.index(order))
    lines = {item.line_id: values.kept(item) for item in order.items}
    parts = {item.line_id: values.part(item) for item in order.items}
    bundles = {item.bundle_id: values.bundle(item.bundle_id) for item in order.items}
    return KeptValues(
        {line_id: value for line_id, value in lines.items() if value},
        {line_id: replace(part, line_id=line_id) for line_id, part in parts.items() if part},
        {bundle_id: value for bundle_id, value in bundles.items() if value},
    )


def _look_ups(
    snapshots: Sequence[OrderPlaced], locks: Sequence[Lock], told: Sequence[LineNumbers]
) -> list[_LookUp]:
    """Versions are dear, and tell nothing where there is one snapshot, or each id is one line's."""
    moments = [lock.order_version.partition("~")[0] for lock in locks]
    by_id = numbers_of_ids(told)
    is_plain = by_id is not None and all(lock.lines is not None for lock in locks)
    if len(snapshots) == 1 or (is_plain and len({*moments}) == len(moments)):
        numbers, order = by_id or {}, snapshots[0]
        return [
            _look_up(lock, (at, 0), order, numbers) for lock, at in zip(locks, moments, strict=True)
        ]
    places = {order.version: place for place, order in enumerate(snapshots)}
    found = []
    for lock, at in zip(locks, moments, strict=True):
        place = places.get(lock.order_version)
        if place is None:
            found.append(_look_up(lock, (at, 0), None, by_id or {}))
        else:
            found.append(_look_up(lock, (at, place), snapshots[place], told[place]))
    return found


def _look_up(
    lock: Lock, moment: tuple[str, int], order: OrderPlaced | None, numbers: LineNumbers
) -> _LookUp:
    values = {value.platform_sku: value for value in lock.values}
    if lock.lines is not None:
        parts = {part.line_id: part for part in lock.parts}
        return _LookUp(moment, numbers, values, lock.lines, parts)
    items = [item for item in order.items if can_earn(item)] if order else []
    found = [(item, value.platform_sku) for item in items if (value := value_of(item, values))]
    lines = {item.line_id: key for item, key in found}
    called = {names_of(item): key for item, key in found}
    return _LookUp(moment, numbers, values, lines, called=called)
