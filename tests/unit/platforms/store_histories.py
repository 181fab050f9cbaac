"""Orders of a fake store: what its webhooks say of them and what it answers, folded as we do."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from random import Random
from typing import Any

from commissions.application.sync.platform_of import platform_of
from commissions.clients import Client
from commissions.domain.catalogue.sku_values import may_earn
from commissions.domain.ledger.changes import changes
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.snapshots import latest
from commissions.domain.orders.hint import ORDER, ChangeHinted
from commissions.domain.orders.order import OfOrder, OrderPlaced
from commissions.domain.sales.attribution import Lock
from commissions.domain.stores.store import Store
from commissions.platforms.strict_json import loads
from tests.support.builders import a_customer_bonus, a_plan
from tests.support.memory_ledger import MemoryLedger, balances, problems
from tests.support.orders import a_lock_for, a_rate
from tools.fake_store.registry import platform_api
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop
from tools.fake_store.shop_config import KEYS
from tools.fake_store.toolkit import Delivery, Event, Item, Order

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECRET, KEY = "a secret of sixteen and more", b"the store's customer key"
DOMAINS = {
    "shopify": "tea.myshopify.com",
    "woocommerce": "tea.example",
    "bigcommerce": "abcde12345",
    "magento": "",
}
PLATFORMS = tuple(sorted(DOMAINS))
POINTS = {"points": (10**9, 10**6)}
"""As many calls of Shopify as one likes."""
LOCAL = ("127.0.0.1",)


@dataclass
class ConnectedShop:
    """A shop of one platform, its client, and the webhooks that it has sent."""

    shop: Shop
    store: Store
    client: Client
    plan: Any
    sent: list[Delivery] = field(default_factory=list)

    def item(self, number: int, qty: int = 1, **more: Any) -> Item:
        variants = [each for one in self.shop.products.values() for each in one.variants]
        return Item(variants[number % len(variants)].variant_id, qty, **more)

    def parse_delivery(self, delivery: Delivery) -> tuple[Any, ...]:
        speaks = platform_of(self.store.platform)
        headers = {name.lower(): value for name, value in delivery.headers.items()}
        assert speaks.is_authentic(delivery.body, headers, [SECRET])
        body, topic = loads(delivery.body), speaks.topic(headers)
        return speaks.parse_webhook(body, topic, headers, self.store, KEY).records

    def fetch_order(self, order: Order) -> tuple[list[OfOrder], datetime, str]:
        answer = self.client.order(str(order.order_id))
        assert answer
        reading = platform_of(self.store.platform).parse_order(answer.payload, self.store, KEY)
        records = [each for each in reading.records if isinstance(each, OfOrder)]
        return records, answer.read_at, reading.delivery.get("unseen", "")

    def book(self, order: Order) -> "Book":
        return Book(self, order)


class Book:
    """The ledger of one order, by what it was told and what it asked for."""

    def __init__(self, corner: ConnectedShop, order: Order) -> None:
        self.corner, self.order = corner, order
        self.ledger = MemoryLedger(corner.plan)
        self.conflicts: list[str] = []

    def receive(self, *deliveries: Delivery) -> "Book":
        for delivery in deliveries:
            for record in self.corner.parse_delivery(delivery):
                if isinstance(record, ChangeHinted):
                    assert record.subject == ORDER
                    self.fetch()
                else:
                    self.write(record)
        return self

    def fetch(self) -> "Book":
        told, read_at, unseen = self.corner.fetch_order(self.order)
        known = list(self.ledger.facts.values())
        for record in changes(told, known, read_at, unseen=[each for each in [unseen] if each]):
            self.write(record)
        return self

    def write(self, record: OfOrder) -> None:
        contents: list[Content] = [record]
        if isinstance(record, OrderPlaced):
            contents += self._lock(record)
        for each in map(fact, contents):
            known = self.ledger.facts.get(each.fact_id)
            if known and known.digest != each.digest and not isinstance(each.content, Lock):
                self.conflicts.append(f"{known.content}\n    {each.content}")
        self.ledger.settle(*contents)

    def _lock(self, order: OrderPlaced) -> list[Lock]:
        if not may_earn(order, self.corner.store.policies):
            return []
        store, plan = self.corner.store, self.corner.plan
        rate = a_rate("1", store.currency, store.currency)
        return [
            a_lock_for(
                order, "cat", plan=plan, platform=store.platform, store_id=store.store_id,
                rate=rate,
            )
        ]  # fmt: skip

    @property
    def snapshot(self) -> OrderPlaced:
        found = latest(self.ledger.facts.values())
        assert found
        return found

    @property
    def volume(self) -> int:
        """What is left of the order's volume, in hundredths of a point."""
        sums = balances(self.ledger.journals)
        return sum(left for (account, unit), left in sums.items()
                   if account.startswith("volume:") and unit == "cv")  # fmt: skip

    @property
    def balances(self) -> dict[tuple[str, str], int]:
        assert problems(self.ledger.journals) == []
        return balances(self.ledger.journals)


@contextmanager
def connected_shop(
    platform: str,
    *,
    currency: str = "USD",
    tax_percent: int = 0,
    extra: Mapping[str, Any] | None = None,
) -> Iterator[ConnectedShop]:
    """A shop with three variants; its clock stands still until it is advanced."""
    access = {name: f"{name}-0123456789abcdef" for name in KEYS[platform]}
    with FakeStore(seed=7, start=NOON) as fake:
        shop = fake.open_shop(
            "tea", platform, secret=SECRET, access=access, domain=DOMAINS[platform],
            currency=currency, tax_percent=tax_percent, extra={**POINTS, **(extra or {})},
        )  # fmt: skip
        shop.add_product("Green tea", [("TEA", 1000)])
        shop.add_product("Night cream", [("CREAM-30", 3333), ("CREAM-50", 4990)])
        module: Any = import_module(f"commissions.clients.{platform}")
        for topic in module.TOPICS:
            shop.add_hook(topic, "https://edge.example/hook")
        store = Store(
            store_id="tea", platform=platform, mode="retail_channel", currency=currency,
            plan="demo", domain=DOMAINS[platform], api_url=shop.base_url,
            channel="mageos" if platform == "magento" else "",
            carriers=platform_of(platform).CARRIERS,
        )  # fmt: skip
        plan = a_plan(a_customer_bonus("0.20"), currency=currency)
        found = ConnectedShop(shop, store, module.create_client(store, access, LOCAL), plan)
        shop.on_change = _listening(found)
        yield found


def _listening(corner: ConnectedShop) -> Any:
    surface = platform_api(corner.shop.platform)

    def told(event: Event) -> None:
        if event.kind.startswith("order."):
            corner.sent.extend(surface.deliveries(corner.shop, event))

    return told


def shuffled(sent: Iterable[Delivery], chance: Random) -> list[Delivery]:
    """In any order, some of it twice."""
    deliveries = list(sent)
    deliveries += chance.choices(deliveries, k=min(3, len(deliveries)))
    chance.shuffle(deliveries)
    return deliveries
