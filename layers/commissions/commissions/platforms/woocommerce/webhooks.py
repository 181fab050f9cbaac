"""What each of WooCommerce's topics tells; the topic is not signed, so what the body says counts.

There is no topic of payments, cancellations or refunds: all come as `order.updated`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from commissions.domain.orders.hint import ORDER, PRODUCT, ChangeHinted
from commissions.domain.store_record import StoreRecord
from commissions.domain.stores.store import Store
from commissions.platforms import NO_TIME, InvalidPayload, ParsedWebhook
from commissions.platforms.payload import Field
from commissions.platforms.woocommerce.amounts import is_coarse
from commissions.platforms.woocommerce.continues import renewed_subscription
from commissions.platforms.woocommerce.headers import delivery_ids
from commissions.platforms.woocommerce.name import NAME
from commissions.platforms.woocommerce.orders import snapshot_records
from commissions.platforms.woocommerce.products import has_variations, product_record
from commissions.platforms.woocommerce.signatures import SIGNATURE
from commissions.platforms.woocommerce.times import updated

COARSE, REFUNDS, RENEWAL = "coarse amounts", "refunds", "renewal"
CHANGES = frozenset({"created", "updated", "restored"})
DELETED = "deleted"
FORM = "application/x-www-form-urlencoded"

_PING = re.compile(rb"webhook_id=[0-9]{1,20}")


def handshake(body: bytes, headers: Mapping[str, str]) -> str | None:
    """The ping of a webhook that was just made: it is not signed, tells nothing, and needs a 200,
    or else each later save of the webhook pings again."""
    is_form = headers.get("content-type", "").lower().startswith(FORM)
    return "" if is_form and SIGNATURE not in headers and _PING.fullmatch(body) else None


def parse_webhook(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> ParsedWebhook:
    """The records that a webhook tells of. Raises InvalidPayload."""
    if not topic:
        raise InvalidPayload("the topic header names no topic")
    parsed = _parse(topic, Field(payload), store, customer_key)
    return replace(parsed, delivery=delivery_ids(headers))


def _parse(topic: str, body: Field, store: Store, customer_key: bytes) -> ParsedWebhook:
    resource, _, event = topic.partition(".")
    if resource not in (ORDER, PRODUCT) or event not in CHANGES | {DELETED}:
        return _parsed(topic, (), NO_TIME, f"{topic} earns nothing")
    if status := _error(body):
        return _parsed(topic, (), NO_TIME, _why(resource, status))
    if event == DELETED:
        hint = _refetch(resource, body["id"].identity(), store, topic, NO_TIME)
        return _parsed(topic, (hint,), NO_TIME)
    if resource == PRODUCT:
        return _product(topic, body, store)
    return _order(topic, body, store, customer_key)


def _order(topic: str, body: Field, store: Store, customer_key: bytes) -> ParsedWebhook:
    """The snapshot, and where it cannot be enough, that the store has to be asked."""
    order_id, at = body["id"].identity(), updated(body)
    if why := _says_too_little(body):
        return _parsed(topic, (_refetch(ORDER, order_id, store, why, at),), at)
    records: tuple[StoreRecord, ...] = snapshot_records(body, store, customer_key)
    if body.get("refunds").value:
        records += (_refetch(ORDER, order_id, store, REFUNDS, at),)
    return _parsed(topic, records, at)


def _says_too_little(order: Field) -> str:
    """Why an order is not read from a webhook at all: its amounts are too coarse, or its
    subscription has to be asked for, without which it would be another order."""
    if is_coarse(order):
        return COARSE
    return RENEWAL if renewed_subscription(order) else ""


def _product(topic: str, body: Field, store: Store) -> ParsedWebhook:
    """A product; one with variations tells only their ids."""
    at = updated(body)
    if has_variations(body):
        return _parsed(topic, (_refetch(PRODUCT, body["id"].identity(), store, topic, at),), at)
    return _parsed(topic, (product_record(body, store),), at)


def _parsed(
    topic: str, records: tuple[StoreRecord, ...], occurred_at: datetime, ignored: str = ""
) -> ParsedWebhook:
    return ParsedWebhook(topic=topic, records=records, occurred_at=occurred_at, ignored=ignored)


def _refetch(
    subject: str, subject_id: str, store: Store, reason: str, at: datetime
) -> ChangeHinted:
    """That the store has to be asked."""
    return ChangeHinted(
        platform=NAME,
        store_id=store.store_id,
        subject=subject,
        subject_id=subject_id,
        hinted_at=at,
        reason=reason,
    )


def _error(body: Field) -> int:
    """The HTTP status of an error that was signed and sent in place of a resource; else 0."""
    if not isinstance(body.value, dict) or "id" in body.value or "code" not in body.value:
        return 0
    data = body.value.get("data")
    status = data.get("status") if isinstance(data, dict) else data
    return status if type(status) is int else 0


def _why(resource: str, status: int) -> str:
    reason = f"the shop could not read its own {resource} for the webhook ({status})"
    if status in (401, 403):
        return f"{reason}: the webhook's user has lost the right to; only asking finds its changes"
    return f"{reason}: it was gone before it was sent"
