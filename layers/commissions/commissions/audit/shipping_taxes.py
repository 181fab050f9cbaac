"""Of a tax that a refund tells for its units and its shipping in one, what is the shipping's."""

from collections.abc import Iterable
from fractions import Fraction

from commissions.audit.money_back import MoneyBack
from commissions.domain.orders.order import Item


def shipping_taxes(items: Iterable[Item], records: Iterable[MoneyBack], grain: int) -> Fraction:
    """In minor units, of all refunds; none of one that names a line of which no tax is known."""
    told = {item.line_id: item for item in items}
    return sum((_left(each, told, grain) for each in records if each.tax_of_all), Fraction(0))


def _left(record: MoneyBack, told: dict[str, Item], grain: int) -> Fraction:
    left = Fraction(record.tax_of_all, grain)
    for back in record.items:
        if (item := told.get(back.line_id)) is None:
            return Fraction(0)
        if item.qty and back.qty > 0 and item.tax > 0:
            left -= item.tax * min(Fraction(1), Fraction(back.qty) / Fraction(item.qty))
    return max(Fraction(0), left)
