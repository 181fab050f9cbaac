"""The stores' APIs, one module each: what changed, what an order is now, which webhooks exist."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from commissions.domain.stores.store import Store

CHANGED, CREATED = "changed", "created"


class StoreError(Exception):
    """A store's API could not be asked. Messages name the path and status, never a secret."""


class Unavailable(StoreError):
    """It does not answer, or not now: 5xx, a long 429, time-outs. Ask again later."""

    def __init__(self, message: str, *, retry_after: float = 0) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds after which the store said to come again; 0 where it did not say."""


class AccessDenied(StoreError):
    """The credentials are missing, wrong, or lack a permission (401, 403)."""


class InvalidResponse(StoreError):
    """It answered what its documentation does not promise: another 4xx, no JSON, too much."""


class NotAllowed(StoreError):
    """An address that must not be asked: no TLS, a private network, another host."""


@dataclass(frozen=True, slots=True)
class FetchedResource:
    """One order or product as the platform's module reads it (`parse_order`, `parse_product`)."""

    source_id: str
    """The platform's id of the order or product."""
    payload: Any
    read_at: datetime
    """The store's own time of its answer (the Date header); ours where it named none."""


@dataclass(frozen=True, slots=True)
class Absent:
    """One order or product that the store has no more."""

    source_id: str
    """The platform's id of the order or product."""
    read_at: datetime
    """The store's own time of its having none."""


@dataclass(frozen=True, slots=True)
class Page:
    items: tuple[FetchedResource, ...]
    next: str
    """What to ask for the next page with; empty at the end."""
    total: int | None = None
    """How many there are in all pages, where the store says so."""
    failed_ids: tuple[str, ...] = ()
    """The ids of what is of this page, and could not be read whole: to be asked for by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which orders: those changed, or created, from `since` on, and before `until` if that is
    given. Both are moments of the store's clock."""

    since: datetime
    until: datetime | None = None
    by: str = CHANGED


@dataclass(frozen=True, slots=True)
class Subscription:
    """A webhook as the store has it."""

    subscription_id: str
    topic: str
    url: str
    active: bool
    signed_with: str = ""
    """What the secret that it was given is called (`StoreSecrets.version`), as we remember it:
    stores do not tell. Empty where nobody remembers, or the secret is not ours to give."""


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """What a variant is worth, to be shown in the store."""

    product_id: str
    variant_id: str
    sku: str
    pv: str
    bv: str


class Client(Protocol):
    """A store's API. Every method raises StoreError."""

    TOPICS: tuple[str, ...]
    """The webhooks that a store should have."""

    def now(self) -> datetime:
        """The store's clock."""

    def order(self, order_id: str) -> FetchedResource | None:
        """An order with its refunds; None where the store has it no more."""

    def orders(self, window: Window, after: str = "") -> Iterator[Page]:
        """Pages of whole orders with their refunds, each read when it is asked for. Such that none
        is left out when orders change meanwhile; one may come twice. `after`: a page's `next`."""

    def product(self, product_id: str) -> FetchedResource | None: ...

    def products(self, after: str = "") -> Iterator[Page]: ...

    def subscriptions(self) -> tuple[Subscription, ...]: ...

    def subscribe(self, topic: str, url: str, secret: str) -> str:
        """Makes a webhook, and says its id; empty where the store does not say it."""

    def unsubscribe(self, subscription_id: str) -> None: ...

    def publish(self, values: Sequence[PublishedValue]) -> None:
        """Shows the values in the store, as metafields or attributes."""


@runtime_checkable
class ReadsPayments(Protocol):
    """A client of a platform that tells an order's payments apart from it, at a call more."""

    def order_with_payments(self, order_id: str) -> FetchedResource | None:
        """As `order`, with what came in, whether or not the order shows that it is needed. Raises
        StoreError."""


@runtime_checkable
class ChangesSecrets(Protocol):
    """A client of a platform whose webhooks can be given another secret as they are; where they
    cannot, another webhook is made, and the former one goes."""

    def change_secret(self, webhook: Subscription, secret: str) -> None:
        """Has it sign with this from now on; asked twice it does no more. Raises StoreError."""


@runtime_checkable
class KnowsItsName(Protocol):
    """A client of a platform whose webhooks name their shop in a header."""

    def own_name(self) -> str:
        """What they name; empty where the store does not say it. Raises StoreError."""


@runtime_checkable
class KnowsItsScopes(Protocol):
    """A client that can say what its account may not read, though it is needed."""

    def missing_scopes(self) -> tuple[str, ...]:
        """By the platform's own names. Raises StoreError."""


class ClientFactory(Protocol):
    """How a platform's module opens its client."""

    def __call__(
        self, store: Store, access: Mapping[str, str], private: Sequence[str] = ()
    ) -> Client: ...
