"""The store platforms, a package each: is this webhook real, and what does it say?"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol

from commissions.domain.store_record import StoreRecord
from commissions.domain.stores.store import Store

NO_TIME = datetime.fromtimestamp(0, UTC)
"""The time of what is ignored and names none."""


class InvalidPayload(ValueError):
    """An authentic webhook whose payload does not say what its topic promises.

    The message names the field, never what stood in it.
    """


class WrongRecipient(ValueError):
    """A rightly signed message that is meant for another store, or another receiver."""

    def __init__(self, named: object = "") -> None:
        super().__init__("is meant for another store, or another receiver")
        self.named = named if isinstance(named, str) else ""
        """Whom the message names, as it stands there."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Why an authentic webhook earns nothing: a test notification, a topic of no concern."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedWebhook:
    """What a webhook says, or what the store answered of an order or product: its records, or why
    there are none."""

    topic: str
    records: tuple[StoreRecord, ...]
    occurred_at: datetime
    """By the store's own clock."""
    ignored: str = ""
    delivery: dict[str, str] = field(default_factory=dict)
    """The platform's ids of this delivery: to be looked at, never to identify by."""
    payments_left_out: bool = False
    """Whether the order is paid by a payment's word, and its payments were not asked for."""


class Platform(Protocol):
    """What a dialect offers. Header names are lower-case; the parameters of the webhook's address
    stand among the headers as `?name`."""

    NAME: str
    CARRIERS: tuple[str, ...]
    """Where an order may carry a referral, the most trusted first."""

    def handshake(self, body: bytes, headers: Mapping[str, str]) -> str | None:
        """What to answer a call that tells nothing and proves nothing (a ping, a challenge); None
        for every other call."""

    def is_authentic(
        self, body: bytes, headers: Mapping[str, str], secrets: Sequence[str]
    ) -> bool: ...

    def is_for_store(self, headers: Mapping[str, str], store: Store) -> bool: ...

    def shop_named(self, headers: Mapping[str, str]) -> str:
        """What the headers, which nobody signs, call the shop that sent them; empty where they do
        not."""

    def topic(self, headers: Mapping[str, str]) -> str: ...

    def parse_webhook(
        self,
        payload: Any,
        topic: str,
        headers: Mapping[str, str],
        store: Store,
        customer_key: bytes,
    ) -> ParsedWebhook:
        """The records of a webhook. Raises InvalidPayload, or WrongRecipient."""

    def parse_order(self, payload: Any, store: Store, customer_key: bytes) -> ParsedWebhook:
        """The records of an order as the platform's client reads it: the snapshot, all its refunds,
        its cancellation. Raises InvalidPayload."""

    def parse_product(self, payload: Any, store: Store) -> ParsedWebhook:
        """The records of a product as the platform's client reads it. Raises InvalidPayload."""


def customer_hash(store_id: str, customer_id: str, key: bytes) -> str:
    """What stands for a store's customer everywhere: nobody can go back from it without the key."""
    return hmac.digest(key, f"{store_id}:{customer_id}".encode(), sha256).hex()[:32]
