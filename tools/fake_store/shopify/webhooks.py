"""The webhooks of a shop: REST-shaped bodies, signed with the app's secret."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from tools.fake_store.shopify.nodes import moment
from tools.fake_store.shopify.webhook_bodies import (
    dispute_body,
    edit_body,
    order_body,
    payment_body,
    product_body,
    refund_body,
)
from tools.fake_store.toolkit import Delivery, Event, Hook, Shop

type Body = Callable[[Shop, Event], Any]
TOPICS: Mapping[str, Mapping[str, Body]] = {
    "order.created": {"orders/create": order_body, "orders/updated": order_body},
    "order.paid": {
        "order_transactions/create": payment_body,
        "orders/paid": order_body,
        "orders/updated": order_body,
    },
    "order.cancelled": {"orders/cancelled": order_body, "orders/updated": order_body},
    "order.edited": {"orders/edited": edit_body, "orders/updated": order_body},
    "order.refunded": {"refunds/create": refund_body, "orders/updated": order_body},
    "order.deleted": {"orders/delete": lambda shop, event: {"id": event.id}},
    "dispute.created": {"disputes/create": dispute_body},
    "dispute.updated": {"disputes/update": dispute_body},
    "product.created": {"products/create": product_body},
    "product.updated": {"products/update": product_body},
    "product.deleted": {"products/delete": lambda shop, event: {"id": event.id}},
}


def deliveries(shop: Shop, event: Event) -> list[Delivery]:
    made = []
    for topic, body_of in TOPICS.get(event.kind, {}).items():
        hooks = [hook for hook in shop.hooks if hook.active and hook.topic == topic]
        if not hooks:
            continue
        body = json.dumps(body_of(shop, event), separators=(",", ":")).encode()
        made += [Delivery(hook, hook.url, headers(shop, event, hook, body), body) for hook in hooks]
    return made


def headers(shop: Shop, event: Event, hook: Hook, body: bytes) -> dict[str, str]:
    secret = (hook.secret or shop.secret).encode()
    about = f"{shop.store_id} {event.kind} {event.id} {event.part} {event.at}"
    return {
        "Content-Type": "application/json",
        "User-Agent": "Shopify-Captain-Hook",
        "X-Shopify-Topic": hook.topic,
        "X-Shopify-Hmac-Sha256": base64.b64encode(hmac.digest(secret, body, sha256)).decode(),
        "X-Shopify-Shop-Domain": shop.domain,
        "X-Shopify-API-Version": "2026-10",
        "X-Shopify-Webhook-Id": _id(f"{about} {hook.hook_id} {hook.topic}"),
        "X-Shopify-Event-Id": _id(about),
        "X-Shopify-Triggered-At": moment(event.at),
    }


def _id(about: str) -> str:
    digits = sha256(about.encode()).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
