"""A bundle as each fake store shows it, read by our client and its platform."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest

from commissions.clients import Client
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.stores.store import Store
from commissions.platforms import bigcommerce, magento, shopify, woocommerce
from tests.unit.clients import bigcommerce_shop, magento_shop
from tests.unit.clients.shopify_shops import heard, talking
from tests.unit.clients.woocommerce_shop import corner
from tools.fake_store.shop import Shop
from tools.fake_store.toolkit import Bundle, Item, Order

pytestmark = pytest.mark.enable_socket
DIALECTS = {each.NAME: each for each in (shopify, woocommerce, magento, bigcommerce)}
WITH_A_LINE = ("woocommerce", "bigcommerce")
"""Platforms whose orders have a line for the bundle itself."""


@contextmanager
def a_shop(platform: str) -> Iterator[tuple[Shop, Client, Store]]:
    if platform == "shopify":
        with talking() as talk:
            yield talk.shop, talk.client, talk.store
    elif platform == "woocommerce":
        with corner() as here:
            yield here.shop, here.client, here.store
    elif platform == "magento":
        with magento_shop.a_shop() as (shop, client):
            yield shop, client, magento_shop.a_store(shop.base_url)
    else:
        with bigcommerce_shop.a_shop() as (_, shop):
            yield shop, bigcommerce_shop.a_client(shop), bigcommerce_shop.of(shop)


def sold_as_a_bundle(shop: Shop, platform: str) -> Order:
    """Two lines of the order are parts of one bundle; the one before them stands for it, where the
    platform has one."""
    variants = [each for product in shop.products.values() for each in product.variants]
    count = 3 if platform in WITH_A_LINE else 2
    order = shop.place([Item(each.variant_id, 1) for each in (variants * 2)[:count]], paid=True)
    own = order.lines[0].line_id if platform in WITH_A_LINE else 900
    kit = Bundle(own, variant_id=44190, sku="KIT")
    for line in order.lines[count - 2 :]:
        line.bundle = kit
    return order


@pytest.mark.parametrize("platform", DIALECTS)
def test_a_bundle_that_a_store_shows_is_read_as_one(platform: str) -> None:
    with a_shop(platform) as (shop, client, store):
        order = sold_as_a_bundle(shop, platform)
        answer = client.order(str(order.order_id))
        assert answer
        reading = DIALECTS[platform].parse_order(answer.payload, store, b"key")

    placed = reading.records[0]
    assert isinstance(placed, OrderPlaced)
    named = [str(line.bundle.bundle_id) if line.bundle else "" for line in order.lines]
    assert [item.bundle_id for item in placed.items] == named
    assert len(set(named)) == (2 if platform in WITH_A_LINE else 1)
    told = [] if platform in WITH_A_LINE else [("900", "44190", "KIT", Decimal(1))]
    bundles = [(each.bundle_id, each.variant_id, each.platform_sku, each.qty)
               for each in placed.bundles]  # fmt: skip
    assert bundles == told
    assert difference(placed) == 0


def test_a_webhook_of_shopify_names_a_bundle_by_its_id_alone_and_the_store_is_asked() -> None:
    with talking() as talk:
        order = sold_as_a_bundle(talk.shop, "shopify")
        talk.shop.edit(order.order_id, code="CARA-7")

        [*_, last] = heard(talk, "orders/updated")

    [hint] = last.records
    assert isinstance(hint, ChangeHinted)
    assert hint.subject_id == str(order.order_id)
