"""WooCommerce's REST API: https://developer.woocommerce.com/docs/apis/rest-api/v3/

Orders are asked for by the fields that are read, so that no name or address is even sent to us.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import httpx

from commissions.clients import AccessDenied, FetchedResource, Page, Subscription, Value, Window
from commissions.clients.http import Http
from commissions.clients.woocommerce import orders, products, webhooks
from commissions.domain.store import Store

API = "wp-json/wc/v3"
TOPICS: tuple[str, ...] = (
    "order.created",
    "order.updated",
    "order.deleted",
    "order.restored",
    "product.created",
    "product.updated",
    "product.deleted",
    "product.restored",
)


def create_client(
    store: Store, access: Mapping[str, str], private: Sequence[str] = ()
) -> "WooCommerceClient":
    """Raises AccessDenied without a consumer key, and NotAllowed for an address that is none."""
    key, secret = access.get("consumer_key", ""), access.get("consumer_secret", "")
    if not key or not secret:
        raise AccessDenied("a WooCommerce store is opened by consumer_key and consumer_secret")
    auth = httpx.BasicAuth(key, secret)
    return WooCommerceClient(Http(f"{store.api_url.rstrip('/')}/{API}", auth=auth, private=private))


class WooCommerceClient:
    """A shop's API. Every method raises StoreError."""

    TOPICS = TOPICS

    def __init__(self, http: Http) -> None:
        self._http = http

    def now(self) -> datetime:
        return self._http.get("orders", {"per_page": 1, "_fields": "id"}).read_at

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

    def subscribe(self, topic: str, url: str, secret: str) -> None:
        webhooks.subscribe(self._http, topic, url, secret)

    def unsubscribe(self, subscription_id: str) -> None:
        webhooks.unsubscribe(self._http, subscription_id)

    def publish(self, values: Sequence[Value]) -> None:
        products.publish(self._http, values)

    def close(self) -> None:
        self._http.close()
