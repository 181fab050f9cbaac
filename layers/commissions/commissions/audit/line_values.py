"""What each line of an order is worth: as it was when the line was first looked at, whatever its
product is called by now."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from commissions.audit.order_history import OrderHistory
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.sales.attribution import Lock

Sale = tuple[int, str]
"""A line by its first appearance: in which snapshot, and under which id."""
Worth = Mapping[str, str]
"""Its class, and by unit its volume."""
NEVER_EARN = ("gift_card", "tip")
UNITS = ("pv", "bv", "cv", "qv")


class LineValues:
    """Of the snapshot that counts."""

    def __init__(self, history: OrderHistory) -> None:
        self._locks = history.locks_by_time
        self._told = history.snapshots_by_time
        self._sales = sales_of(self._told)
        self._places = {order.version: place for place, order in enumerate(self._told)}
        self._first: dict[Sale, Worth] = {}
        for lock in sorted(self._locks, key=self._age):
            for sale, worth in self._looked_at(lock):
                self._first.setdefault(sale, worth)

    def worth(self, item: Item) -> Worth:
        """Empty of what is worth nothing."""
        if found := self._first.get(self._sales[-1][item.line_id]):
            return found
        if item.kind in NEVER_EARN:
            return {}
        for key in self._keys(item):
            if found := self._under(key):
                return found
        return {}

    def _age(self, lock: Lock) -> tuple[str, int]:
        return lock.order_version.split("~")[0], self._places.get(lock.order_version, -1)

    def _place(self, lock: Lock) -> int | None:
        return self._places.get(lock.order_version, 0 if len(self._told) == 1 else None)

    def _looked_at(self, lock: Lock) -> Iterator[tuple[Sale, Worth]]:
        place = self._place(lock)
        if place is None:
            return
        sales, order = self._sales[place], self._told[place]
        if lock.lines is not None:
            own = {value.platform_sku: value for value in lock.values}
            for line_id, key in lock.lines.items():
                if line_id in sales and key in own:
                    yield sales[line_id], _worth(own[key])
            return
        for item in order.items:
            if (key := _key_of_before(item, lock)) and (worth := self._under(key)):
                yield sales[item.line_id], worth

    def _keys(self, item: Item) -> list[str]:
        """Of a line that nobody looked at: as the like of it was known before, else each of its
        names, as keys of today and of before."""
        for lock in self._locks:
            for like in self._lines_of(lock):
                is_like = lock.lines is None and _names(like) == _names(item)
                if is_like and (key := _key_of_before(like, lock)):
                    return [key]
        variant = [f"id:{item.variant_id}", item.variant_id] if item.variant_id else []
        return [*variant, item.platform_sku]

    def _lines_of(self, lock: Lock) -> Sequence[Item]:
        place = self._place(lock)
        return self._told[place].items if place is not None else ()

    def _under(self, key: str) -> Worth:
        """What was first locked under a key."""
        values = (value for lock in self._locks for value in lock.values)
        return next((_worth(value) for value in values if key and value.platform_sku == key), {})


def sales_of(told: Sequence[OrderPlaced]) -> list[dict[str, Sale]]:
    """Which sale each line of each snapshot is, the earliest first."""
    found: list[dict[str, Sale]] = []
    lost: dict[str, tuple[Sale, str]] = {}
    for place, order in enumerate(told):
        before = {item.line_id: item for item in told[place - 1].items} if place else {}
        sales, free = found[-1] if place else {}, list(before)
        own: dict[str, Sale] = {}
        for fits in _ways(told[place - 1] if place else order, order):
            for item in order.items:
                match = next((line for line in free if fits(before[line], item)), None)
                if match is not None and item.line_id not in own:
                    own[item.line_id] = sales[match]
                    free.remove(match)
        for item in order.items:
            line, new = item.line_id, (place, item.line_id)
            if line not in own:
                sale, product = lost.get(line, (new, ""))
                comes_back = line not in before and product == _product(item)
                own[line] = sale if comes_back else new
                if own[line] != new:
                    del lost[line]
        lost |= {line: (sales[line], _product(before[line])) for line in free}
        found.append(own)
    return found


def _ways(earlier: OrderPlaced, later: OrderPlaced) -> list[Callable[[Item, Item], bool]]:
    """How a line may be one of the snapshot before, the surest way first."""

    def stayed(was: Item, now: Item) -> bool:
        return was.line_id == now.line_id and _product(was) == _product(now)

    def was_made_anew(was: Item, now: Item) -> bool:
        alike = (_product(was), was.qty, was.net) == (_product(now), now.qty, now.net)
        return alike and bool(_product(now)) and earlier.currency == later.currency

    def has_another_name(was: Item, now: Item) -> bool:
        return was.line_id == now.line_id

    return [stayed, was_made_anew, has_another_name]


def _product(item: Item) -> str:
    return item.variant_id if item.variant_id else item.platform_sku


def _names(item: Item) -> list[str]:
    return [name for name in (item.variant_id, item.platform_sku) if name]


def _key_of_before(item: Item, lock: Lock) -> str:
    """Under which name a lock that says nothing of lines knew one."""
    known = {value.platform_sku for value in lock.values}
    names = [] if item.kind in NEVER_EARN else _names(item)
    return next((name for name in names if name in known), "")


def _worth(value: Any) -> Worth:
    return {"class": value.commission_class, **{unit: getattr(value, unit) for unit in UNITS}}
