"""What is known of a SKU that lacks a value, by the orders that wait for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commissions.domain.catalogue.sku_keys import id_of
from commissions.domain.catalogue.stated_value import StatedKey, suggested_id
from commissions.domain.money import Money
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.tables import inbox
from commissions.tables.parked import ParkedEntry

LOOKED_AT_MAX = 50
PRICES_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuForm:
    """What a form for its value begins with; what it is worth is for a person to say."""

    key: StatedKey
    suggested: dict[str, str]
    """By field."""
    sold_at: tuple[Money, ...]
    """What one was sold for, before discounts; a few of the prices."""


def sku_form(name: str, entries: Sequence[ParkedEntry]) -> SkuForm:
    """`name`: under which the orders wait, a SKU or an id."""
    orders = _orders(entries[:LOOKED_AT_MAX])
    lines = [(order, item) for order in orders for item in order.items if _is_of(item, name)]
    first = min((order.order_ts for order in orders), default=None)
    return SkuForm(
        key=_key(name, [item for _, item in lines]),
        suggested={
            "sku_id": suggested_id(name),
            "name": id_of(name) or name,
            "effective_from": f"{first:%Y-%m-%d}" if first else "",
        },
        sold_at=prices_of(name, orders),
    )


def prices_of(name: str, orders: Iterable[OrderPlaced]) -> tuple[Money, ...]:
    """What one was sold for in these orders, before discounts; a few of the prices."""
    lines = [(order, item) for order in orders for item in order.items if _is_of(item, name)]
    return tuple(_prices(lines))[:PRICES_MAX]


def _orders(entries: Sequence[ParkedEntry]) -> list[OrderPlaced]:
    items = inbox.find_all(each.inbox for each in entries if each.inbox)
    return [
        record
        for item in items.values()
        for record in item.records
        if isinstance(record, OrderPlaced)
    ]


def _is_of(item: Item, name: str) -> bool:
    return name in (item.platform_sku, item.variant_id, f"id:{item.variant_id}")


def _key(name: str, items: Sequence[Item]) -> StatedKey:
    """An id only where no line has it for a SKU."""
    if id_of(name):
        return StatedKey.of(name)
    is_id = bool(items) and all(item.platform_sku != name for item in items)
    return StatedKey(variant_id=name) if is_id else StatedKey(sku=name)


def _prices(lines: Sequence[tuple[OrderPlaced, Item]]) -> list[Money]:
    prices = {Money(item.unit_price, order.currency) for order, item in lines}
    return sorted(prices, key=lambda each: (each.currency, each.minor))
