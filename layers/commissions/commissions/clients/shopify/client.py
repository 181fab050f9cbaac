"""The Protocol of a store's client, for Shopify."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from commissions.clients import (
    FetchedResource,
    Page,
    PublishedValue,
    Subscription,
    Window,
)
from commissions.clients.abilities import ApiSchema
from commissions.clients.shopify import orders, products, queries, schema, webhooks
from commissions.clients.shopify.graphql import GraphApi, object_of
from commissions.domain.stores.api_version import SeenApiVersion


class ShopifyClient:
    """A shop's GraphQL Admin API. Every method raises StoreError."""

    TOPICS: tuple[str, ...] = webhooks.TOPICS

    def __init__(self, graph: GraphApi) -> None:
        self._graph = graph

    def now(self) -> datetime:
        return self._graph.execute(queries.NOW).reply.read_at

    def api_version(self) -> SeenApiVersion:
        return self._graph.versions.seen()

    def schema(self) -> ApiSchema:
        return schema.read(self._graph)

    def own_name(self) -> str:
        data = self._graph.execute(queries.OWN_NAME).data
        return str(object_of(data, "shop").get("myshopifyDomain", ""))

    def order(self, order_id: str) -> FetchedResource | None:
        return orders.fetch(self._graph, order_id)

    def orders(self, window: Window, after: str = "") -> Iterator[Page]:
        return orders.pages(self._graph, window, after)

    def product(self, product_id: str) -> FetchedResource | None:
        return products.fetch(self._graph, product_id)

    def products(self, after: str = "") -> Iterator[Page]:
        return products.pages(self._graph, after)

    def subscriptions(self) -> tuple[Subscription, ...]:
        return webhooks.subscriptions(self._graph)

    def subscribe(self, topic: str, url: str, secret: str) -> str:
        return webhooks.subscribe(self._graph, topic, url)

    def unsubscribe(self, subscription_id: str) -> None:
        webhooks.unsubscribe(self._graph, subscription_id)

    def publish(self, values: Sequence[PublishedValue]) -> None:
        products.publish(self._graph, values)
