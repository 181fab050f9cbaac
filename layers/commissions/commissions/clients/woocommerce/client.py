"""The Protocol of a store's client, for WooCommerce."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from commissions.clients import FetchedResource, Page, PublishedValue, Subscription, Window
from commissions.clients.http import Http
from commissions.clients.woocommerce import orders, products, webhooks
from commissions.clients.woocommerce.api import rows_of


class WooCommerceClient:
    """A shop's API. Every method raises StoreError."""

    TOPICS: tuple[str, ...] = webhooks.TOPICS

    def __init__(self, http: Http, home: Callable[[], str]) -> None:
        """`home`: asks for the shop's home address, which is no part of this API."""
        self._http = http
        self._home = home

    def now(self) -> datetime:
        reply = self._http.get("orders", {"per_page": 1, "_fields": "id"})
        rows_of(reply, "orders")
        return reply.read_at

    def own_name(self) -> str:
        return self._home()

    def order(self, order_id: str) -> FetchedResource | None:
        return orders.fetch(self._http, order_id)

    def orders(self, window: Window, after: str = "") -> Iterator[Page]:
        return orders.pages(self._http, window, after)

    def product(self, product_id: str) -> FetchedResource | None:
        return products.fetch(self._http, product_id)

    def products(self, after: str = "") -> Iterator[Page]:
        return products.pages(self._http, after)

    def subscriptions(self) -> tuple[Subscription, ...]:
        return webhooks.subscriptions(self._http)

    def subscribe(self, topic: str, url: str, secret: str) -> str:
        return webhooks.subscribe(self._http, topic, url, secret)

    def change_secret(self, webhook: Subscription, secret: str) -> None:
        webhooks.change_secret(self._http, webhook.subscription_id, secret)

    def unsubscribe(self, subscription_id: str) -> None:
        webhooks.unsubscribe(self._http, subscription_id)

    def publish(self, values: Sequence[PublishedValue]) -> None:
        products.publish(self._http, values)

    def close(self) -> None:
        self._http.close()
