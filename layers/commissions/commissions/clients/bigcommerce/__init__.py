"""BigCommerce's API: https://developer.bigcommerce.com/docs/rest-management"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from commissions.clients import Answer, Client, Page, Subscription, Value, Window
from commissions.clients.bigcommerce.api import opened
from commissions.clients.bigcommerce.catalogue import Catalogue
from commissions.clients.bigcommerce.hooks import TOPICS, Hooks
from commissions.clients.bigcommerce.orders import Orders
from commissions.clients.http import Http
from commissions.domain.store import Store

__all__ = ["TOPICS", "BigCommerce", "open"]


class BigCommerce:
    """A store's API. Of an answer's payload see `platforms.bigcommerce`."""

    TOPICS: tuple[str, ...] = TOPICS

    def __init__(self, http: Http, *, metafields: bool) -> None:
        self._http = http
        self._orders = Orders(http, metafields=metafields)
        self._catalogue, self._hooks = Catalogue(http), Hooks(http)

    def now(self) -> datetime:
        """By an answer that needs no permission."""
        return self._http.get("/v3/hooks", {"limit": 1}).read_at

    def order(self, order_id: str) -> Answer | None:
        return self._orders.one(order_id)

    def orders(self, window: Window, after: str = "") -> Iterator[Page]:
        return self._orders.pages(window, after)

    def product(self, product_id: str) -> Answer | None:
        return self._catalogue.one(product_id)

    def products(self, after: str = "") -> Iterator[Page]:
        return self._catalogue.pages(after)

    def subscriptions(self) -> tuple[Subscription, ...]:
        return self._hooks.all()

    def subscribe(self, topic: str, url: str, secret: str) -> None:
        self._hooks.set_up(topic, url, secret)

    def unsubscribe(self, subscription_id: str) -> None:
        self._hooks.remove(subscription_id)

    def publish(self, values: Sequence[Value]) -> None:
        self._catalogue.publish(values)


def open(  # noqa: A001 - what each platform's module opens its client with
    store: Store, access: Mapping[str, str], private: Sequence[str] = ()
) -> Client:
    """`access` holds the `token` of an API account. Raises NotAllowed, AccessDenied."""
    http = opened(store, access, private)
    return BigCommerce(http, metafields="order_metafield" in store.carriers)
