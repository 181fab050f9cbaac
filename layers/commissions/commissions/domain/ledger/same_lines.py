"""Which lines of an order's snapshots are one and the same sale.

Nearly always those of one id. But plug-ins delete a line and make it anew with a save, and where a
store tells no ids they are the lines' numbers, which move when a line before them goes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from commissions.domain.orders.order import Item, OrderPlaced

LineNumbers = Mapping[str, int]
"""By the ids of a snapshot's lines, a number that each line has for as long as the order is."""


def same_lines(snapshots: Sequence[OrderPlaced]) -> list[LineNumbers]:
    """Of each snapshot; the oldest first."""
    if len(snapshots) == 1:
        return [{item.line_id: number for number, item in enumerate(snapshots[0].items)}]
    sold = _SoldLines()
    return [sold.told(order) for order in snapshots]


def numbers_of_ids(told: Iterable[LineNumbers]) -> LineNumbers | None:
    """By the ids of all lines; None where an id was not always the same line's."""
    found: dict[str, int] = {}
    for numbers in told:
        for line_id, number in numbers.items():
            if found.setdefault(line_id, number) != number:
                return None
    return found


def as_sold(snapshots: Sequence[OrderPlaced]) -> Sequence[OrderPlaced]:
    """The snapshots, each of their lines under what it was called first, as the goods that it was
    then: of a product that was deleted, nothing of that is told any more."""
    if len(snapshots) == 1:
        return snapshots
    told, first = same_lines(snapshots), dict[int, Item]()
    for order, numbers in zip(snapshots, told, strict=True):
        for item in order.items:
            if _product(item):
                first.setdefault(numbers[item.line_id], item)
    return [
        replace(order, items=tuple(_as(first.get(numbers[each.line_id]), each) for each in items))
        for order, numbers in zip(snapshots, told, strict=True)
        for items in (order.items,)
    ]


def _as(sold: Item | None, item: Item) -> Item:
    if sold is None:
        return item
    variant_id, sku = sold.variant_id, sold.platform_sku
    return replace(item, variant_id=variant_id, platform_sku=sku, kind=sold.kind)


class _SoldLines:
    """The lines of an order, as it was told so far."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[int, Item]] = {}
        """Of the last snapshot, by id."""
        self._gone: dict[str, tuple[int, Item]] = {}
        """Those that went, by the id that they had."""
        self._currency = ""
        self._count = 0

    def told(self, order: OrderPlaced) -> dict[str, int]:
        """A line is that of its id, of the same product. Else it is one that goes with this
        snapshot, of its product, units and net; else that of its id, of a product that has another
        name by now; else one that had gone and comes back; else it is new."""
        left = dict(self._lines)
        found = {item.line_id: self._unchanged(item, left) for item in order.items}
        if order.currency == self._currency:
            for item in order.items:
                if found[item.line_id] is None:
                    found[item.line_id] = _remade(item, left)
        numbers: dict[str, int] = {}
        for item in order.items:
            number = found[item.line_id]
            numbers[item.line_id] = self._by_id(item, left) if number is None else number
        self._gone |= left
        self._lines = {item.line_id: (numbers[item.line_id], item) for item in order.items}
        self._currency = order.currency
        return numbers

    def _unchanged(self, item: Item, left: dict[str, tuple[int, Item]]) -> int | None:
        known = left.get(item.line_id)
        if known is None or _product(known[1]) != _product(item):
            return None
        return left.pop(item.line_id)[0]

    def _by_id(self, item: Item, left: dict[str, tuple[int, Item]]) -> int:
        if item.line_id in left:
            return left.pop(item.line_id)[0]
        gone = self._gone.get(item.line_id)
        if gone and item.line_id not in self._lines and _product(gone[1]) == _product(item):
            return self._gone.pop(item.line_id)[0]
        self._count += 1
        return self._count


def _remade(item: Item, left: dict[str, tuple[int, Item]]) -> int | None:
    product = _product(item)
    for line_id, (number, gone) in left.items():
        is_same = product and _product(gone) == product
        if is_same and (gone.qty, gone.net) == (item.qty, item.net):
            del left[line_id]
            return number
    return None


def _product(item: Item) -> str:
    """Of a line without a variant, its SKU is its product."""
    return item.variant_id or item.platform_sku
