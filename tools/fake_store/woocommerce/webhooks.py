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


def list_webhooks(shop: Shop, request: Request) -> Response:
    found = [
        pagination.Entry(hook.hook_id, hook.created_at or shop.clock(), partial(webhook_json, hook))
        for hook in shop.hooks
    ]
    return pagination.page(request, found)


def create_webhook(shop: Shop, request: Request) -> Response:
    """Active at once, whatever the ping gets for an answer. The secret is never shown again."""
    wanted = request.json()
    if not wanted.get("topic") or not wanted.get("delivery_url"):
        problem = {"code": "woocommerce_rest_webhook_invalid_topic", "message": "Invalid topic."}
        return json_response(problem | {"data": {"status": 400}}, 400)
    hook = shop.add_hook(wanted["topic"], wanted["delivery_url"], wanted.get("secret", ""))
    hook.extra["name"] = wanted.get("name", "")
    shop.notify(PINGED, hook.hook_id)
    return json_response(webhook_json(hook), 201)


def update_webhook(shop: Shop, request: Request, hook_id: int) -> Response:
    found = [hook for hook in shop.hooks if hook.hook_id == hook_id]
    if not found:
        return pagination.invalid_id("shop_webhook")
    wanted = request.json()
    if "status" in wanted:
        found[0].active = wanted["status"] == "active"
    found[0].secret = wanted.get("secret", found[0].secret)
    return json_response(webhook_json(found[0]))


def delete_webhook(shop: Shop, request: Request, hook_id: int) -> Response:
    found = [webhook_json(hook) for hook in shop.hooks if hook.hook_id == hook_id]
    if not found:
        return pagination.invalid_id("shop_webhook")
    if request.one("force") != "true":
        problem = {"code": "woocommerce_rest_trash_not_supported", "message": "Set force=true."}
        return json_response(problem | {"data": {"status": 501}}, 501)
    shop.remove_hook(hook_id)
    return json_response(found[0])


def deliveries(shop: Shop, event: Event) -> list[Delivery]:
    if event.kind == PINGED:
        return [_ping(hook) for hook in shop.hooks if hook.hook_id == event.id]
    return [
        _delivery(shop, hook, body)
        for topic, resource in _bodies(shop, event)
        for body in (_php_json(resource),)
        for hook in shop.hooks
        if hook.active and hook.topic == topic
    ]


def _bodies(shop: Shop, event: Event) -> Iterator[tuple[str, pagination.Thing]]:
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
        yield topic, shapes.order_json(shop, shop.order(event.id), shapes.decimals_of(shop))
    else:
        product = shop.product(event.id)
        yield topic, shapes.product_json(shop, product)
        for variant in product.variants if len(product.variants) > 1 else []:
            yield topic, shapes.named_variation_json(shop, product, variant)


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


def webhook_json(hook: Hook) -> pagination.Thing:
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
