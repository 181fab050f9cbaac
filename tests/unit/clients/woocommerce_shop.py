"""A WooCommerce shop of the fake store, and our client at its door."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx2

from commissions.clients import Client, FetchedResource, Window, woocommerce
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.store_record import StoreRecord
from commissions.domain.stores.store import Store
from commissions.platforms import woocommerce as dialect
from commissions.platforms.strict_json import loads
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop
from tools.fake_store.toolkit import Event, Item, Order
from tools.fake_store.woocommerce import PLATFORM_API

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ACCESS = {"consumer_key": "ck_0123456789", "consumer_secret": "cs_9876543210"}
SECRET = "woo-test-secret-of-ours"
LOCAL = ("127.0.0.1",)
KEY = b"the store's customer key"


@dataclass
class Corner:
    fake: FakeStore
    shop: Shop
    store: Store
    client: Client

    def buy(self, qty: int = 1, **more: object) -> Order:
        """Some of the first product's first variant, paid."""
        first = next(iter(self.shop.products.values())).variants[0]
        return self.shop.place([Item(first.variant_id, qty)], paid=True, **more)  # type: ignore[arg-type]

    def changed(self, since: datetime = NOON, after: str = "") -> list[FetchedResource]:
        pages = self.client.orders(Window(since=since), after)
        return [answer for page in pages for answer in page.items]

    def ids(self, since: datetime = NOON) -> list[str]:
        return [answer.source_id for answer in self.changed(since)]

    def records(self, order: Order) -> tuple[StoreRecord, ...]:
        """What our client's reading of an order says."""
        answer = self.client.order(str(order.order_id))
        assert answer
        return dialect.parse_order(answer.payload, self.store, KEY).records

    def snapshot(self, order: Order) -> OrderPlaced:
        [placed] = [each for each in self.records(order) if isinstance(each, OrderPlaced)]
        return placed

    def sent(self, kind: str, of: int) -> tuple[StoreRecord, ...]:
        """What the webhooks of a change say, each proven."""
        records: tuple[StoreRecord, ...] = ()
        for delivery in PLATFORM_API.deliveries(self.shop, Event(kind, of, self.shop.clock())):
            headers = {name.lower(): value for name, value in delivery.headers.items()}
            assert dialect.is_authentic(delivery.body, headers, [SECRET])
            assert dialect.is_for_store(headers, self.store)
            topic, body = dialect.topic(headers), loads(delivery.body)
            records += dialect.parse_webhook(body, topic, headers, self.store, KEY).records
        return records

    def ask(self, **params: str) -> list[int]:
        """The ids that the bare API answers."""
        url, auth = f"{self.shop.base_url}/wp-json/wc/v3/orders", tuple(ACCESS.values())
        with httpx2.Client(trust_env=False) as client:
            answer = client.get(url, params={"per_page": "100"} | params, auth=(auth[0], auth[1]))
        return [order["id"] for order in answer.json()]


@contextmanager
def corner() -> Iterator[Corner]:
    """A shop of UTC+1 with one simple product and one of two variations."""
    with FakeStore(seed=7, start=NOON) as fake:
        shop = fake.open_shop(
            "tea", "woocommerce", secret=SECRET, access=ACCESS, domain="tea.example", tax_percent=10
        )
        shop.add_product("Green tea", [("TEA", 1000)])
        shop.add_product("Night cream", [("CREAM-30", 3250), ("CREAM-50", 4990)])
        for topic in woocommerce.TOPICS:
            shop.add_hook(topic, "http://127.0.0.1:9/hook")
        store = Store(
            "tea",
            "woocommerce",
            "retail_channel",
            "USD",
            "harbour",
            domain="tea.example",
            api_url=shop.base_url,
            carriers=dialect.CARRIERS,
        )
        client = woocommerce.create_client(store, ACCESS, LOCAL)
        yield Corner(fake, shop, store, client)
        client.close()
