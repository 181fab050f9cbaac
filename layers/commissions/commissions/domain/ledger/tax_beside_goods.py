"""Tax of the shipping that a refund tells in one sum with the tax of its goods."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from commissions.domain.ledger.priced_refunds import PricedRefunds
from commissions.domain.ledger.refunds import NOTHING, WHOLE, PricedRefund
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import RefundItem


def tax_beside_goods(order: OrderPlaced, items: Iterable[Item], refunds: PricedRefunds) -> Fraction:
    """In minor units: what such sums have beyond the tax of the units that came back, as far as the
    order has a tax that is no line's. `items`: the lines that refunds may name."""
    told = [each for each in refunds.refunds if each.refund.taxes_all]
    if not told:
        return NOTHING
    lines = {item.line_id: item for item in items}
    found = sum((_beyond(each, lines, refunds.grain) for each in told), NOTHING)
    of_no_line = order.tax - sum(item.tax for item in order.items)
    return min(found / refunds.grain, Fraction(max(0, of_no_line)))


def _beyond(priced: PricedRefund, lines: Mapping[str, Item], grain: int) -> Fraction:
    """In grains. Of a line that nobody knows, nobody knows the tax."""
    refund = priced.refund
    if any(back.line_id not in lines for back in refund.items):
        return NOTHING
    own = sum((_tax_of(back, lines[back.line_id]) for back in refund.items), NOTHING)
    return max(NOTHING, refund.tax * priced.grains - own * grain)


def _tax_of(back: RefundItem, item: Item) -> Fraction:
    share = Fraction(back.qty) / Fraction(item.qty) if item.qty else NOTHING
    return max(0, item.tax) * min(WHOLE, max(NOTHING, share))
