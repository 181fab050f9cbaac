"""A WooCommerce order, told by a webhook or answered by its API: the same snapshot of both."""

from collections.abc import Iterator, Sequence
from typing import Any

from commissions.domain.orders.negative_lines import flags_of_negative_lines
from commissions.domain.orders.order import (
    DISCOUNT_OF_ALL,
    OF_PAYMENT,
    ON_HOLD,
    Item,
    OfOrder,
    OrderCancelled,
    OrderPlaced,
)
from commissions.domain.orders.parking_reasons import REFUNDED_WITHOUT_REFUND
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook, customer_hash
from commissions.platforms.payload import Field
from commissions.platforms.referrals import ranked
from commissions.platforms.woocommerce import rounding
from commissions.platforms.woocommerce.amounts import FINER, Amounts, is_coarse
from commissions.platforms.woocommerce.continues import continued, contract_of
from commissions.platforms.woocommerce.deposits import received_of, with_parts
from commissions.platforms.woocommerce.fees import Fees, fees_of
from commissions.platforms.woocommerce.lines import has_unusable_sku, items_of
from commissions.platforms.woocommerce.name import NAME
from commissions.platforms.woocommerce.payment_status import (
    PART_PAID,
    cancelled_at,
    is_by_date_alone,
    is_held_though_paid,
    is_refunded,
    status_of,
)
from commissions.platforms.woocommerce.referrals import referrals_of
from commissions.platforms.woocommerce.refunds import refunded
from commissions.platforms.woocommerce.times import gmt, updated

FETCHED = "order.fetched"
"""What takes the place of a topic where the store was asked."""
NEGATIVE_FEE = "negative_fee"


def parse_order(payload: Any, store: Store, customer_key: bytes) -> ParsedWebhook:
    """The records of an order as the API answers it, its `refunds` in full: each as
    `GET /orders/{id}/refunds` has it. Raises InvalidPayload."""
    order = Field(payload)
    if is_coarse(order):
        raise order["total"].wrong("has fewer decimals than its currency")
    placed = snapshot(order, store, customer_key)
    decimals = rounding.shown_decimals(order)
    refunds = [
        each
        for refund in order.get("refunds").each()
        for each in refunded(refund, placed, decimals)
    ]
    return ParsedWebhook(
        topic=FETCHED,
        records=(placed, *refunds, *_cancellation(placed)),
        occurred_at=placed.updated_at,
    )


def snapshot_records(order: Field, store: Store, customer_key: bytes) -> tuple[OfOrder, ...]:
    """The snapshot, and its cancellation as a fact of its own; without its refunds, of which a
    webhook says too little."""
    placed = snapshot(order, store, customer_key)
    return placed, *_cancellation(placed)


def _cancellation(placed: OrderPlaced) -> tuple[OrderCancelled, ...]:
    if not placed.cancelled_at:
        return ()
    cancelled = OrderCancelled(
        platform=NAME,
        store_id=placed.store_id,
        platform_order_id=placed.platform_order_id,
        cancelled_at=placed.cancelled_at,
        updated_at=placed.updated_at,
    )
    return (cancelled,)


def snapshot(order: Field, store: Store, customer_key: bytes) -> OrderPlaced:
    """The order as of its `date_modified_gmt`; nothing of it but what is named here is kept."""
    amounts = Amounts(order["currency"].currency())
    items = with_parts(order, items_of(order, amounts, gone=is_refunded(order)))
    status, total = status_of(order, store.paid_when), amounts.read(order["total"])
    fees = fees_of(order, amounts)
    referrals, flags = ranked(referrals_of(order), store.carriers)
    placed = OrderPlaced(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=order["id"].identity(),
        order_ts=gmt(order["date_created_gmt"]),
        updated_at=updated(order),
        status=status,
        currency=amounts.currency,
        distributor_ref=referrals[0].value if referrals else "",
        items=items,
        total=total,
        shipping=amounts.read(order["shipping_total"]),
        tax=amounts.read(order["total_tax"]),
        other=fees.net,
        referrals=referrals,
        customer=_customer(order, store, customer_key),
        cancelled_at=cancelled_at(order),
        # The last, when all amounts have been read.
        flags=tuple(sorted({*flags, *_flags(order, items, amounts, fees)})),
        refund_ids=_refund_ids(order.get("refunds")),
        # Gift cards have paid a part, and the total leaves them out.
        tender=amounts.total(order.get("gift_cards"), "amount"),
        received=received_of(order, total) if status == PART_PAID else None,
        continues=continued(order, items, store.store_id),
        contract=contract_of(order),
        rounds_to=rounding.unit_of(order, items, amounts),
        discount=fees.discount,
        word=OF_PAYMENT if is_by_date_alone(order, store.paid_when) else "",
    )
    return rounding.reconciled(placed, fees.count)


def _customer(order: Field, store: Store, key: bytes) -> str:
    """Guests have the customer 0, and so has whoever was deleted."""
    customer = order.get("customer_id")
    return customer_hash(store.store_id, customer.identity(), key) if customer.is_id else ""


def _refund_ids(refunds: Field) -> tuple[str, ...] | None:
    """All refunds as of now: WooCommerce can take one back without a word."""
    if not refunds.given:
        return None
    return tuple(sorted({refund["id"].identity() for refund in refunds.each()}))


def _flags(order: Field, items: Sequence[Item], amounts: Amounts, fees: Fees) -> Iterator[str]:
    """Words for what a person may want to know when they look at the order."""
    if order.get("prices_include_tax").value is True:
        yield "tax_inclusive"
    if amounts.finer:
        yield FINER
    if has_unusable_sku(order):
        yield "sku_unusable"
    yield from _status_flags(order)
    yield from flags_of_negative_lines(items)
    if fees.any_negative:
        yield NEGATIVE_FEE
    if fees.is_discount:
        yield DISCOUNT_OF_ALL


def _status_flags(order: Field) -> Iterator[str]:
    if is_held_though_paid(order):
        yield ON_HOLD
    if is_refunded(order) and order.get("refunds").value == []:
        yield REFUNDED_WITHOUT_REFUND
