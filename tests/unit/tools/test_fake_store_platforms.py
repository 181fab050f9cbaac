from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module

import pytest

from commissions.clients import Client, Window
from commissions.domain.stores.store import RETAIL_CHANNEL, Store
from tools.fake_store import faults, shop_config
from tools.fake_store.faults import Fault
from tools.fake_store.registry import PLATFORMS
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

pytestmark = pytest.mark.enable_socket


@pytest.fixture(params=PLATFORMS)
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    with FakeStore(seed=5) as store:
        told = {"store_id": "shop", "platform": request.param, "orders": 12}
        (shop,) = shop_config.open_all(store, [told])
        assert isinstance(shop, Shop)
        yield shop


def a_client(shop: Shop) -> Client:
    store = Store(
        shop.store_id, shop.platform, RETAIL_CHANNEL, shop.currency, "plan",
        domain=shop.domain, api_url=shop.base_url,
    )  # fmt: skip
    opened: Client = import_module(f"commissions.clients.{shop.platform}").create_client(
        store, shop.access, private=["127.0.0.1"]
    )
    return opened


@pytest.mark.parametrize("kind", [faults.LIMITED, faults.FAILING, faults.CUT])
def test_every_order_is_read_in_spite_of_trouble(shop: Shop, kind: str) -> None:
    shop.faults.add(Fault(kind, calls=1, seconds=0))

    pages = a_client(shop).orders(Window(since=shop.clock() - timedelta(days=1)))
    found = {answer.source_id for page in pages for answer in page.items}

    assert found == {str(order_id) for order_id in shop.orders}
    assert shop.faults.met[kind] == 1
