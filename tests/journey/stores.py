"""The stores of the demo company: they tell what happened over HTTP, signed like the real ones."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import yaml

from commissions.domain.stores.store import Store
from tests.support.samples import webhook_sample
from tools.cli.requests import Answered, Sender
from tools.cli.signing import Request, signed
from tools.stack import ROOT

COMPANY = ROOT / "company"
SECRETS = COMPANY / "secrets.demo.yaml"
WAIT_SECONDS = 60
LOOK_SECONDS = 0.1


class Stores:
    """A connection to the route, for one thread."""

    def __init__(self, api_url: str) -> None:
        self._sender = Sender(api_url)
        self._stores = _read_stores(COMPANY / "stores.yaml")
        self._secrets: dict[str, dict[str, str]] = yaml.safe_load(SECRETS.read_text())

    def tell(self, store_id: str, topic: str, payload: Any, *, secret: str = "") -> Answered:
        """Tells a payload, or a sample by its name; forged where the secret is not the store's."""
        return self._sender.post(self.request(store_id, topic, payload, secret=secret))

    def order(self, payload: Any, *, idempotency_key: str = "") -> Answered:
        """Posts to the generic order API."""
        request = self.request("b2b", "", payload)
        given = {"idempotency-key": idempotency_key}
        if not idempotency_key:
            request.headers.pop("idempotency-key")
            given = {}
        return self._sender.post(Request(request.path, request.body, request.headers | given))

    def request(self, store_id: str, topic: str, payload: Any, *, secret: str = "") -> Request:
        known = self._secrets[store_id]
        secret = secret or known.get("webhook", "") or known["api_key"]
        return signed(self._stores[store_id], topic, as_bytes(payload), secret)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._sender.__exit__()


def as_bytes(payload: Any) -> bytes:
    if isinstance(payload, bytes):
        return payload
    if isinstance(payload, str):
        return webhook_sample(payload)
    return json.dumps(payload, separators=(",", ":")).encode()


def happens(what: Callable[[], object], *, within: float = WAIT_SECONDS) -> bool:
    """Whether it comes true in time."""
    deadline = time.monotonic() + within
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(LOOK_SECONDS)
    return True


def _read_stores(file: Path) -> dict[str, Store]:
    """What of a store is needed to sign like it."""
    listed = yaml.safe_load(file.read_text())["stores"]
    return {
        store_id: Store(
            store_id=store_id,
            platform=given["platform"],
            mode=given["mode"],
            currency=given["currency"],
            plan=given["plan"],
            domain=given.get("domain", ""),
        )
        for store_id, given in listed.items()
    }
