"""One shop on each platform: they tell us, and we ask them. Import it after `enter`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from commissions.application.queries import order_story
from commissions.application.queries.order_story import OrderStory
from commissions.application.sync import subscriptions
from commissions.application.sync.poll_queue import enqueue
from commissions.aws.secrets import access, secrets
from commissions.domain.orders.keys import order_key
from commissions.domain.stores.polling import CHANGED
from commissions.tables import cursors, ledger, stores
from tools.cli.errors import Refused
from tools.cli.progress import Progress
from tools.demo import shop as waiting
from tools.fake_store.records import Item
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

NAMES = {
    "tea-go": "Shopify",
    "tea-cafe": "WooCommerce",
    "tea-pro": "Magento",
    "tea-de": "BigCommerce",
}
OFFERED = (
    ("Green tea 100 g", "TEA-GREEN-100", 2400),
    ("Black tea 250 g", "TEA-BLACK-250", 3400),
    ("Two cups", "TEA-CUPS-2", 3600),
)
BOUGHT = {
    "tea-go": ("CARA-7", {"TEA-BLACK-250": 2}),
    "tea-cafe": ("EVE", {"TEA-GREEN-100": 3}),
    "tea-pro": ("GIL", {"TEA-CUPS-2": 1, "TEA-GREEN-100": 1}),
    "tea-de": ("HAL", {"TEA-GREEN-100": 2}),
}
"""What is bought in each shop, and with whose code."""
GIVES_BACK = "tea-pro"
LOSES_WEBHOOKS = "tea-cafe"
SEED = 7
READ_BEFORE = timedelta(seconds=2)  # a shop tells its time in whole seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class FourStores:
    webhooks: dict[str, int]
    """By shop, how many webhooks were created in it."""
    sold: tuple[tuple[str, OrderStory], ...]
    """The platform, and what became of its order."""
    lost: OrderStory
    """The order of which no webhook came, found by asking."""
    webhooks_lost: int
    found_in: float
    """Seconds from asking the shop until the order stood in the ledger."""

    @property
    def stories(self) -> list[OrderStory]:
        return [*(story for _, story in self.sold), self.lost]

    @property
    def well(self) -> bool:
        return all(self.webhooks.values()) and self.webhooks_lost > 0


@contextmanager
def opened() -> Iterator[FakeStore]:
    """The shops, on this machine; their APIs are asked here and not at their own addresses."""
    with FakeStore(seed=SEED, workers=1) as town:
        for store_id in NAMES:
            store = stores.get(store_id)
            shop = town.open_shop(
                store_id,
                store.platform,
                currency=store.currency,
                secret=secrets(store).webhook[0],
                access=access(store),
                domain=store.domain,
                tax_percent=8,
            )
            for title, sku, price in OFFERED:
                shop.add_product(title, [(sku, price)])
            stores.put(replace(store, api_url=shop.base_url))
        yield town


def run(town: FakeStore, api_url: str, progress: Progress) -> FourStores:
    with progress.step("create the webhooks in four shops through their APIs"):
        webhooks = {store_id: _connected(store_id, api_url) for store_id in NAMES}
    with progress.step("buy in each shop; one buyer sends a part back"):
        sold = _sold(town)
    with progress.step("buy where no webhook is sent, and ask the shop"):
        lost, webhooks_lost, seconds = _with_webhooks_lost(town)
    return FourStores(
        webhooks=webhooks,
        sold=tuple((NAMES[store_id], order_story.read(key)) for store_id, key in sold.items()),
        lost=order_story.read(lost),
        webhooks_lost=webhooks_lost,
        found_in=seconds,
    )


def ask_all() -> None:
    """Every shop, and until nothing of what they answer is on its way."""
    began = datetime.now(UTC)
    for store_id in NAMES:
        enqueue(store_id)
    if not waiting.happens(lambda: all(_read(store_id, began) for store_id in NAMES)):
        raise Refused("The poller did not come to its end: does `make test` pass?")
    waiting.wait_until_quiet()


def _read(store_id: str, began: datetime) -> bool:
    until = cursors.get(store_id, CHANGED).read_until
    return until is not None and until >= began - READ_BEFORE


def _connected(store_id: str, api_url: str) -> int:
    store = stores.get(store_id)
    _, now = subscriptions.connect(store, api_url, now=datetime.now(UTC))
    return len(now.fine)


def _sold(town: FakeStore) -> dict[str, str]:
    """Each shop's order by the shop, once it stands in the ledger with all that became of it."""
    keys = {store_id: _buy(town.shops[store_id]) for store_id in NAMES}
    town.pump()
    waiting.wait_for_journals(dict.fromkeys(keys.values(), 1))
    shop = town.shops[GIVES_BACK]
    order = next(iter(shop.orders.values()))
    shop.refund(order.order_id, {order.lines[0].line_id: 1})
    town.pump()
    waiting.wait_for_journals({keys[GIVES_BACK]: 2})
    return keys


def _with_webhooks_lost(town: FakeStore) -> tuple[str, int, float]:
    trouble, shop = town.delivery_faults(LOSES_WEBHOOKS), town.shops[LOSES_WEBHOOKS]
    trouble.lose_percent = 100
    key = _buy(shop)
    lost = town.pump()
    waiting.wait_until_quiet()
    if ledger.read(key).rows:
        raise Refused(f"{key} is known although its webhooks were lost: does `make test` pass?")
    began = monotonic()
    enqueue(LOSES_WEBHOOKS)
    waiting.wait_for_journals({key: 1})
    trouble.lose_percent = 0
    return key, lost, monotonic() - began


def _buy(shop: Shop) -> str:
    code, wanted = BOUGHT[shop.store_id]
    offered = {each.sku: each for product in shop.products.values() for each in product.variants}
    items = [Item(offered[sku].variant_id, qty) for sku, qty in wanted.items()]
    order = shop.place(items, code=code, shipping=490, paid=True)
    return order_key(shop.platform, shop.store_id, str(order.order_id))
