"""A BigCommerce shop to talk to, and the client that talks to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from commissions.clients import Client, bigcommerce
from commissions.domain.stores.store import Store
from tools.fake_store.bigcommerce import BigCommerceApi
from tools.fake_store.platform_api import Request, Response
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRET = "client-secret-of-the-account"
PRIVATE = ("127.0.0.1",)
STORE = Store(
    "harbour", "bigcommerce", "retail_channel", "USD", "", domain="harbour1", carriers=("form",)
)


@contextmanager
def a_shop(**settings: Any) -> Iterator[tuple[FakeStore, Shop]]:
    """It offers tea at 20.00 and coffee at 9.99; its clock stands still until it is advanced."""
    usual = {"secret": SECRET, "access": {"token": "token-1"}, "domain": "harbour1"}
    with FakeStore(seed=7, start=NOON) as store:
        shop = store.open_shop("harbour", "bigcommerce", **(usual | settings))
        shop.add_product("Tea", [("TEA-50", 2000), ("TEA-100", 3800)])
        shop.add_product("Coffee", [("COFFEE", 999)])
        yield store, shop


def of(shop: Shop, **changes: Any) -> Store:
    return replace(STORE, api_url=shop.base_url, **changes)


def a_client(shop: Shop, **changes: Any) -> Client:
    return bigcommerce.create_client(of(shop, **changes), shop.access, PRIVATE)


class Meddling(BigCommerceApi):
    """Somebody changes an order just after this path was read."""

    def __init__(self, path: str, **change: Any) -> None:
        self.path, self.change, self.times = path, change, 1

    def respond(self, shop: Shop, request: Request) -> Response | None:
        found = super().respond(shop, request)
        if self.times and request.path.endswith(self.path):
            self.times -= 1
            shop.clock.advance(seconds=1)
            for order_id in list(shop.orders)[:1]:
                shop.edit(order_id, **self.change)
        return found
