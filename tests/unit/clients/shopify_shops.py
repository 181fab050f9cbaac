"""A shop to talk to, and our client of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from commissions.clients import FetchedResource, Page
from commissions.clients.http import Http
from commissions.clients.shopify import TOPICS, ShopifyClient
from commissions.clients.shopify.graphql import GraphApi
from commissions.domain.orders.order import OfOrder
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook, shopify
from commissions.platforms.strict_json import loads
from tests.support.orders import of_order
from tests.unit.clients.fake_server import FakeClock
from tests.unit.platforms.shopify_builders import KEY
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop
from tools.fake_store.shopify import ShopifyApi
from tools.fake_store.toolkit import Delivery, Request, Response

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TOKEN, SECRET = "token-of-the-shop", "hush-hush-hush-16"


@dataclass
class Talk:
    fake: FakeStore
    shop: Shop
    client: ShopifyClient
    store: Store
    watch: FakeClock
    sent: list[Delivery]
    api: "Meddled"

    def bought(self, count: int) -> list[int]:
        """Orders, a minute between each, by their ids."""
        made = []
        for _ in range(count):
            self.fake.clock.advance(minutes=1)
            made.append(self.shop.place(shipping=500, code="CARA-7", paid=True).order_id)
        return made

    def asked(self) -> int:
        return len(self.fake.calls)


class Meddled(ShopifyApi):
    """A shop in which something happens just before a call is answered."""

    def __init__(self) -> None:
        self.happening: dict[int, Callable[[], object]] = {}
        """By the number of the call, from 1."""
        self.calls = 0

    def respond(self, shop: Shop, request: Request) -> Response | None:
        self.calls += 1
        self.happening.get(self.calls, lambda: None)()
        return super().respond(shop, request)


@contextmanager
def talking(**settings: object) -> Iterator[Talk]:
    with FakeStore(seed=3, start=NOON) as fake:
        api = Meddled()
        shop = fake.open_shop(
            "tea",
            "shopify",
            api=api,
            secret=SECRET,
            access={"token": TOKEN},
            domain="tea.myshopify.com",
            tax_percent=8,
        )
        shop.extra |= settings
        sent: list[Delivery] = []
        shop.on_change = lambda event: sent.extend(api.deliveries(shop, event))
        for topic in TOPICS:
            shop.add_hook(topic, "https://ours.example/webhooks/shopify/tea")
        shop.add_product("Sencha", [("TEA-GREEN-100", 2400), ("TEA-GREEN-250", 5400)])
        watch = FakeClock()
        http = client_http(shop.base_url, watch)
        client = ShopifyClient(GraphApi(http, watch.budget()))
        yield Talk(fake, shop, client, store_at(shop.base_url), watch, sent, api)
        http.close()


def client_http(url: str, watch: FakeClock, token: str = TOKEN) -> Http:
    return Http(
        url,
        headers={"X-Shopify-Access-Token": token},
        private=["127.0.0.1"],
        budget=watch.budget(),
    )


def store_at(url: str) -> Store:
    return Store(
        "tea",
        "shopify",
        "retail_channel",
        "USD",
        "harbour",
        domain="tea.myshopify.com",
        api_url=url,
    )


def private_of(url: str) -> list[str]:
    return [urlsplit(url).netloc]


def read(answer: FetchedResource, store: Store) -> tuple[OfOrder, ...]:
    return of_order(shopify.parse_order(answer.payload, store, KEY))


def heard(talk: Talk, topic: str) -> list[ParsedWebhook]:
    """What the shop's webhooks of a topic say, of all that happened so far."""
    found = []
    for each in talk.sent:
        if each.hook.topic == topic:
            headers = {name.lower(): value for name, value in each.headers.items()}
            assert shopify.is_authentic(each.body, headers, [SECRET])
            assert shopify.is_for_store(headers, talk.store)
            payload = loads(each.body)
            found.append(
                shopify.parse_webhook(payload, shopify.topic(headers), headers, talk.store, KEY)
            )
    return found


def ids_of(pages: list[Page]) -> list[int]:
    return [int(answer.source_id) for page in pages for answer in page.items]
