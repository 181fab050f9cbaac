"""Exchange orders that cost nothing, as a discount took all of it off: that may be what came back
of the other order, and then they were paid by it."""

from commissions.domain.money import shown
from commissions.domain.orders.continues import EXCHANGE
from commissions.domain.orders.order import OrderPlaced


def told_of_free_exchange(order: OrderPlaced) -> str:
    """What a person has to see of it, with the original; nothing where it was paid for, or where
    its store names such a discount."""
    continued = order.continues
    if not continued or continued.as_ != EXCHANGE or order.total or order.tender:
        return ""
    off = sum(item.discount for item in order.items)
    if off <= 0:
        return ""
    original = continued.number or continued.order.rpartition("/")[2]
    named = f"order {original}" if original else "an order that nobody names"
    return f"an exchange for {named} that costs nothing: {shown(off, order.currency)} is taken off"
