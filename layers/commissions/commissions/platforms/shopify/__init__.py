"""Shopify: https://shopify.dev/docs/apps/build/webhooks"""

import base64
import hmac
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from commissions.domain.store import Store
from commissions.platforms import Reading, Unreadable
from commissions.platforms.payload import Field
from commissions.platforms.shopify import catalogue, topics
from commissions.platforms.shopify.message import Message, header, sent_at
from commissions.platforms.shopify.name import NAME

__all__ = [
    "CARRIERS",
    "NAME",
    "belongs",
    "fetched",
    "greeting",
    "is_authentic",
    "listed",
    "topic",
    "translate",
]

CARRIERS: tuple[str, ...] = ("discount_code", "cart_attribute", "landing_site")
FETCHED_ORDER, FETCHED_PRODUCT = "orders/fetched", "products/fetched"
"""What takes the place of a topic where the store was asked."""

_TOPIC = re.compile(r"[a-z_]{1,40}/[a-z_]{1,40}", re.ASCII)
_DELIVERY_ID = re.compile(r"[!-~]{1,128}", re.ASCII)
_DELIVERY = ("webhook-id", "event-id", "triggered-at", "api-version")


def greeting(body: bytes, headers: Mapping[str, str]) -> str | None:
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


def belongs(headers: Mapping[str, str], store: Store) -> bool:
    """Whether the webhook names the store it was sent to; one app secret serves many shops."""
    return not store.domain or header(headers, "shop-domain").lower() == store.domain.lower()


def topic(headers: Mapping[str, str]) -> str:
    """The topic, such as `orders/paid`; empty where the header holds none."""
    named = header(headers, "topic").lower()
    return named if _TOPIC.fullmatch(named) else ""


def translate(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> Reading:
    """The records that a webhook tells of. Raises Unreadable, or NotOurs."""
    if not topic:
        raise Unreadable("the topic header names no topic")
    sent = sent_at(payload, headers)
    said = topics.said(Message(topic, Field(payload), sent, store, customer_key))
    return Reading(
        topic=topic,
        records=said.records,
        told_at=said.told_at,
        ignored=said.ignored,
        delivery=_delivery(headers),
    )


def fetched(payload: Any, store: Store, customer_key: bytes) -> Reading:
    """The records of an order in a webhook's shape, into which our client turns what the API
    answers. What the API could not show is named beside them as `unseen`. Raises Unreadable."""
    order = Field(payload)
    unseen = ",".join(each.text() for each in order.get("unseen").each())
    return Reading(
        topic=FETCHED_ORDER,
        records=topics.of_order(order, store, customer_key),
        told_at=order["updated_at"].moment(),
        delivery={"unseen": unseen} if unseen else {},
    )


def listed(payload: Any, store: Store) -> Reading:
    """The records of a product in a webhook's shape. Raises Unreadable."""
    product = catalogue.listed(Field(payload), store)
    return Reading(topic=FETCHED_PRODUCT, records=(product,), told_at=product.updated_at)


def _delivery(headers: Mapping[str, str]) -> dict[str, str]:
    found = {name.replace("-", "_"): header(headers, name) for name in _DELIVERY}
    return {name: value for name, value in found.items() if _DELIVERY_ID.fullmatch(value)}
