"""What each of Shopify's topics tells; the topic is not signed, so what the body says counts."""

from collections.abc import Callable, Mapping

from commissions.domain.order import OfOrder, OrderCancelled
from commissions.domain.store import Store
from commissions.platforms.payload import Field
from commissions.platforms.shopify import privacy, products, refetch
from commissions.platforms.shopify.message import TEST_NOTIFICATION, Said, WebhookMessage
from commissions.platforms.shopify.name import NAME
from commissions.platforms.shopify.orders import snapshot
from commissions.platforms.shopify.refunds import refunded

CANCELLED = "orders/cancelled"
NOTHING_BACK = "a refund that gives nothing back, or not yet"


def parse(message: WebhookMessage) -> Said:
    """Raises InvalidPayload, or WrongRecipient."""
    resource = message.topic.split("/")[0]
    reader = READERS.get(message.topic) or READERS.get(resource)
    return reader(message) if reader else message.ignored(f"{message.topic} earns nothing")


def order_records(order: Field, store: Store, customer_key: bytes) -> tuple[OfOrder, ...]:
    """The snapshot, and as facts of their own the refunds and the cancellation in it."""
    placed = snapshot(order, store, customer_key)
    told: list[OfOrder] = [placed]
    for refund in order.get("refunds").each():
        told += refunded(refund, order["id"], store)
    if placed.cancelled_at:
        told.append(
            OrderCancelled(
                platform=NAME,
                store_id=store.store_id,
                platform_order_id=placed.platform_order_id,
                cancelled_at=placed.cancelled_at,
                updated_at=placed.updated_at,
            )
        )
    return tuple(told)


def _order(message: WebhookMessage) -> Said:
    body = message.body
    if refetch.is_only_id(body) or body["id"].identity() in refetch.SAMPLE_ORDERS:
        return refetch.deleted(message)
    records = order_records(body, message.store, message.customer_key)
    if message.topic == CANCELLED and not body.get("cancelled_at").given:
        raise body["cancelled_at"].wrong("is null in a cancelled order")
    return Said(records, body["updated_at"].moment())


def _refund(message: WebhookMessage) -> Said:
    body = message.body
    if body["order_id"].identity() in refetch.SAMPLE_ORDERS:
        return message.ignored(TEST_NOTIFICATION)
    if refetch.is_only_id(body):
        return refetch.of_order(message, body["order_id"])
    records = refunded(body, body["order_id"], message.store)
    return Said(records, body["created_at"].moment(), "" if records else NOTHING_BACK)


def _customer(message: WebhookMessage) -> Said:
    return message.ignored(f"{message.topic} tells of a person, of whom nothing is kept")


READERS: Mapping[str, Callable[[WebhookMessage], Said]] = {
    "orders/create": _order,
    "orders/paid": _order,
    "orders/updated": _order,
    CANCELLED: _order,
    "orders/edited": refetch.edited,
    "orders/delete": refetch.deleted,
    "refunds/create": _refund,
    "order_transactions/create": refetch.paid_by,
    "returns": refetch.returned,
    "products/create": products.product_changed,
    "products/update": products.product_changed,
    "products/delete": products.product_deleted,
    "customers": _customer,
    **dict.fromkeys(privacy.KINDS, privacy.privacy_request),
}
