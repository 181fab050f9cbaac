"""Webhooks as stores send them: path, headers and a signature over the very bytes of the body."""

import base64
import hashlib
import hmac
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

import httpx

from commissions.domain.store import Store
from tools.cli.errors import Misused

TIMEOUT_SECONDS = 30
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to the route of a store."""

    path: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    seconds: float
    text: str = ""

    @property
    def taken(self) -> bool:
        return self.status < 300


def shopify(store: Store, topic: str, body: bytes, secret: str) -> Request:
    """Signed as Shopify signs: base64 of HMAC-SHA256 over the raw body."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    headers = {
        "content-type": JSON,
        "user-agent": "Shopify-Captain-Hook",
        "x-shopify-topic": topic,
        "x-shopify-hmac-sha256": base64.b64encode(digest).decode(),
        "x-shopify-shop-domain": store.domain,
        "x-shopify-api-version": "2026-10",
        "x-shopify-webhook-id": str(uuid.uuid4()),
        "x-shopify-event-id": str(uuid.uuid4()),
        "x-shopify-triggered-at": datetime.now(UTC).isoformat(),
    }
    return Request(f"/webhooks/shopify/{store.store_id}", body, headers)


def orders_api(store: Store, topic: str, body: bytes, secret: str) -> Request:
    """The generic order API: a key instead of a signature, and an idempotency key."""
    key = secret if secret.startswith(f"{store.store_id}.") else f"{store.store_id}.{secret}"
    told = hashlib.sha256(body).hexdigest()
    headers = {"content-type": JSON, "x-api-key": key, "idempotency-key": told}
    return Request("/api/mlm/orders", body, headers)


SIGNED: dict[str, Callable[[Store, str, bytes, str], Request]] = {
    "shopify": shopify,
    "orders": orders_api,
}
"""How each platform's stores prove that a request is theirs."""


def signed(store: Store, topic: str, body: bytes, secret: str) -> Request:
    if store.platform not in SIGNED:
        raise Misused(f"Nobody has taught `send` to sign like {store.platform} yet.")
    return SIGNED[store.platform](store, topic, body, secret)


class Sender:
    """A connection to a stack's route that is kept open, as stores keep theirs."""

    def __init__(self, api_url: str) -> None:
        # Without the environment's proxies: they would stand between us and this machine.
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False)
        self._url = api_url.rstrip("/")

    def post(self, request: Request) -> Answered:
        began = time.perf_counter()
        response = self._client.post(
            self._url + request.path, content=request.body, headers=request.headers
        )
        return Answered(response.status_code, time.perf_counter() - began, response.text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
