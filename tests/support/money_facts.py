"""What stores tell of an order and its money, as the examples of the money rule write it.

Amounts are gross unless a line's net is meant, as texts in USD. An order is of noon, minutes count
from there.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from commissions.domain.ledger.facts import Content
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Policies
from tests.support.orders import NOON, a_lock_for, a_rate, a_refund, an_item, an_order

SELLER, UPLINE = "cat", "bob"
Facts = tuple[Content, ...]


def line(line_id: str, net: str, tax: str = "0", **fields: Any) -> Item:
    return an_item(line_id, net=cents(net), tax=cents(tax), **fields)


def gone(item_line: Item) -> Item:
    """The line with all of its units taken off by an edit."""
    return an_item(
        item_line.line_id, net=item_line.net, tax=item_line.tax, removed=Decimal(item_line.qty)
    )


def snapshot(*items: Item, minutes: int = 0, **fields: Any) -> Facts:
    """A paid order, and what was looked up for it; the total is what its lines come to."""
    return (order := _order(*items, minutes=minutes, **fields), _lock(order))


def part_paid(*items: Item, minutes: int = 0, **fields: Any) -> Facts:
    """An order of which a part is still to be paid: nothing was looked up for it."""
    return (_order(*items, minutes=minutes, status="partially_paid", **fields),)


def shared(*items: Item, minutes: int = 0, **fields: Any) -> Facts:
    """The same in a store that has what was paid earn in proportion."""
    order = _order(*items, minutes=minutes, status="partially_paid", **fields)
    return (order, _lock(order, partial_payment="share"))


def paid_where(policies: dict[str, Any], *items: Item, **fields: Any) -> Facts:
    """A paid order of a store with such policies."""
    return (order := _order(*items, **fields), _lock(order, **policies))


def money_back(amount: str, refund_id: str, *, minutes: int) -> Facts:
    """Money that names nothing."""
    return (_refund(f"{refund_id}-amount", minutes, amount_only=cents(amount), gross=True),)


def units_back(line_id: str, money: str, worth: str, refund_id: str, *, minutes: int) -> Facts:
    """One unit of a line that is worth so much with its tax, and the money that went for it."""
    goods = a_refund(refund_id, minutes=minutes, units={line_id: "1"})
    off = cents(money) - cents(worth)
    if not off:
        return (goods,)
    return (goods, _refund(f"{refund_id}-amount", minutes, amount_only=off, gross=True))


def money_for(line_id: str, money: str, refund_id: str, *, minutes: int) -> Facts:
    """One unit of a line, and the money that went for it, of a store that does not say what it is
    worth."""
    goods = a_refund(refund_id, minutes=minutes, units={line_id: "1"})
    return (goods, _refund(f"{refund_id}-amount", minutes, money=cents(money), gross=True))


def shipping_back(amount: str, refund_id: str, *, minutes: int) -> Facts:
    goods = _refund(refund_id, minutes)
    return (goods, _refund(f"{refund_id}-beside", minutes, shipping=cents(amount)))


def decided(about: str, answer: str, *, minutes: int, **fields: Any) -> Facts:
    decision = OrderDecided(
        platform="shopify",
        store_id="tea",
        platform_order_id="1001",
        decision_id=f"{about}-{minutes}",
        about=about,
        answer=answer,
        by="dana",
        at=NOON + timedelta(minutes=minutes),
        why="told on the phone",
        **fields,
    )
    return (decision,)


def _order(*items: Item, **fields: Any) -> OrderPlaced:
    tax = sum(item.tax for item in items)
    sums = sum(item.net for item in items) + tax + fields.get("shipping", 0)
    return an_order(*items, **{"tax": tax, "total": sums} | fields)


def _lock(order: OrderPlaced, **policies: Any) -> Content:
    rate = a_rate("1", order.currency)
    return a_lock_for(order, f"{SELLER} < {UPLINE}", rate=rate, policies=Policies(**policies))


def _refund(refund_id: str, minutes: int, **fields: Any) -> OrderRefunded:
    return a_refund(refund_id, minutes=minutes, **fields)


def cents(text: str) -> int:
    return int(Decimal(text).scaleb(2))
