"""Messages that only say that an order is not what it was: the store has to be asked."""

import re

from commissions.domain.orders.hint import ORDER
from commissions.platforms import ParsedWebhook
from commissions.platforms.payload import Field
from commissions.platforms.shopify.message import TEST_NOTIFICATION, WebhookMessage

# The order of "Send test notification"; copies that went through JavaScript end in 500.
SAMPLE_ORDERS = frozenset({"820982911946154508", "820982911946154500"})
SAMPLE_RETURNS = frozenset({"123134564567890"})
_ORDER_GID = re.compile(r"gid://shopify/Order/([1-9][0-9]{0,19})", re.ASCII)
_ONLY_ID = frozenset({"id", "admin_graphql_api_id", "order_id"})


def is_only_id(body: Field) -> bool:
    """Whether the rest was too large to be delivered (Shopify then sends `{"id": …}`)."""
    return isinstance(body.value, dict) and bool(body.value) and body.value.keys() <= _ONLY_ID


def refetch_order(message: WebhookMessage, order: Field) -> ParsedWebhook:
    """A hint at the order of this id, unless it is the one of the test notifications."""
    order_id = order.identity()
    if order_id in SAMPLE_ORDERS:
        return message.ignored(TEST_NOTIFICATION)
    return message.refetch(ORDER, order_id)


def order_deleted(message: WebhookMessage) -> ParsedWebhook:
    return refetch_order(message, message.body["id"])


def order_edited(message: WebhookMessage) -> ParsedWebhook:
    """An edit tells only differences."""
    return refetch_order(message, message.body["order_edit"]["order_id"])


def payment_made(message: WebhookMessage) -> ParsedWebhook:
    """A payment, or an attempt at one: what it makes of the order is the order's to say."""
    return refetch_order(message, message.body["order_id"])


def order_returned(message: WebhookMessage) -> ParsedWebhook:
    """A return is no money yet; what it changes in the order stands there."""
    body = message.body
    if body.get("id").given and body["id"].identity() in SAMPLE_RETURNS:
        return message.ignored(TEST_NOTIFICATION)
    if order := _order_of(body):
        return refetch_order(message, order)
    return message.ignored(f"{message.topic} names no order")


def _order_of(body: Field) -> Field | None:
    order = body.get("order")
    named = [body.get("order_id"), order.get("id") if order.given else order]
    gids = [order.get("admin_graphql_api_id"), body.get("admin_graphql_api_order_id")]
    for gid in gids:
        match = _ORDER_GID.fullmatch(gid.text())
        named.append(Field(match[1] if match else None, gid.path))
    return next((field for field in named if field.given), None)
