"""A refund as any other store tells it."""

from decimal import Decimal

from commissions.domain.orders.order import OrderPlaced, OrderRefunded, RefundItem
from commissions.platforms.orders_api.name import NAME
from commissions.platforms.orders_api.schema import RefundIn


def refunded(refund: RefundIn, order: OrderPlaced) -> OrderRefunded:
    units: dict[str, Decimal] = {}
    for back in refund.items:
        units[back.line_id] = units.get(back.line_id, Decimal(0)) + back.qty
    return OrderRefunded(
        platform=NAME,
        store_id=order.store_id,
        platform_order_id=order.platform_order_id,
        refund_id=refund.refund_id,
        refunded_at=refund.refunded_at,
        currency=order.currency,
        items=tuple(RefundItem(line_id, qty) for line_id, qty in sorted(units.items())),
        amount_only=refund.amount_only,
        shipping=refund.shipping,
        tax=refund.tax,
    )
