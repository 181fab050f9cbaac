"""What the refunds of an order that was posted tell of it, held against its status."""

from collections.abc import Iterator
from fractions import Fraction

from commissions.domain.orders.order import Item
from commissions.platforms.orders_api.schema import OrderIn, RefundIn

ALL_BACK, SOME_BACK = "refunded", "partially_refunded"
FALL_SHORT = "refunds_fall_short"
"""Flags an order that is called refunded although its refunds leave some of it."""


def tells_nothing(refund: RefundIn) -> bool:
    return not (_tells_of_goods(refund) or refund.shipping or refund.tax)


def contradictions(order: OrderIn) -> Iterator[tuple[str, str]]:
    """Fields, and what is wrong with them."""
    silent = [n for n, refund in enumerate(order.refunds) if tells_nothing(refund)]
    if order.status in (ALL_BACK, SOME_BACK) and len(silent) == len(order.refunds):
        yield "refunds", "must say what went back of an order of this status"
        return
    for number in silent:
        yield f"refunds[{number}]", "must say what went back: items, an amount, shipping or tax"
    if order.status == ALL_BACK and _has_goods(order) and not _has_goods_back(order):
        yield "refunds", "must say what went back of the items, where the status is refunded"


def fall_short(order: OrderIn, items: tuple[Item, ...]) -> bool:
    """Whether an order is called refunded while its refunds leave goods and money. A fee that was
    kept of goods that are all back is none of theirs."""
    if order.status != ALL_BACK or not order.refunds:
        return False
    back = {item.line_id: Fraction(0) for item in items}
    for each in (each for refund in order.refunds for each in refund.items):
        if each.line_id in back:
            back[each.line_id] += Fraction(each.qty)
    left = [1 - min(Fraction(1), back[item.line_id] / Fraction(item.qty)) for item in items]
    if not any(left):
        return False
    worth = sum(
        ((item.net + item.tax) * (1 - kept) for item, kept in zip(items, left, strict=True)),
        Fraction(0),
    )
    rounding = Fraction(1, 2) + sum(len(refund.items) for refund in order.refunds)
    return order.total - worth - _money_back(order, items) > rounding


def _money_back(order: OrderIn, items: tuple[Item, ...]) -> Fraction:
    """Besides units, with tax."""
    nets = sum(item.net for item in items)
    gross_of_net = Fraction(nets + sum(item.tax for item in items), nets) if nets else Fraction(1)
    return sum(
        (
            refund.amount_only * gross_of_net + refund.gross_amount + _beside(refund)
            for refund in order.refunds
        ),
        Fraction(0),
    )


def _beside(refund: RefundIn) -> int:
    """Beside goods and amounts without tax, the tax is theirs too."""
    is_of_goods = refund.items or refund.amount_only
    return refund.shipping + (0 if is_of_goods else refund.tax)


def _has_goods(order: OrderIn) -> bool:
    return any(
        item.unit_price and item.discount < item.unit_price * item.qty for item in order.items
    )


def _has_goods_back(order: OrderIn) -> bool:
    return any(map(_tells_of_goods, order.refunds))


def _tells_of_goods(refund: RefundIn) -> bool:
    return bool(refund.items or refund.amount_only or refund.gross_amount)
