"""mage-os async events: subscriptions, and what is sent to them, as version 4 does it."""

import hmac
import json
import uuid
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any

from tools.fake_store.magento import search, shapes
from tools.fake_store.toolkit import Delivery, Event, Hook, Request, Response, Shop, json_response

TOPICS = {
    "order.created": ("sales.order.created",),
    "order.paid": ("sales.order.paid", "sales.order.updated", "sales.invoice.paid"),
    "order.cancelled": ("sales.order.cancelled", "sales.order.updated"),
    "order.refunded": ("sales.creditmemo.created",),
    "product.created": ("catalog.product.created",),
    "product.updated": ("catalog.product.updated",),
}
"""Edits, deletions and refunds that are taken back are told by nobody."""


def list_webhooks(shop: Shop, request: Request) -> Response:
    return search.search(request, [webhook_json(hook) for hook in shop.hooks])


def get_webhook(shop: Shop, request: Request, hook_id: int) -> Response:
    hook = _hook(shop, hook_id)
    return json_response(webhook_json(hook)) if hook else missing(hook_id)


def create_webhook(shop: Shop, request: Request) -> Response:
    wanted = request.json()["asyncEvent"]
    lacking = [name for name in ("event_name", "recipient_url", "metadata") if not wanted.get(name)]
    if lacking:
        return json_response({"message": f'"{lacking[0]}" is required. Enter and try again.'}, 400)
    token = wanted.get("verification_token", "")
    return json_response(
        webhook_json(shop.add_hook(wanted["event_name"], wanted["recipient_url"], token))
    )


def update_webhook(shop: Shop, request: Request, hook_id: int) -> Response:
    """Only whether it is active can be changed, and its secret never."""
    hook = _hook(shop, hook_id)
    if hook is None:
        return missing(hook_id)
    hook.active = bool(request.json()["asyncEvent"]["status"])
    return json_response(webhook_json(hook))


def missing(hook_id: int) -> Response:
    message = f"Async event with subscription ID {hook_id} does not exist"
    return json_response({"message": message}, 404)


def deliveries(shop: Shop, event: Event) -> list[Delivery]:
    return [
        _delivery(shop, hook, topic, thing)
        for topic in TOPICS.get(event.kind, ())
        for thing in _bodies(shop, event, topic)
        for hook in shop.hooks
        if hook.active and hook.topic == topic
    ]


def _bodies(shop: Shop, event: Event, topic: str) -> Iterator[shapes.Shown]:
    if topic.startswith("catalog."):
        yield from shapes.product_json(shop.product(event.id), shop.currency)
        return
    order = shop.order(event.id)
    if topic.startswith("sales.creditmemo."):
        yield from (
            shapes.memo_json(shop, order, refund)
            for refund in order.refunds_shown
            if refund.refund_id == event.part
        )
    elif topic.startswith("sales.invoice."):
        yield shapes.invoice_json(order)
    else:
        yield shapes.order_json(shop, order)


def _delivery(shop: Shop, hook: Hook, topic: str, thing: shapes.Shown) -> Delivery:
    number = shop.extra["sent"] = shop.extra.get("sent", 0) + 1
    envelope = {
        "specversion": "1.0",
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{shop.store_id} {number}")),
        "source": "0",
        "type": topic,
        "datacontenttype": "application/json",
        "data": thing,
    }
    body = _php_json(envelope)
    signature = hmac.digest(hook.secret.encode(), body, sha256).hex()
    headers = {"User-Agent": "GuzzleHttp/7", "x-magento-signature": signature}
    return Delivery(hook, hook.url, headers, body)


def _php_json(value: Any) -> bytes:
    """JSON as PHP writes it: slashes and all beyond ASCII escaped, amounts as floats."""
    text = json.dumps(value, separators=(",", ":"), default=_float)
    return text.replace("/", "\\/").encode()


def _float(value: Any) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _hook(shop: Shop, hook_id: int) -> Hook | None:
    return next((hook for hook in shop.hooks if hook.hook_id == hook_id), None)


def webhook_json(hook: Hook) -> shapes.Shown:
    """Without its secret, which is never shown."""
    return {
        "subscription_id": hook.hook_id,
        "event_name": hook.topic,
        "recipient_url": hook.url,
        "status": hook.active,
        "subscribed_at": shapes.date(hook.created_at) if hook.created_at else "",
        "store_id": 0,
    }
