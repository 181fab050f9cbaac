"""BigCommerce's API: https://developer.bigcommerce.com/docs/rest-management"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from commissions.clients import Client, FetchedResource, Page, Subscription, Value, Window
from commissions.clients.bigcommerce.api import connect
from commissions.clients.bigcommerce.orders import OrdersApi
from commissions.clients.bigcommerce.products import ProductsApi
from commissions.clients.bigcommerce.webhooks import TOPICS, WebhooksApi
from commissions.clients.http import Http
from commissions.domain.store import Store

__all__ = ["TOPICS", "BigCommerceClient", "create_client"]


class BigCommerceClient:
    """A store's API. Of an answer's payload see `platforms.bigcommerce`."""

    TOPICS: tuple[str, ...] = TOPICS

    def __init__(self, http: Http, *, metafields: bool) -> None:
        self._http = http
        self._orders = OrdersApi(http, metafields=metafields)
        self._catalogue, self._hooks = ProductsApi(http), WebhooksApi(http)

    def now(self) -> datetime:
        """By an answer that needs no permission."""
        return self._http.get("/v3/hooks", {"limit": 1}).read_at

    def order(self, order_id: str) -> FetchedResource | None:
        return self._orders.fetch(order_id)

    def orders(self, window: Window, after: str = "") -> Iterator[Page]:
        return self._orders.pages(window, after)

    def product(self, product_id: str) -> FetchedResource | None:
        return self._catalogue.fetch(product_id)

    def products(self, after: str = "") -> Iterator[Page]:
        return self._catalogue.pages(after)

    def subscriptions(self) -> tuple[Subscription, ...]:
        return self._hooks.subscriptions()

    def subscribe(self, topic: str, url: str, secret: str) -> None:
        self._hooks.subscribe(topic, url, secret)

    def unsubscribe(self, subscription_id: str) -> None:
        self._hooks.unsubscribe(subscription_id)

    def publish(self, values: Sequence[Value]) -> None:
        self._catalogue.publish(values)


def create_client(store: Store, access: Mapping[str, str], private: Sequence[str] = ()) -> Client:
    """`access` holds the `token` of an API account. Raises NotAllowed, AccessDenied."""
    http = connect(store, access, private)
    return BigCommerceClient(http, metafields="order_metafield" in store.carriers)
