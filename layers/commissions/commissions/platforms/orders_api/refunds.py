"""A refund as any other store tells it."""

from decimal import Decimal

from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.platforms import refund_records
from commissions.platforms.orders_api.name import NAME
from commissions.platforms.orders_api.schema import RefundIn


def refunded(refund: RefundIn, order: OrderPlaced) -> tuple[OrderRefunded, ...]:
    """The refund, an amount with tax, and what it names besides its goods."""
    goods = _goods(refund, order)
    # Beside units, the tax is theirs too: how much of it, the ledger's lines say.
    tax_alone = 0 if goods.items or goods.amount_only else goods.tax
    return (
        goods,
        *refund_records.amount(goods, refund.gross_amount),
        *refund_records.beside(goods, shipping=goods.shipping, tax=tax_alone),
    )


def _goods(refund: RefundIn, order: OrderPlaced) -> OrderRefunded:
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
        taxes_all=bool(units and refund.shipping and refund.tax and not refund.amount_only),
    )
