"""A Magento credit memo: what came back of which line, and money for nothing in particular.

A memo lists parents and their parts alike and does not say which is which. An item without a row
total is a shadow; where the rows that are left add up to the memo's subtotal, the memo speaks for
itself, else its order has to be asked. Its tax is not to be trusted: Magento is known to copy the
whole order's onto a part. What was given beyond the lines stands in the goods' record, as it always
did; what of the signed difference is not in there (a fee that was kept), and what is named besides
the goods (shipping, wrapping, fixed taxes), are records of their own.
"""

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.stores.store import Store
from commissions.platforms import refund_records
from commissions.platforms.magento import memo_beside, memo_money
from commissions.platforms.magento.amounts import NOTHING, decimal, minor, quantity
from commissions.platforms.magento.name import NAME
from commissions.platforms.magento.times import moment
from commissions.platforms.payload import Field

REFUNDED = 2
"""The state in which a memo is money that went back; 1 is open, 3 cancelled."""
WHOLE = Fraction(1)
_OF_OTHERS = ("total_qty", "can_void_flag", "tracks")
"""What invoices and shipments have and memos have not: they look alike otherwise."""


def check_is_memo(memo: Field) -> None:
    """Raises InvalidPayload."""
    for name in _OF_OTHERS:
        if memo.get(name).given:
            raise memo.wrong("is not a credit memo")
    if decimal(memo["state"]) not in (1, REFUNDED, 3):
        raise memo["state"].wrong("is not a credit memo's")


def is_refunded(memo: Field) -> bool:
    return decimal(memo["state"]) == REFUNDED


def speaks_for_itself(memo: Field) -> bool:
    """Whether the memo alone says which of its items carry the money, and what its fees are."""
    is_open = memo_beside.leaves_fees_open(memo) or memo_beside.leaves_discount_open(memo)
    if is_open or not memo.get("subtotal").stated:
        return False
    rows = sum((decimal(item.get("row_total")) for item in memo["items"].each()), NOTHING)
    return rows == decimal(memo["subtotal"])


def refunded(
    memo: Field,
    store: Store,
    *,
    lines: Collection[str] | None = None,
    shipping_paid: Fraction = WHOLE,
) -> tuple[OrderRefunded, ...]:
    """The memo's records; none where it gives nothing back, or not yet. `lines`: those that count
    in its order, where that is known. `shipping_paid`: what a discount left of the order's
    shipping."""
    if not is_refunded(memo):
        return ()
    currency = memo["order_currency_code"].currency()
    items, given = _items(memo, lines), memo_money.given_beyond(memo)
    goods = OrderRefunded(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=memo["order_id"].identity(),
        refund_id=memo["entity_id"].identity(),
        refunded_at=moment(memo["created_at"]),
        currency=currency,
        items=items,
        amount_only=minor(max(NOTHING, given), currency),
        gross=given > 0,
        shipping=minor(memo_beside.shipping(memo, shipping_paid), currency),
        tax=minor(decimal(memo.get("tax_amount")), currency),
        flags=(memo_money.TAX_OF_ORDER,) if memo_beside.has_tax_of_order(memo) else (),
    )
    counted = _counted(memo, lines)
    rest = minor(memo_money.difference(memo, counted, currency), currency) - goods.amount_only
    is_given_back = goods.items or goods.amount_only or goods.shipping or goods.tax
    return (
        *((goods,) if is_given_back else ()),
        *refund_records.amount(goods, rest),
        *_beside(memo, goods, memo_beside.fixed_taxes(counted) + memo_beside.wrapping(memo)),
    )


def _beside(memo: Field, goods: OrderRefunded, fees: Decimal) -> tuple[OrderRefunded, ...]:
    """Shipping and fees with their tax; the memo's own tax where it gives back nothing but tax."""
    tax, other = goods.tax, minor(fees, goods.currency)
    if goods.items or goods.shipping or goods.amount_only or other:
        taxes = memo_beside.shipping_tax(memo) + memo_beside.fee_taxes(memo)
        tax = minor(taxes, goods.currency)
    return refund_records.beside(goods, shipping=goods.shipping, tax=tax, other=other)


def _counted(memo: Field, lines: Collection[str] | None) -> list[Field]:
    items = list(memo["items"].each())
    if lines is None:
        return items
    return [item for item in items if item["order_item_id"].identity() in lines]


def _items(memo: Field, lines: Collection[str] | None) -> tuple[RefundItem, ...]:
    """Sorted and summed: a webhook and the API need not list them alike."""
    units: dict[str, Decimal] = {}
    for item in memo["items"].each():
        line_id = item["order_item_id"].identity()
        if _counts(item, lines):
            units[line_id] = units.get(line_id, NOTHING) + quantity(item["qty"], is_required=True)
    return tuple(RefundItem(line_id, qty) for line_id, qty in sorted(units.items()) if qty)


def _counts(item: Field, lines: Collection[str] | None) -> bool:
    """Whether an item takes something back: parents and their parts are listed alike, and one of
    the two is the other's shadow."""
    if lines is None:
        return _has_row(item)  # the memo speaks for itself: its rows are its subtotal
    # The order says which of the two counts; a line without a row may still have a price.
    return item["order_item_id"].identity() in lines and _has_worth(item)


def _has_row(item: Field) -> bool:
    return decimal(item.get("row_total")) != 0


def _has_worth(item: Field) -> bool:
    """What was given away comes back without a word: it has earned nothing."""
    return _has_row(item) or decimal(item.get("price")) != 0
