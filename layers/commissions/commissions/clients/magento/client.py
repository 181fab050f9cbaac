"""The Protocol of a store's client, for Magento."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from commissions.clients import FetchedResource, Page, PublishedValue, Subscription, Window
from commissions.clients.http import Http
from commissions.clients.magento import orders, products
from commissions.clients.magento.api import API, items
from commissions.clients.magento.search import criteria
from commissions.clients.magento.webhooks import of_channel


class MagentoClient:
    """A store's API. Every method raises StoreError."""

    def __init__(self, http: Http, channel: str) -> None:
        self._http = http
        self._webhooks = of_channel(channel, http)
        self.TOPICS = self._webhooks.TOPICS

    def now(self) -> datetime:
        """By a search that finds nothing. Raises StoreError where it is not Magento's."""
        params = criteria([("entity_id", "eq", "0")], sort="entity_id", size=1)
        reply = self._http.get(f"{API}/orders", params)
        items(reply)
        return reply.read_at

    def order(self, order_id: str) -> FetchedResource | None:
        return orders.fetch(self._http, order_id)

    def orders(self, window: Window, after: str = "") -> Iterator[Page]:
        return orders.pages(self._http, window, after)

    def product(self, product_id: str) -> FetchedResource | None:
        return products.fetch(self._http, product_id)

    def products(self, after: str = "") -> Iterator[Page]:
        return products.pages(self._http, after)

    def subscriptions(self) -> tuple[Subscription, ...]:
        return self._webhooks.subscriptions()

    def subscribe(self, topic: str, url: str, secret: str) -> str:
        return self._webhooks.subscribe(topic, url, secret)

    def unsubscribe(self, subscription_id: str) -> None:
        self._webhooks.unsubscribe(subscription_id)

    def publish(self, values: Sequence[PublishedValue]) -> None:
        products.publish(self._http, values)
