"""Shopify: https://shopify.dev/docs/apps/build/webhooks"""

import base64
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from commissions.domain.order import OfOrder, OrderCancelled
from commissions.domain.store import Store
from commissions.platforms import UNTOLD, Ignored, Reading, Unreadable
from commissions.platforms.payload import Field, moment_of
from commissions.platforms.shopify.name import NAME
from commissions.platforms.shopify.orders import snapshot
from commissions.platforms.shopify.refunds import refunded

__all__ = ["CARRIERS", "NAME", "belongs", "greeting", "is_authentic", "topic", "translate"]

ORDER_TOPICS = frozenset({"orders/create", "orders/paid", "orders/updated", "orders/cancelled"})
REFUND_TOPIC = "refunds/create"
# The order of "Send test notification"; copies that went through JavaScript end in 500.
SAMPLE_ORDERS = frozenset({"820982911946154508", "820982911946154500"})
CARRIERS = ("discount_code", "cart_attribute", "landing_site")

_TOPIC = re.compile(r"[a-z_]{1,40}/[a-z_]{1,40}", re.ASCII)
_DELIVERY_ID = re.compile(r"[!-~]{1,128}", re.ASCII)
_DELIVERY = ("webhook-id", "event-id", "triggered-at", "api-version")


def greeting(body: bytes, headers: Mapping[str, str]) -> str | None:
    """Shopify greets nobody: every call is signed."""
    return None


def is_authentic(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """Whether one of the app's live secrets signed exactly these bytes."""
    given = _header(headers, "hmac-sha256").encode("utf-8", "replace")
    expected = [
        base64.b64encode(hmac.digest(secret.encode(), body, sha256)) for secret in secrets if secret
    ]
    # All are compared, as bytes: neither how long it takes nor an odd character tells anything.
    matches = [hmac.compare_digest(given, each) for each in expected]
    return any(matches)


def belongs(headers: Mapping[str, str], store: Store) -> bool:
    """Whether the webhook names the store it was sent to; one app secret serves many shops."""
    return not store.domain or _header(headers, "shop-domain").lower() == store.domain.lower()


def topic(headers: Mapping[str, str]) -> str:
    """The topic, such as `orders/paid`; empty where the header holds none."""
    named = _header(headers, "topic").lower()
    return named if _TOPIC.fullmatch(named) else ""


def translate(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> Reading:
    """The records that a webhook tells of; the topic is not signed, so what the body says counts.

    Raises Unreadable.
    """
    body = Field(payload)
    if not topic:
        raise Unreadable("the topic header names no topic")
    if ignored := _ignored(body, topic):
        records: tuple[OfOrder, ...] = ()
        told_at, reason = _any_time(payload, headers), ignored.reason
    elif topic == REFUND_TOPIC:
        records, told_at = refunded(body, body["order_id"], store), body["created_at"].moment()
        reason = "" if records else "a refund that gives nothing back, or not yet"
    else:
        records, told_at = _order(body, topic, store, customer_key), body["updated_at"].moment()
        reason = ""
    return Reading(
        topic=topic,
        records=records,
        told_at=told_at,
        ignored=reason,
        delivery=_delivery(headers),
    )


def _ignored(body: Field, topic: str) -> Ignored | None:
    if topic not in ORDER_TOPICS and topic != REFUND_TOPIC:
        return Ignored(f"{topic} earns nothing")
    _check_whole(body)
    source = body["order_id" if topic == REFUND_TOPIC else "id"]
    if source.identity() in SAMPLE_ORDERS:
        return Ignored("a test notification")
    return None


def _check_whole(body: Field) -> None:
    if isinstance(body.value, dict) and body.value.keys() <= {"id", "admin_graphql_api_id"}:
        raise Unreadable("the body is only an id: it was too large to deliver and must be fetched")


def _order(body: Field, topic: str, store: Store, customer_key: bytes) -> tuple[OfOrder, ...]:
    """The snapshot, and as facts of their own the refunds and the cancellation in it."""
    order = snapshot(body, store, customer_key)
    told: list[OfOrder] = [order]
    for refund in body.get("refunds").each():
        told += refunded(refund, body["id"], store)
    if order.cancelled_at:
        told.append(
            OrderCancelled(
                platform=NAME,
                store_id=store.store_id,
                platform_order_id=order.platform_order_id,
                cancelled_at=order.cancelled_at,
                updated_at=order.updated_at,
            )
        )
    elif topic == "orders/cancelled":
        raise body["cancelled_at"].wrong("is null in a cancelled order")
    return tuple(told)


def _any_time(payload: Any, headers: Mapping[str, str]) -> datetime:
    body = payload if isinstance(payload, dict) else {}
    told = (_header(headers, "triggered-at"), body.get("updated_at"), body.get("created_at"))
    return next((moment for value in told if (moment := moment_of(value))), UNTOLD)


def _delivery(headers: Mapping[str, str]) -> dict[str, str]:
    found = {name.replace("-", "_"): _header(headers, name) for name in _DELIVERY}
    return {name: value for name, value in found.items() if _DELIVERY_ID.fullmatch(value)}


def _header(headers: Mapping[str, str], name: str) -> str:
    """Newer webhooks name their headers without `x-`; where both are, these win."""
    return headers.get(f"shopify-{name}", headers.get(f"x-shopify-{name}", ""))
