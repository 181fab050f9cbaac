"""A Magento order as REST and mage-os tell it: a snapshot with what was paid of it so far."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commissions.domain.orders.negative_lines import flags_of_negative_lines
from commissions.domain.orders.order import Item, OfOrder, OrderCancelled, OrderPlaced
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook, customer_hash
from commissions.platforms.magento.amounts import (
    TENDER,
    WRAPPING,
    decimal,
    extended,
    minor,
    required,
)
from commissions.platforms.magento.bundles import bundles_of
from commissions.platforms.magento.continues import continued
from commissions.platforms.magento.lines import (
    has_unusable_sku,
    is_rounded,
    items_of,
    lines_of,
)
from commissions.platforms.magento.name import NAME
from commissions.platforms.magento.payment_status import (
    ROUNDING,
    fixed_taxes,
    is_cancelled,
    money_flags,
    status_of,
)
from commissions.platforms.magento.referrals import referrals_of
from commissions.platforms.magento.refunds import check_is_memo, is_refunded, refunded
from commissions.platforms.magento.rounding import reconciled
from commissions.platforms.magento.times import moment
from commissions.platforms.payload import Field
from commissions.platforms.referrals import ranked

FETCHED = "orders/fetched"
"""What takes the place of a topic where the store was asked."""


def parse_order(payload: Any, store: Store, customer_key: bytes) -> ParsedWebhook:
    """The records of `{"order": …, "creditmemos": […]}`, both as REST shows them. Raises
    InvalidPayload."""
    body = Field(payload)
    order = body["order"]
    lines = {line.item["item_id"].identity() for line in lines_of(order)}
    placed, *cancellation = snapshot_records(order, store, customer_key)
    records: list[OfOrder] = [_with_refunded_total(placed, body), *cancellation]
    for memo in body["creditmemos"].each():
        check_is_memo(memo)
        if memo["order_id"].identity() != order["entity_id"].identity():
            raise memo["order_id"].wrong("is another order's")
        records += refunded(memo, store, lines=lines, shipping_paid=_shipping_paid(order))
    return ParsedWebhook(
        topic=FETCHED, records=tuple(records), occurred_at=moment(order["updated_at"])
    )


def _with_refunded_total(placed: OrderPlaced, body: Field) -> OrderPlaced:
    """With what went back by the order's own sum, where its memos say less; store credit is no part
    of either."""
    memos = [memo for memo in body["creditmemos"].each() if is_refunded(memo)]
    back, told = (
        decimal(body["order"].get("total_refunded")),
        sum((decimal(memo.get("grand_total")) for memo in memos), Decimal(0)),
    )
    if back - told <= ROUNDING * (len(memos) + 1):
        return placed
    return replace(placed, refunded_total=minor(back, placed.currency))


def snapshot_records(
    order: Field, store: Store, customer_key: bytes
) -> tuple[OrderPlaced, *tuple[OfOrder, ...]]:
    """The snapshot, and as a fact of its own the cancellation in it."""
    placed = snapshot(order, store, customer_key)
    return (placed, *_cancellation(placed))


def snapshot(order: Field, store: Store, customer_key: bytes) -> OrderPlaced:
    """The order as of its `updated_at`; nothing of it but what is named here is kept."""
    currency, updated_at = order["order_currency_code"].currency(), moment(order["updated_at"])
    cancelled = is_cancelled(order)
    items = items_of(order, currency, cancelled=cancelled)
    referrals, flags = ranked(referrals_of(order), store.carriers)
    placed = OrderPlaced(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=order["entity_id"].identity(),
        order_ts=moment(order["created_at"]),
        updated_at=updated_at,
        status=status_of(order, store),
        currency=currency,
        distributor_ref=referrals[0].value if referrals else "",
        items=items,
        total=minor(required(order["grand_total"]), currency),
        shipping=minor(_shipping(order), currency),
        tax=minor(decimal(order.get("tax_amount")), currency),
        other=_other(order, currency),
        tender=_tender(order, currency),
        referrals=referrals,
        customer=_customer(order, store, customer_key),
        cancelled_at=updated_at if cancelled else None,
        continues=continued(order, store.store_id),
        bundles=bundles_of(lines_of(order)),
    )
    flags = (*flags, *_flags(order, items, currency), *money_flags(order, store))
    placed = replace(placed, flags=tuple(sorted(set(flags))), received=_received(order, placed))
    return reconciled(placed, order)


def _received(order: Field, placed: OrderPlaced) -> int | None:
    """What came in, where the figures say that it was a part; a status that the store named as
    paid, and an order of which nothing came in, say it all."""
    if placed.status != "partially_paid":
        return None
    came_in = minor(decimal(order.get("total_paid")), placed.currency) + placed.tender
    return came_in if came_in < placed.total + placed.tender else None


def _cancellation(order: OrderPlaced) -> Iterator[OrderCancelled]:
    if order.cancelled_at:
        yield OrderCancelled(
            platform=NAME,
            store_id=order.store_id,
            platform_order_id=order.platform_order_id,
            cancelled_at=order.cancelled_at,
            updated_at=order.updated_at,
        )


def _shipping(order: Field) -> Decimal:
    return (
        decimal(order.get("shipping_amount"))
        - decimal(order.get("shipping_discount_amount"))
        + decimal(order.get("shipping_discount_tax_compensation_amount"))
    )


def _shipping_paid(order: Field) -> Fraction:
    """What a discount left of the shipping."""
    shown, paid = Fraction(decimal(order.get("shipping_amount"))), Fraction(_shipping(order))
    return paid / shown if 0 <= paid < shown else Fraction(1)


def _other(order: Field, currency: str) -> int:
    """Wrapping and fixed product taxes."""
    added = sum((extended(order, name) for name in WRAPPING), Decimal(0))
    return minor(added + fixed_taxes(order), currency)


def _tender(order: Field, currency: str) -> int:
    """What gift cards, credit and points have paid, which the grand total leaves out."""
    return minor(sum((extended(order, name) for name in TENDER), Decimal(0)), currency)


def _customer(order: Field, store: Store, key: bytes) -> str:
    customer = order.get("customer_id")
    return customer_hash(store.store_id, customer.identity(), key) if customer.is_id else ""


def _flags(order: Field, items: Sequence[Item], currency: str) -> Iterator[str]:
    """Words for what a person may want to know when they look at the order."""
    if any(order.get(name).is_id for name in ("relation_parent_id", "original_increment_id")):
        yield "recreated"  # an edit: the order before it was cancelled
    if is_rounded(order, currency):
        yield "rounded"
    if has_unusable_sku(order):
        yield "sku_unusable"
    yield from flags_of_negative_lines(items)
    if _subtotal_differs(order, items, currency):
        yield "subtotal_differs"


def _subtotal_differs(order: Field, items: Sequence[Item], currency: str) -> bool:
    if not order.get("subtotal").stated:
        return False
    shown = sum(item.net + item.discount for item in items)
    return shown != minor(decimal(order["subtotal"]), currency)
