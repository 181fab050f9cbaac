"""What each of Shopify's topics tells; the topic is not signed, so what the body says counts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from commissions.domain.orders.hint import ORDER, ChangeHinted
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Store
from commissions.platforms import InvalidPayload, ParsedWebhook
from commissions.platforms.payload import Field
from commissions.platforms.shopify import bundles, privacy, products, refetch
from commissions.platforms.shopify.customer_merges import customers_merged
from commissions.platforms.shopify.disputes import disputed
from commissions.platforms.shopify.headers import delivery_ids
from commissions.platforms.shopify.message import TEST_NOTIFICATION, WebhookMessage
from commissions.platforms.shopify.orders import needs_received, order_records
from commissions.platforms.shopify.refunds import refunded
from commissions.platforms.shopify.times import sent_at

CANCELLED = "orders/cancelled"
NOTHING_BACK = "a refund that gives nothing back, or not yet"


def handshake(body: bytes, headers: Mapping[str, str]) -> str | None:
    """Shopify has none: every call is signed."""
    return None


def parse_webhook(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> ParsedWebhook:
    """The records that a webhook tells of. Raises InvalidPayload, or WrongRecipient."""
    if not topic:
        raise InvalidPayload("the topic header names no topic")
    sent = sent_at(payload, headers)
    parsed = _parse(WebhookMessage(topic, Field(payload), sent, store, customer_key))
    return replace(parsed, delivery=delivery_ids(headers))


def _parse(message: WebhookMessage) -> ParsedWebhook:
    resource = message.topic.split("/")[0]
    reader = READERS.get(message.topic) or READERS.get(resource)
    return reader(message) if reader else message.ignored(f"{message.topic} earns nothing")


def _order(message: WebhookMessage) -> ParsedWebhook:
    body = message.body
    if refetch.is_only_id(body) or body["id"].identity() in refetch.SAMPLE_ORDERS:
        return refetch.order_deleted(message)
    if bundles.are_unnamed(body):
        return message.refetch(ORDER, body["id"].identity())
    records = order_records(body, message.store, message.customer_key)
    if message.topic == CANCELLED and not body.get("cancelled_at").given:
        raise body["cancelled_at"].wrong("is null in a cancelled order")
    placed, *others = records
    refunds = [each for each in others if isinstance(each, OrderRefunded)]
    asks: tuple[ChangeHinted, ...] = ()
    if isinstance(placed, OrderPlaced) and needs_received(placed, refunds):
        asks = (message.hint(ORDER, placed.platform_order_id),)
    return message.parsed((*records, *asks), body["updated_at"].moment())


def _refund(message: WebhookMessage) -> ParsedWebhook:
    body = message.body
    if body["order_id"].identity() in refetch.SAMPLE_ORDERS:
        return message.ignored(TEST_NOTIFICATION)
    if refetch.is_only_id(body):
        return refetch.refetch_order(message, body["order_id"])
    records = refunded(body, body["order_id"], message.store)
    return message.parsed(records, body["created_at"].moment(), "" if records else NOTHING_BACK)


def _customer(message: WebhookMessage) -> ParsedWebhook:
    return message.ignored(f"{message.topic} tells of a person, of whom nothing is kept")


READERS: Mapping[str, Callable[[WebhookMessage], ParsedWebhook]] = {
    "orders/create": _order,
    "orders/paid": _order,
    "orders/updated": _order,
    CANCELLED: _order,
    "orders/edited": refetch.order_edited,
    "orders/delete": refetch.order_deleted,
    "refunds/create": _refund,
    "order_transactions/create": refetch.payment_made,
    "returns": refetch.order_returned,
    "disputes": disputed,
    "products/create": products.product_changed,
    "products/update": products.product_changed,
    "products/delete": products.product_deleted,
    "customers": _customer,
    "customers/merge": customers_merged,
    **dict.fromkeys(privacy.KINDS, privacy.privacy_request),
}
