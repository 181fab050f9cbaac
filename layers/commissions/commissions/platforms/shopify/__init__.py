"""Shopify: https://shopify.dev/docs/apps/build/webhooks"""

import base64
import hmac
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from commissions.domain.store import Store
from commissions.platforms import InvalidPayload, ParsedWebhook
from commissions.platforms.payload import Field
from commissions.platforms.shopify import products, webhooks
from commissions.platforms.shopify.message import WebhookMessage, header, sent_at
from commissions.platforms.shopify.name import NAME

__all__ = [
    "CARRIERS",
    "NAME",
    "handshake",
    "is_authentic",
    "is_for_store",
    "parse_order",
    "parse_product",
    "parse_webhook",
    "topic",
]

CARRIERS: tuple[str, ...] = ("discount_code", "cart_attribute", "landing_site")
FETCHED_ORDER, FETCHED_PRODUCT = "orders/fetched", "products/fetched"
"""What takes the place of a topic where the store was asked."""

_TOPIC = re.compile(r"[a-z_]{1,40}/[a-z_]{1,40}", re.ASCII)
_DELIVERY_ID = re.compile(r"[!-~]{1,128}", re.ASCII)
_DELIVERY = ("webhook-id", "event-id", "triggered-at", "api-version")


def handshake(body: bytes, headers: Mapping[str, str]) -> str | None:
    """Shopify greets nobody: every call is signed."""
    return None


def is_authentic(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """Whether one of the live secrets signed exactly these bytes: the app's, its former one, or
    the shop's own, which signs what was set up by hand."""
    given = header(headers, "hmac-sha256").encode("utf-8", "replace")
    expected = [
        base64.b64encode(hmac.digest(secret.encode(), body, sha256)) for secret in secrets if secret
    ]
    # All are compared, as bytes: neither how long it takes nor an odd character tells anything.
    matches = [hmac.compare_digest(given, each) for each in expected]
    return any(matches)


def is_for_store(headers: Mapping[str, str], store: Store) -> bool:
    """Whether the webhook names the store it was sent to; one app secret serves many shops."""
    return not store.domain or header(headers, "shop-domain").lower() == store.domain.lower()


def topic(headers: Mapping[str, str]) -> str:
    """The topic, such as `orders/paid`; empty where the header holds none."""
    named = header(headers, "topic").lower()
    return named if _TOPIC.fullmatch(named) else ""


def parse_webhook(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> ParsedWebhook:
    """The records that a webhook tells of. Raises InvalidPayload, or WrongRecipient."""
    if not topic:
        raise InvalidPayload("the topic header names no topic")
    sent = sent_at(payload, headers)
    said = webhooks.parse(WebhookMessage(topic, Field(payload), sent, store, customer_key))
    return ParsedWebhook(
        topic=topic,
        records=said.records,
        occurred_at=said.told_at,
        ignored=said.ignored,
        delivery=_delivery(headers),
    )


def parse_order(payload: Any, store: Store, customer_key: bytes) -> ParsedWebhook:
    """The records of an order in a webhook's shape, into which our client turns what the API
    answers. What the API could not show is named beside them as `unseen`. Raises InvalidPayload."""
    order = Field(payload)
    unseen = ",".join(each.text() for each in order.get("unseen").each())
    return ParsedWebhook(
        topic=FETCHED_ORDER,
        records=webhooks.order_records(order, store, customer_key),
        occurred_at=order["updated_at"].moment(),
        delivery={"unseen": unseen} if unseen else {},
    )


def parse_product(payload: Any, store: Store) -> ParsedWebhook:
    """The records of a product in a webhook's shape. Raises InvalidPayload."""
    product = products.product_record(Field(payload), store)
    return ParsedWebhook(topic=FETCHED_PRODUCT, records=(product,), occurred_at=product.updated_at)


def _delivery(headers: Mapping[str, str]) -> dict[str, str]:
    found = {name.replace("-", "_"): header(headers, name) for name in _DELIVERY}
    return {name: value for name, value in found.items() if _DELIVERY_ID.fullmatch(value)}
