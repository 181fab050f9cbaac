"""Webhooks as stores send them: path, headers and a signature over the very bytes of the body."""

import base64
import hashlib
import hmac
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote

from commissions.domain.stores.store import Store
from tools.cli.errors import Misused

JSON = "application/json"
Signer = Callable[[Store, str, bytes, str], "Request"]


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to the route of a store."""

    path: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def shopify(store: Store, topic: str, body: bytes, secret: str) -> Request:
    """Signed as Shopify signs: base64 of HMAC-SHA256 over the raw body."""
    headers = {
        "content-type": JSON,
        "user-agent": "Shopify-Captain-Hook",
        "x-shopify-topic": topic,
        "x-shopify-hmac-sha256": _base64(secret, body),
        "x-shopify-shop-domain": store.domain,
        "x-shopify-api-version": "2026-10",
        "x-shopify-webhook-id": str(uuid.uuid4()),
        "x-shopify-event-id": str(uuid.uuid4()),
        "x-shopify-triggered-at": datetime.now(UTC).isoformat(),
    }
    return Request(_route(store), body, headers)


def woocommerce(store: Store, topic: str, body: bytes, secret: str) -> Request:
    """Signed as WooCommerce signs; its delivery ids are no better than these."""
    resource, _, event = topic.partition(".")
    headers = {
        "content-type": JSON,
        "user-agent": "WooCommerce/8.2.2 Hookshot (WordPress/6.4.1)",
        "x-wc-webhook-source": f"https://{store.domain}/",
        "x-wc-webhook-topic": topic,
        "x-wc-webhook-resource": resource,
        "x-wc-webhook-event": event,
        "x-wc-webhook-signature": _base64(secret, body),
        "x-wc-webhook-id": "1",
        "x-wc-webhook-delivery-id": hashlib.sha256(str(int(time.time())).encode()).hexdigest(),
    }
    return Request(_route(store), body, headers)


def magento(store: Store, topic: str, body: bytes, secret: str) -> Request:
    """As asynchronous events or a template of ids come; what Adobe signs, only Adobe can sign."""
    if store.channel == "adobe":
        raise Misused("Only Adobe can sign what comes through Adobe I/O Events.")
    if store.channel == "template":
        headers = {"content-type": JSON, "x-commissions-token": secret}
        return Request(_route(store), body, headers)
    signature = hmac.digest(secret.encode(), body, hashlib.sha256).hex()
    headers = {"content-type": JSON, "x-magento-signature": signature}
    return Request(f"{_route(store)}?event={quote(topic)}", body, headers)


def bigcommerce(store: Store, topic: str, body: bytes, secret: str) -> Request:
    """A Standard Webhook, and the header that the webhook was created with."""
    from commissions.platforms.bigcommerce.signatures import hook_token

    message_id, now = f"msg_{uuid.uuid4().hex}", int(time.time())
    signature = _base64(secret, f"{message_id}.{now}.".encode() + body)
    headers = {
        "content-type": JSON,
        "webhook-id": message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": f"v1,{signature}",
        "x-commissions-token": hook_token(secret),
    }
    return Request(_route(store), body, headers)


def orders_api(store: Store, topic: str, body: bytes, secret: str) -> Request:
    """The generic order API: a key instead of a signature, and an idempotency key."""
    key = secret if secret.startswith(f"{store.store_id}.") else f"{store.store_id}.{secret}"
    idempotency_key = hashlib.sha256(body).hexdigest()
    headers = {"content-type": JSON, "x-api-key": key, "idempotency-key": idempotency_key}
    return Request("/api/mlm/orders", body, headers)


SIGNERS: dict[str, Signer] = {
    "shopify": shopify,
    "woocommerce": woocommerce,
    "magento": magento,
    "bigcommerce": bigcommerce,
    "orders": orders_api,
}
"""How each platform's stores prove that a request is theirs."""


def signed(store: Store, topic: str, body: bytes, secret: str) -> Request:
    return SIGNERS[store.platform](store, topic, body, secret)


def _base64(secret: str, message: bytes) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), message, hashlib.sha256)).decode()


def _route(store: Store) -> str:
    return f"/webhooks/{store.platform}/{store.store_id}"
