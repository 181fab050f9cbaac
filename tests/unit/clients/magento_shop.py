"""A Magento shop to talk to, and a client of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from commissions.clients import Client, magento
from commissions.domain.stores.store import Store
from commissions.platforms import magento as dialect
from tools.fake_store.server import FakeStore
from tools.fake_store.toolkit import Item, Order, Shop

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ACCESS = {name: f"{name}-4711" for name in ("consumer_key", "access_token")} | {
    name: f"{name} &%=?é" for name in ("consumer_secret", "access_token_secret")
}
SECRET, KEY = "hush-hush-hush-16", b"the store's customer key"
URL = "https://ours.example/webhooks/magento/tea"


def a_store(api_url: str, channel: str = "mageos") -> Store:
    return Store(
        "tea", "magento", "retail_channel", "USD", "harbour", channel=channel, api_url=api_url,
        carriers=dialect.CARRIERS,
    )  # fmt: skip


@contextmanager
def a_shop(channel: str = "mageos", **access: str) -> Iterator[tuple[Shop, Client]]:
    """A shop with a simple product and one of two variants, and a client of it."""
    opens = access or ACCESS
    with FakeStore(start=START) as fake:
        shop = fake.open_shop("tea", "magento", secret=SECRET, access=opens, tax_percent=20)
        shop.add_product("Green tea", [("TEA", 18_90)])
        shop.add_product("Cream", [("CREAM/30 ML", 32_50), ("CREAM-50", 49_90)])
        client = magento.create_client(a_store(shop.base_url, channel), opens, ["127.0.0.1"])
        yield shop, client


def variants(shop: Shop) -> dict[str, int]:
    return {each.sku: each.variant_id for one in shop.products.values() for each in one.variants}


def sold(shop: Shop, **more: Any) -> Order:
    """Two teas at a discount, and a cream, which is a configurable product."""
    ids = variants(shop)
    items = [Item(ids["TEA"], 2, discount=3_80), Item(ids["CREAM/30 ML"])]
    return shop.place(items, code="CARA-7", shipping=4_90, **more)
