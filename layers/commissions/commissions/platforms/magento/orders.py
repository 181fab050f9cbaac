"""A Magento order as REST and mage-os tell it: a snapshot with what was paid of it so far."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from commissions.domain.order import Item, OfOrder, OrderCancelled, OrderPlaced, difference
from commissions.domain.store import Store
from commissions.platforms import customer_hash
from commissions.platforms.magento.amounts import decimal, is_id, minor, moment
from commissions.platforms.magento.lines import (
    has_unusable_sku,
    is_rounded,
    items_of,
    lines_of,
)
from commissions.platforms.magento.name import NAME
from commissions.platforms.magento.referrals import referrals_of
from commissions.platforms.payload import Field
from commissions.platforms.referrals import ranked

CANCELED = "canceled"
UNPAID = frozenset({"pending", "authorized", "partially_paid"})
TENDER = ("gift_cards_amount", "customer_balance_amount", "reward_currency_amount")
"""What the buyer paid with, and the grand total leaves out."""
WRAPPING = ("gw_price", "gw_items_price", "gw_card_price")


def order_records(order: Field, store: Store, customer_key: bytes) -> tuple[OfOrder, ...]:
    """The snapshot, and as a fact of its own the cancellation in it."""
    placed = snapshot(order, store, customer_key)
    return (placed, *_cancellation(placed))


def snapshot(order: Field, store: Store, customer_key: bytes) -> OrderPlaced:
    """The order as of its `updated_at`; nothing of it but what is named here is kept."""
    currency, updated_at = order["order_currency_code"].currency(), moment(order["updated_at"])
    cancelled = order["state"].text() == CANCELED
    items = items_of(order, currency, cancelled=cancelled)
    referrals, flags = ranked(referrals_of(order), store.carriers)
    placed = OrderPlaced(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=order["entity_id"].identity(),
        order_ts=moment(order["created_at"]),
        updated_at=updated_at,
        status=_status(order, store),
        currency=currency,
        distributor_ref=referrals[0].value if referrals else "",
        items=items,
        total=minor(decimal(order["grand_total"]), currency),
        shipping=minor(_shipping(order), currency),
        tax=minor(decimal(order.get("tax_amount")), currency),
        other=_other(order, currency),
        referrals=referrals,
        customer=_customer(order, store, customer_key),
        cancelled_at=updated_at if cancelled else None,
    )
    flags = (*flags, *_flags(order, items, currency), *_off(placed))
    return replace(placed, flags=tuple(sorted(set(flags))))


def _cancellation(order: OrderPlaced) -> Iterator[OrderCancelled]:
    if order.cancelled_at:
        yield OrderCancelled(
            platform=NAME,
            store_id=order.store_id,
            platform_order_id=order.platform_order_id,
            cancelled_at=order.cancelled_at,
            updated_at=order.updated_at,
        )


def _status(order: Field, store: Store) -> str:
    """By the money; the store can name states that count as paid, such as goods on account."""
    state, status = order["state"].text(), _by_money(order)
    if status in UNPAID and state in store.paid_when:
        return "paid"
    return "voided" if status in UNPAID and state == CANCELED else status


def _by_money(order: Field) -> str:
    paid, back = decimal(order.get("total_paid")), decimal(order.get("total_refunded"))
    if _due(order, paid) <= 0 and (paid > 0 or not decimal(order["grand_total"])):
        if back > 0:
            return "refunded" if back >= paid else "partially_refunded"
        return "paid"
    if paid > 0:
        return "partially_paid"
    payment = order.get("payment")
    authorized = isinstance(payment.value, dict) and decimal(payment.get("amount_authorized"))
    return "authorized" if authorized else "pending"


def _due(order: Field, paid: Decimal) -> Decimal:
    """What is still to be paid; what was cancelled of an order never is."""
    due = order.get("total_due")
    left = decimal(due) if due.given else decimal(order["grand_total"]) - paid
    return left - decimal(order.get("total_canceled"))


def _shipping(order: Field) -> Decimal:
    return (
        decimal(order.get("shipping_amount"))
        - decimal(order.get("shipping_discount_amount"))
        + decimal(order.get("shipping_discount_tax_compensation_amount"))
    )


def _other(order: Field, currency: str) -> int:
    """Wrapping and fixed product taxes, less what gift cards, credit and points have paid."""
    added = sum((_of(order, name) for name in WRAPPING), Decimal(0))
    fixed = sum(
        (decimal(line.item.get("weee_tax_applied_row_amount")) for line in lines_of(order)),
        Decimal(0),
    )
    return minor(added + fixed - sum((_of(order, name) for name in TENDER), Decimal(0)), currency)


def _of(order: Field, name: str) -> Decimal:
    """An amount of a module, which REST shows among the extensions."""
    extension = order.get("extension_attributes")
    told = extension.value if isinstance(extension.value, dict) else {}
    return decimal(extension.get(name) if name in told else order.get(name))


def _customer(order: Field, store: Store, key: bytes) -> str:
    customer = order.get("customer_id")
    return customer_hash(store.store_id, customer.identity(), key) if is_id(customer) else ""


def _flags(order: Field, items: Sequence[Item], currency: str) -> Iterator[str]:
    """Words for what a person may want to know when they look at the order."""
    if any(is_id(order.get(name)) for name in ("relation_parent_id", "original_increment_id")):
        yield "recreated"  # an edit: the order before it was cancelled
    if is_rounded(order, currency):
        yield "rounded"
    if has_unusable_sku(order):
        yield "sku_unusable"
    if any(item.net < 0 for item in items):
        yield "negative_net"
    if _subtotal_differs(order, items, currency):
        yield "subtotal_differs"


def _subtotal_differs(order: Field, items: Sequence[Item], currency: str) -> bool:
    if not order.get("subtotal").given:
        return False
    shown = sum(item.net + item.discount for item in items)
    return shown != minor(decimal(order["subtotal"]), currency)


def _off(order: OrderPlaced) -> tuple[str, ...]:
    return ("totals_differ",) if difference(order) else ()
