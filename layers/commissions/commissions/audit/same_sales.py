"""Which lines of an order's snapshots are one sale: those of one id, and those made anew."""

from collections.abc import Callable, Sequence

from commissions.domain.orders.order import Item, OrderPlaced

Sale = tuple[int, str]
"""A line by its first appearance: in which snapshot, and under which id."""


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
