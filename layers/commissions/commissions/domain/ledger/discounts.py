"""What a discount that names no line leaves of each price: it lowers everything in proportion."""

from fractions import Fraction

from commissions.domain.orders.order import DISCOUNT_OF_ALL, Item, OrderPlaced


def price_of(order: OrderPlaced) -> Fraction:
    """The part of each price, of lines, shipping and fees alike, that is left; 1 without such a
    discount. What tax the discount itself has is below 0 and part of it."""
    if not is_discounted(order):
        return Fraction(1)
    due = order.total + order.tender
    before = due + order.discount + _below_nothing(order) if order.discount else _listed(order)
    return Fraction(max(0, due), before) if before > max(0, due) else Fraction(1)


def is_discounted(order: OrderPlaced) -> bool:
    return DISCOUNT_OF_ALL in order.flags


def gross_of(item: Item) -> int:
    return item.net + item.tax


def _listed(order: OrderPlaced) -> int:
    """What lines and shipping come to, with tax."""
    tax = max(0, order.tax - sum(item.tax for item in order.items))
    return sum(max(0, gross_of(item)) for item in order.items) + order.shipping + tax


def _below_nothing(order: OrderPlaced) -> int:
    return sum(max(0, -gross_of(item)) for item in order.items)
