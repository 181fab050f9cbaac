"""The order as any other store tells it: a snapshot, its refunds and its cancellation."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from commissions.domain.currencies import EXPONENTS, exponent
from commissions.domain.orders.continues import Continues
from commissions.domain.orders.keys import order_key
from commissions.domain.orders.order import (
    DISCOUNT_OF_ALL,
    Item,
    OfOrder,
    OrderCancelled,
    OrderPlaced,
    Referral,
)
from commissions.domain.orders.rounding import is_cash_rounding
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook, customer_hash
from commissions.platforms.orders_api import told_back
from commissions.platforms.orders_api.name import NAME
from commissions.platforms.orders_api.problems import InvalidOrder, check, of_validation, problem
from commissions.platforms.orders_api.refunds import refunded
from commissions.platforms.orders_api.schema import ItemIn, OrderIn, line_ids
from commissions.platforms.strict_json import NotJson, loads

PAID = frozenset({"paid", "partially_refunded", "refunded"})
"""Statuses that say that all of the total has come in."""


def parse_order(
    body: bytes,
    store: Store,
    customer_key: bytes,
    *,
    received_at: datetime | None = None,
    now: datetime | None = None,
) -> ParsedWebhook:
    """The records of an order as it was sent. Raises InvalidOrder."""
    payload = payload_of(body)
    return parse_payload(payload, store, customer_key, received_at=received_at, now=now)


def parse_payload(
    payload: Any,
    store: Store,
    customer_key: bytes,
    *,
    received_at: datetime | None = None,
    now: datetime | None = None,
) -> ParsedWebhook:
    """The records that an order tells of: itself, its refunds and its cancellation.

    `received_at` is what an order is of that does not say it; without it, of the last thing that it
    tells. `now`: the server's time, which none of its times may be ahead of; without it, nobody
    looks. Raises InvalidOrder.
    """
    order = _order(payload)
    check(order, now)
    placed = _placed(order, store, customer_key, received_at or _last_told(order))
    return ParsedWebhook(
        topic=NAME,
        occurred_at=placed.updated_at,
        records=(
            placed,
            *(each for refund in order.refunds for each in refunded(refund, placed)),
            *_cancelled(placed),
        ),
    )


def payload_of(body: bytes) -> Any:
    """Raises InvalidOrder."""
    try:
        return loads(body)
    except NotJson as error:
        raise InvalidOrder([problem("", str(error))]) from None


def is_undated(payload: Any) -> bool:
    """Whether an order does not say as of when it is told."""
    return isinstance(payload, dict) and payload.get("updated_at") is None


def _last_told(order: OrderIn) -> datetime:
    refunded = (refund.refunded_at for refund in order.refunds)
    return max(order.order_ts, order.cancelled_at or order.order_ts, *refunded)


def _order(payload: Any) -> OrderIn:
    currency = payload.get("currency") if isinstance(payload, dict) else None
    known = currency if isinstance(currency, str) and currency in EXPONENTS else ""
    try:
        return OrderIn.model_validate(payload, context={"currency": known})
    except ValidationError as error:
        problems = of_validation(error)
    # Raised out here: the validator's own error holds what was sent.
    raise InvalidOrder(problems)


def _placed(
    order: OrderIn, store: Store, customer_key: bytes, received_at: datetime
) -> OrderPlaced:
    items = tuple(map(_item, order.items, line_ids(order)))
    code = order.distributor_ref
    customer = order.customer_id
    return OrderPlaced(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=order.platform_order_id,
        order_ts=order.order_ts,
        updated_at=order.updated_at or received_at,
        status=order.status,
        currency=order.currency,
        distributor_ref=code,
        items=items,
        total=order.total,
        shipping=order.shipping,
        tax=sum(item.tax for item in items) if order.tax is None else order.tax,
        other=order.other,
        referrals=(Referral("distributor_ref", code, forgeable=False),) if code else (),
        customer=customer_hash(store.store_id, customer, customer_key) if customer else "",
        cancelled_at=order.cancelled_at,
        continues=_continued(order, store.store_id),
        contract=order.contract,
        test=order.test,
        received=_received(order),
        flags=tuple(_flags(order, items)),
    )


def _continued(order: OrderIn, store_id: str) -> Continues | None:
    if (told := order.continues) is None:
        return None
    return Continues(order_key(NAME, store_id, told.order) if told.order else "", told.as_)


def _received(order: OrderIn) -> int | None:
    """What came in; where the status says that all of it did, no more than that is known."""
    return None if order.status in PAID and order.received == order.total else order.received


def _flags(order: OrderIn, items: tuple[Item, ...]) -> Iterator[str]:
    if _is_discounted(order):
        yield DISCOUNT_OF_ALL
    if told_back.fall_short(order, items):
        yield told_back.FALL_SHORT


def _is_discounted(order: OrderIn) -> bool:
    """Whether `other` takes something off everything; rounding at a till, which is at most half a
    unit of the currency, or of its smallest coin, does not, unless it leaves nothing to pay."""
    is_small = -order.other * 2 <= 10 ** exponent(order.currency)
    is_rounding = is_small or is_cash_rounding(order.other, order.currency)
    return order.other < 0 and not (is_rounding and order.total)


def _item(item: ItemIn, line_id: str) -> Item:
    return Item(
        line_id=line_id,
        platform_sku=item.platform_sku,
        variant_id=item.variant_id,
        qty=item.qty,
        unit_price=item.unit_price,
        discount=item.discount,
        tax=item.tax,
        net=int(item.unit_price * item.qty) - item.discount if item.net is None else item.net,
        kind=item.kind,
    )


def _cancelled(order: OrderPlaced) -> tuple[OfOrder, ...]:
    if order.cancelled_at is None:
        return ()
    return (
        OrderCancelled(
            platform=NAME,
            store_id=order.store_id,
            platform_order_id=order.platform_order_id,
            cancelled_at=order.cancelled_at,
            updated_at=order.updated_at,
        ),
    )
