"""A store of the tests' own: a platform with an API in memory, of which everything is known."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from commissions.aws import secrets
from commissions.clients import (
    CREATED,
    FetchedResource,
    InvalidResponse,
    Page,
    PublishedValue,
    Subscription,
    Window,
)
from commissions.domain.catalogue.listing import ProductListed, Variant
from commissions.domain.orders.order import OfOrder, OrderPlaced, Referral
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Store
from commissions.platforms import InvalidPayload, ParsedWebhook
from tests.support.builders import Document
from tests.support.orders import an_order
from tests.support.pipeline_driver import open_store

NAME = "shop"
ACCESS = {"token": "a-token-of-the-tests"}
NONSENSE, POISON = "nonsense", "poison"
"""Payloads that cannot be read, in a way that was thought of and in one that was not."""


@dataclass
class InMemoryStore:
    """Its client and its state at once. Orders come back in pages of two, by when they changed."""

    orders_: dict[str, list[OfOrder]] = field(default_factory=dict)
    products_: dict[str, ProductListed] = field(default_factory=dict)
    hooks: list[Subscription] = field(default_factory=list)
    clock: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    asked: list[str] = field(default_factory=list)
    fails: list[BaseException | None] = field(default_factory=list)
    """What becomes of the next calls: None lets one pass."""
    unlisted: set[str] = field(default_factory=set)
    """Orders that no page shows, though they are there."""
    nonsense: set[str] = field(default_factory=set)
    secrets: dict[str, str] = field(default_factory=dict)
    """By webhook, what it was given to sign with."""
    store_id: str = "tea"
    before: Callable[[str], object] = lambda what: None
    """Is told of each call before it is answered."""
    broken: set[str] = field(default_factory=set)
    """Orders that are listed, and cannot be read whole."""
    TOPICS: tuple[str, ...] = ("order", "product")

    # What people do in it

    def place(self, order_id: str, *, ago: timedelta = timedelta(), **fields: Any) -> OrderPlaced:
        """An order of some time ago, or what has become of it."""
        at = self.clock - ago
        plain: Document = {
            "platform": NAME,
            "platform_order_id": order_id,
            "order_ts": at,
            "updated_at": at,
            "referrals": (Referral("discount_code", "CARA-7", forgeable=True),),
        }
        order = an_order(**plain | fields)
        kept = [each for each in self.orders_.get(order_id, []) if isinstance(each, OrderRefunded)]
        self.orders_[order_id] = [order, *kept]
        return order

    def list_product(self, product_id: str, *skus: str) -> ProductListed:
        listed = ProductListed(
            platform=NAME,
            store_id=self.store_id,
            product_id=product_id,
            updated_at=self.clock,
            variants=tuple(Variant(f"{product_id}-{sku}", sku, sku) for sku in skus),
        )
        self.products_[product_id] = listed
        return listed

    def told_of(self, order_id: str) -> FetchedResource:
        self.clock += timedelta(seconds=1)
        payload = NONSENSE if order_id in self.nonsense else self.orders_[order_id]
        return FetchedResource(order_id, payload, self.clock)

    # The client

    def now(self) -> datetime:
        return self.clock

    def order(self, order_id: str) -> FetchedResource | None:
        self._called(f"order {order_id}")
        if order_id in self.broken:
            raise InvalidResponse(f"GET /orders/{order_id}: 400")
        return self.told_of(order_id) if order_id in self.orders_ else None

    def orders(self, window: Window, after: str = "") -> Iterator[Page]:
        found = sorted(
            (self._moment(order_id, window.by), order_id)
            for order_id in self.orders_
            if order_id not in self.unlisted
        )
        ids = [
            order_id
            for moment, order_id in found
            if window.since <= moment and (window.until is None or moment < window.until)
        ]
        for start in range(int(after or 0), max(len(ids), 1), 2):
            self._called(f"page {start}")
            shown = ids[start : start + 2]
            answers = tuple(self.told_of(each) for each in shown if each not in self.broken)
            broken = tuple(each for each in shown if each in self.broken)
            onward = str(start + 2) if start + 2 < len(ids) else ""
            yield Page(answers, onward, len(ids), broken)

    def product(self, product_id: str) -> FetchedResource | None:
        self._called(f"product {product_id}")
        if found := self.products_.get(product_id):
            return FetchedResource(product_id, found, self.clock)
        return None

    def products(self, after: str = "") -> Iterator[Page]:
        self._called("products")
        answers = [FetchedResource(key, found, self.clock) for key, found in self.products_.items()]
        yield Page(tuple(answers), "")

    def subscriptions(self) -> tuple[Subscription, ...]:
        self._called("subscriptions")
        return tuple(self.hooks)

    def subscribe(self, topic: str, url: str, secret: str) -> str:
        self._called(f"subscribe {topic}")
        made = Subscription(f"new-{len(self.asked)}", topic, url, active=True)
        self.hooks.append(made)
        self.secrets[made.subscription_id] = secret
        return made.subscription_id

    def unsubscribe(self, subscription_id: str) -> None:
        self._called(f"unsubscribe {subscription_id}")
        self.hooks = [hook for hook in self.hooks if hook.subscription_id != subscription_id]

    def publish(self, values: Sequence[PublishedValue]) -> None:
        self._called("publish")

    def _called(self, what: str) -> None:
        self.before(what)
        self.asked.append(what)
        if self.fails and (error := self.fails.pop(0)):
            raise error

    def _moment(self, order_id: str, by: str) -> datetime:
        order = self.orders_[order_id][0]
        assert isinstance(order, OrderPlaced)
        return order.order_ts if by == CREATED else order.updated_at


def parse_order(payload: Any, store: Store, customer_key: bytes) -> ParsedWebhook:
    if payload == NONSENSE:
        raise InvalidPayload("total is missing")
    if payload == POISON:
        raise KeyError("what nobody thought of")
    records = tuple(replace(record, store_id=store.store_id) for record in payload)
    return ParsedWebhook(topic="", records=records, occurred_at=records[0].updated_at)


def parse_product(payload: ProductListed, store: Store) -> ParsedWebhook:
    return ParsedWebhook(topic="", records=(payload,), occurred_at=payload.updated_at)


def an_in_memory_store(
    monkeypatch: pytest.MonkeyPatch, store_id: str = "tea", **store: Any
) -> InMemoryStore:
    """A store on the shop's platform, with access to its API; there may be several."""
    shop = InMemoryStore(store_id=store_id)
    there: Any = sys.modules.get(f"commissions.clients.{NAME}")
    shops: dict[str, InMemoryStore] = {**getattr(there, "shops", {}), store_id: shop}

    def opened(
        store: Store, access: Mapping[str, str], private: Sequence[str] = ()
    ) -> InMemoryStore:
        assert access == ACCESS
        return shops.get(store.store_id, shop)

    dialect = SimpleNamespace(NAME=NAME, parse_order=parse_order, parse_product=parse_product)
    monkeypatch.setitem(sys.modules, f"commissions.platforms.{NAME}", dialect)
    opens = SimpleNamespace(create_client=opened, shops=shops)
    monkeypatch.setitem(sys.modules, f"commissions.clients.{NAME}", opens)
    secrets.set_access(open_store(store_id, platform=NAME, **store), ACCESS)
    return shop
