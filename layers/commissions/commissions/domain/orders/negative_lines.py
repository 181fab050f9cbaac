"""Lines below nothing: a trade-in, a discount that somebody typed as a product, an exchange.

What they take off was never paid, so the other lines cannot earn as if it had been; of which of
them it is, they do not say. So a person sees such an order first, and what goes on counts them as a
discount of everything.
"""

from collections.abc import Iterable, Sequence

from commissions.domain.money import shown
from commissions.domain.orders.order import DISCOUNT_OF_ALL, Item, OrderPlaced

NEGATIVE_NET = "negative_net"


def negative_lines(items: Iterable[Item], unit: int = 1) -> list[Item]:
    """Those that are there still, and below nothing by more than rounding."""
    return [item for item in items if item.net < -unit and not _is_taken_off(item)]


def flags_of_negative_lines(items: Sequence[Item], unit: int = 1) -> set[str]:
    flags = {NEGATIVE_NET} if any(item.net < 0 for item in items) else set()
    return flags | ({DISCOUNT_OF_ALL} if negative_lines(items, unit) else set())


def told_of_negative_lines(order: OrderPlaced) -> str:
    """Both figures, for who has to judge it; nothing where no line is below nothing."""
    below = negative_lines(order.items, order.rounds_to)
    if not below:
        return ""
    names = ", ".join(item.platform_sku or f"line {item.line_id}" for item in below)
    off = sum(item.net for item in below)
    goods = sum(item.net for item in order.items if item not in below)
    currency = order.currency
    return (
        f"{names}: {shown(off, currency)} of {shown(goods, currency)} of goods, "
        f"of an order of {shown(order.total, currency)}"
    )


def _is_taken_off(item: Item) -> bool:
    return 0 < item.qty <= item.removed
