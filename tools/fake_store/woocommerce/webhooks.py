"""Webhooks: their registration, and what is sent to them."""

import base64
import hashlib
import hmac
import html
import json
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from tools.fake_store.toolkit import Delivery, Event, Hook, Request, Response, Shop, json_response
from tools.fake_store.woocommerce import pagination, shapes

AGENT = "WooCommerce/8.2.2 Hookshot (WordPress/6.4.1)"
PINGED = "hook.created"
TOPICS = {
    "order.created": "order.created",
    "order.paid": "order.updated",
    "order.cancelled": "order.updated",
    "order.edited": "order.updated",
    "order.refunded": "order.updated",
    "order.deleted": "order.deleted",
    "product.created": "product.created",
    "product.updated": "product.updated",
    "product.deleted": "product.deleted",
}


def listed(shop: Shop, request: Request) -> Response:
    found = [
        pagination.Entry(hook.hook_id, hook.created_at or shop.clock(), partial(_shown, hook))
        for hook in shop.hooks
    ]
    return pagination.page(request, found)


def made(shop: Shop, request: Request) -> Response:
    """Active at once, whatever the ping gets for an answer. The secret is never shown again."""
    asked = request.json()
    if not asked.get("topic") or not asked.get("delivery_url"):
        told = {"code": "woocommerce_rest_webhook_invalid_topic", "message": "Invalid topic."}
        return json_response(told | {"data": {"status": 400}}, 400)
    hook = shop.add_hook(asked["topic"], asked["delivery_url"], asked.get("secret", ""))
    hook.extra["name"] = asked.get("name", "")
    shop.notify(PINGED, hook.hook_id)
    return json_response(_shown(hook), 201)


def changed(shop: Shop, request: Request, hook_id: int) -> Response:
    found = [hook for hook in shop.hooks if hook.hook_id == hook_id]
    if not found:
        return pagination.invalid_id("shop_webhook")
    found[0].active = request.json().get("status", "active") == "active"
    return json_response(_shown(found[0]))


def removed(shop: Shop, request: Request, hook_id: int) -> Response:
    found = [_shown(hook) for hook in shop.hooks if hook.hook_id == hook_id]
    if not found:
        return pagination.invalid_id("shop_webhook")
    if request.one("force") != "true":
        told = {"code": "woocommerce_rest_trash_not_supported", "message": "Set force=true."}
        return json_response(told | {"data": {"status": 501}}, 501)
    shop.remove_hook(hook_id)
    return json_response(found[0])


def deliveries(shop: Shop, event: Event) -> list[Delivery]:
    if event.kind == PINGED:
        return [_ping(hook) for hook in shop.hooks if hook.hook_id == event.id]
    return [
        _delivery(shop, hook, body)
        for topic, resource in _told(shop, event)
        for body in (_php_json(resource),)
        for hook in shop.hooks
        if hook.active and hook.topic == topic
    ]


def _told(shop: Shop, event: Event) -> Iterator[tuple[str, pagination.Thing]]:
    """The topics of a change, each with what it tells; nothing for what WooCommerce hides."""
    topic = TOPICS.get(event.kind, "")
    if not topic:
        return
    if event.kind == "order.deleted":
        if not shop.order(event.id).deleted:  # only the trash is told, never the end
            yield topic, {"id": event.id}
    elif topic == "product.deleted":
        yield topic, {"id": event.id}
        yield "coupon.deleted", {"id": event.id}  # all kinds of deletions cross
    elif topic.startswith("order."):
        yield topic, shapes.order(shop, shop.order(event.id), shapes.decimals_of(shop))
    else:
        product = shop.product(event.id)
        yield topic, shapes.product(shop, product)
        for variant in product.variants if len(product.variants) > 1 else []:
            yield topic, shapes.named_variation(shop, product, variant)


def _delivery(shop: Shop, hook: Hook, body: bytes) -> Delivery:
    resource, _, event = hook.topic.partition(".")
    key = html.unescape(hook.secret).encode()
    second = f"{hook.hook_id}{int(shop.clock().timestamp())}".encode()
    headers = {
        "User-Agent": AGENT,
        "Content-Type": "application/json",
        "X-WC-Webhook-Source": f"https://{shop.domain}/",
        "X-WC-Webhook-Topic": hook.topic,
        "X-WC-Webhook-Resource": resource,
        "X-WC-Webhook-Event": event,
        "X-WC-Webhook-Signature": base64.b64encode(hmac.digest(key, body, "sha256")).decode(),
        "X-WC-Webhook-ID": str(hook.hook_id),
        # One for all that a webhook sends within a second.
        "X-WC-Webhook-Delivery-ID": hashlib.sha256(second).hexdigest()[:32],
    }
    return Delivery(hook, hook.url, headers, body)


def _ping(hook: Hook) -> Delivery:
    headers = {"User-Agent": AGENT, "Content-Type": "application/x-www-form-urlencoded"}
    return Delivery(hook, hook.url, headers, f"webhook_id={hook.hook_id}".encode())


def _php_json(value: Any) -> bytes:
    """JSON as PHP writes it: slashes and all beyond ASCII escaped, prices as floats."""
    text = json.dumps(value, separators=(",", ":"), default=_float)
    return text.replace("/", "\\/").encode()


def _float(value: Any) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _shown(hook: Hook) -> pagination.Thing:
    """Without its secret, and without the count of its failures."""
    resource, _, event = hook.topic.partition(".")
    return {
        "id": hook.hook_id,
        "name": hook.extra.get("name", ""),
        "status": "active" if hook.active else "disabled",
        "topic": hook.topic,
        "resource": resource,
        "event": event,
        "delivery_url": hook.url,
        "date_created_gmt": f"{hook.created_at:%Y-%m-%dT%H:%M:%S}" if hook.created_at else "",
    }
