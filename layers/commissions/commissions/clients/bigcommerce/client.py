"""The Protocol of a store's client, for BigCommerce."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from commissions.clients import FetchedResource, Page, PublishedValue, Subscription, Window
from commissions.clients.bigcommerce import products, transactions, webhooks
from commissions.clients.bigcommerce.api import v3_list
from commissions.clients.bigcommerce.orders import OrderReader
from commissions.clients.http import Http


class BigCommerceClient:
    """A store's API. Of a payload's parts see `platforms.bigcommerce`. Every method raises
    StoreError."""

    TOPICS: tuple[str, ...] = webhooks.TOPICS

    def __init__(self, http: Http, *, metafields: bool, channel_id: str = "") -> None:
        """`metafields`: whether an order's referral may stand there, which costs a call more;
        `channel_id`: of which sales channel orders are listed, if not of all."""
        self._http = http
        self._orders = OrderReader(http, metafields=metafields, channel_id=channel_id)

    def now(self) -> datetime:
        """By an answer that needs no permission."""
        reply = self._http.get("/v3/hooks", {"limit": 1})
        v3_list(reply)
        return reply.read_at

    def order(self, order_id: str) -> FetchedResource | None:
        return self._orders.fetch(order_id)

    def order_with_payments(self, order_id: str) -> FetchedResource | None:
        return self._orders.fetch(order_id, with_payments=True)

    def missing_scopes(self) -> tuple[str, ...]:
        return transactions.missing_scopes(self._http)

    def orders(self, window: Window, after: str = "") -> Iterator[Page]:
        return self._orders.pages(window, after)

    def product(self, product_id: str) -> FetchedResource | None:
        return products.fetch(self._http, product_id)

    def products(self, after: str = "") -> Iterator[Page]:
        return products.pages(self._http, after)

    def subscriptions(self) -> tuple[Subscription, ...]:
        return webhooks.subscriptions(self._http)

    def subscribe(self, topic: str, url: str, secret: str) -> str:
        return webhooks.subscribe(self._http, topic, url, secret)

    def change_secret(self, webhook: Subscription, secret: str) -> None:
        webhooks.update(self._http, webhook.subscription_id, webhook.topic, webhook.url, secret)

    def unsubscribe(self, subscription_id: str) -> None:
        webhooks.unsubscribe(self._http, subscription_id)

    def publish(self, values: Sequence[PublishedValue]) -> None:
        products.publish(self._http, values)
