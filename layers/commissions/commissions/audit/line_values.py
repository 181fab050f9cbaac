"""What each line of an order is worth: as it was when the line was first looked at, whatever its
product is called by now."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from commissions.audit.bundle_points import BundlesTold, SharedBundle
from commissions.audit.bundle_room import Age, Sharing, room_for
from commissions.audit.instalment_points import PaidPart, paid_part
from commissions.audit.order_history import OrderHistory
from commissions.audit.same_sales import Sale, sales_of
from commissions.domain.orders.order import Item
from commissions.domain.sales.attribution import Lock

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
        self._bundles = BundlesTold(self._told, self._sales)
        self._first: dict[Sale, tuple[Worth, SharedBundle | None, Age]] = {}
        for lock in sorted(self._locks, key=self._age):
            for sale, worth, shared in self._looked_at(lock):
                self._first.setdefault(sale, (worth, shared, self._age(lock)))
        self._room = room_for([*self._sharing()], self._bundles.sold_now(), history)

    def worth(self, item: Item) -> Worth:
        """Empty of what is worth nothing."""
        if looked_at := self._first.get(self._sales[-1][item.line_id]):
            return looked_at[0]
        if item.kind in NEVER_EARN:
            return {}
        for key in self._keys(item):
            if found := self._under(key):
                return found
        return {}

    def part(self, item: Item) -> PaidPart | None:
        """Of a line that is not the whole of what it is worth points for."""
        charged = paid_part(item, self._locks)
        looked_at = self._first.get(self._sales[-1][item.line_id])
        if looked_at and (shared := looked_at[1]):
            return shared.points(item, charged, self._room[item.line_id])
        return charged

    def _sharing(self) -> Iterator[Sharing]:
        for item in self._told[-1].items:
            looked_at = self._first.get(self._sales[-1][item.line_id])
            if looked_at and looked_at[1]:
                yield Sharing(item, looked_at[1], looked_at[2])

    def _age(self, lock: Lock) -> Age:
        return lock.order_version.split("~")[0], self._places.get(lock.order_version, -1)

    def _place(self, lock: Lock) -> int | None:
        return self._places.get(lock.order_version, 0 if len(self._told) == 1 else None)

    def _looked_at(self, lock: Lock) -> Iterator[tuple[Sale, Worth, SharedBundle | None]]:
        place = self._place(lock)
        if place is None:
            return
        sales, order = self._sales[place], self._told[place]
        if lock.lines is not None:
            own = {value.platform_sku: value for value in lock.values}
            shared = self._bundles.shared(place, lock)
            for line_id, key in lock.lines.items():
                if line_id in sales and key in own:
                    yield sales[line_id], _worth(own[key]), shared.get(line_id)
            return
        for item in order.items:
            if (key := _key_of_before(item, lock)) and (worth := self._under(key)):
                yield sales[item.line_id], worth, None

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


def _names(item: Item) -> list[str]:
    return [name for name in (item.variant_id, item.platform_sku) if name]


def _key_of_before(item: Item, lock: Lock) -> str:
    """Under which name a lock that says nothing of lines knew one."""
    known = {value.platform_sku for value in lock.values}
    names = [] if item.kind in NEVER_EARN else _names(item)
    return next((name for name in names if name in known), "")


def _worth(value: Any) -> Worth:
    return {"class": value.commission_class, **{unit: getattr(value, unit) for unit in UNITS}}
