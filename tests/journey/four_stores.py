"""A town of four shops, one on each platform, that tests can have trouble with."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.journey.deployed import Commissions
from tools.fake_store.records import Item, Order
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop
from tools.fake_store.shopify.access import issued
from tools.stack import Stack

PLATFORMS = ("shopify", "woocommerce", "magento", "bigcommerce")
DOMAINS = {
    "shopify": "{0}.myshopify.com",
    "woocommerce": "{0}.shops.example",
    "bigcommerce": "hash{0}",
}
ACCESS = {
    "shopify": {
        "client_id": "a-client-id-of-the-tests",
        "client_secret": "a-client-secret-of-the-tests",
    },
    "woocommerce": {
        "consumer_key": "ck_a_key_of_the_tests",
        "consumer_secret": "cs_a_secret_of_the_tests",
    },
    "magento": {
        "consumer_key": "a-consumer-key-of-the-tests",
        "consumer_secret": "a-consumer-secret-of-the-tests",
        "access_token": "an-access-token-of-the-tests",
        "access_token_secret": "an-access-secret-of-the-tests",
    },
    "bigcommerce": {"token": "a-token-of-the-tests"},
}
PRICES = {"TOWN-GREEN": 2400, "TOWN-CUPS": 3600}
CODES = ("CARA-7", "EVE", "BOB", "FAY", "GIL", "HAL")
COLUMNS = (
    "store_id,platform_sku,sku_id,name,category,commission_class,pv,bv,cv,qv,effective_from,bundle"
)


@dataclass(frozen=True)
class Town:
    name: str
    stack: Stack
    fake: FakeStore
    dice: random.Random

    def id(self, platform: str) -> str:
        return f"{self.name}-{platform}"

    @property
    def shops(self) -> list[Shop]:
        return [self.fake.shops[self.id(platform)] for platform in PLATFORMS]

    def buy(self, shop: Shop, *, paid: bool = True) -> Order:
        """Somebody buys something with somebody's code."""
        offered = [each for product in shop.products.values() for each in product.variants]
        picked = self.dice.sample(offered, self.dice.randint(1, len(offered)))
        items = [Item(each.variant_id, self.dice.randint(1, 3)) for each in picked]
        return shop.place(items, code=self.dice.choice(CODES), shipping=490, paid=paid)

    def ask(self, store_id: str, look: str = "changed") -> None:
        """Has the poller ask a store, as its schedule does."""
        self.stack.client("sqs").send_message(
            QueueUrl=self.stack.resources["PollQueue"],
            MessageBody=json.dumps({"store_id": store_id, "look": look}),
        )


@contextmanager
def founded(
    name: str, stack: Stack, commissions: Commissions, folder: Path, *, start: datetime
) -> Iterator[Town]:
    """The town on a day of its own, its stores loaded like a company's, their webhooks created."""
    dice = random.Random(name)  # noqa: S311 - no secret
    with FakeStore(seed=1, start=start) as fake:
        town = Town(name, stack, fake, dice)
        _load(town, commissions, folder)
        for platform in PLATFORMS:
            shop = fake.open_shop(
                town.id(platform),
                platform,
                secret=_secret(town.id(platform)),
                access=ACCESS[platform],
                domain=_domain(town, platform),
                tax_percent=10,
            )
            for sku, price in PRICES.items():
                shop.add_product(sku.title(), [(sku, price)])
            said = commissions("store", "connect", shop.store_id, "--json")
            assert said.code == 0, said.text
        # The token that the command line was given is over: a function renews it by its own role.
        issued(fake.shops[town.id("shopify")]).clear()
        fake.pump()
        yield town
        _close(town)


def _load(town: Town, commissions: Commissions, folder: Path) -> None:
    stores = {town.id(platform): _store(town, platform) for platform in PLATFORMS}
    # JSON is YAML too.
    (folder / "stores.yaml").write_text(json.dumps({"stores": stores}))
    rows = [
        f"{store_id},{sku},{sku.lower()},{sku},tea,standard,20,20,20,20,2026-01-01,"
        for store_id in stores
        for sku in PRICES
    ]
    (folder / "skus.csv").write_text("\n".join([COLUMNS, *rows]) + "\n")
    secrets = folder / "secrets.yaml"
    given = {
        town.id(platform): {"webhook": _secret(town.id(platform)), "access": ACCESS[platform]}
        for platform in PLATFORMS
    }
    secrets.write_text(json.dumps(given))
    said = commissions("load", folder, "--secrets", secrets, "--json")
    assert said.code == 0, said.text


def _close(town: Town) -> None:
    """Its shops are gone, and nobody is to wait for their answers."""
    for shop in town.shops:
        town.stack.client("dynamodb").update_item(
            TableName=town.stack.resources["StoresTable"],
            Key={"store_id": {"S": shop.store_id}},
            UpdateExpression="SET closed = :yes",
            ExpressionAttributeValues={":yes": {"BOOL": True}},
        )


def _store(town: Town, platform: str) -> dict[str, str]:
    store_id = town.id(platform)
    stated = {
        "platform": platform,
        "mode": "retail_channel",
        "currency": "USD",
        "plan": "harbour",
        "api_url": f"{town.fake.url}/{store_id}",
    }
    if platform == "magento":
        return stated | {"channel": "mageos"}
    return stated | {"domain": _domain(town, platform)}


def _domain(town: Town, platform: str) -> str:
    return DOMAINS.get(platform, "").format(town.name)


def _secret(store_id: str) -> str:
    return f"a-secret-of-{store_id}"
