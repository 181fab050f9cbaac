"""The Protocol of a store's client, for Shopify."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import batched
from typing import Any

from commissions.clients import (
    CREATED,
    FetchedResource,
    InvalidResponse,
    Page,
    Subscription,
    Value,
    Window,
    partial_page,
)
from commissions.clients.shopify import queries
from commissions.clients.shopify.graphql import GraphApi, MutationRefused, Operation
from commissions.clients.shopify.pagination import order_payload, product_payload
from commissions.clients.shopify.webhook_shape import GraphNode, id_of
from commissions.clients.shopify.webhooks import TOPICS, topic_enum, topic_name

__all__ = ["TOPICS", "ShopifyClient"]

NAMESPACE = "commissions"
"""Of the metafields: the merchant's own, so that the shop's staff and theme see them."""
VALUES_AT_ONCE = 12
"""Each is two metafields, of which a call takes 25."""
_ALREADY, _GONE = "already been taken", "does not exist"


@dataclass(frozen=True, slots=True)
class _List:
    """A list that is read by ids, so that what changes meanwhile keeps its place in it."""

    name: str
    operation: Operation
    variables: Mapping[str, int]
    filter: str
    payload: Callable[[GraphApi, GraphNode], dict[str, Any]]


class ShopifyClient:
    """A shop's GraphQL Admin API. Every method raises StoreError."""

    TOPICS: tuple[str, ...] = TOPICS

    def __init__(self, graph: GraphApi) -> None:
        self._graph = graph

    def now(self) -> datetime:
        return self._graph.execute(queries.NOW).reply.read_at

    def order(self, order_id: str) -> FetchedResource | None:
        gid = _gid("Order", order_id)
        told = self._graph.execute(queries.ORDER, id=gid, lines=queries.LINES)
        if (node := told.data.get("order")) is None:
            return None
        payload = order_payload(self._graph, node)
        return FetchedResource(payload["id"], payload, told.reply.read_at)

    def orders(self, window: Window, after: str = "") -> Iterator[Page]:
        """In the order of their ids. Orders that change get no new id, and new ones the highest,
        so that all that were in the window when we began are told, and more may be."""
        wanted = _query(window)
        total = self._count(wanted) if window.by == CREATED else None
        sizes = {"first": queries.ORDERS_A_PAGE, "lines": queries.LINES_OF_EACH}
        orders = _List("orders", queries.ORDERS, sizes, wanted, order_payload)
        return self._pages(orders, after, total)

    def product(self, product_id: str) -> FetchedResource | None:
        gid = _gid("Product", product_id)
        told = self._graph.execute(queries.PRODUCT, id=gid, variants=queries.VARIANTS)
        if (node := told.data.get("product")) is None:
            return None
        payload = product_payload(self._graph, node)
        return FetchedResource(payload["id"], payload, told.reply.read_at)

    def products(self, after: str = "") -> Iterator[Page]:
        sizes = {"first": queries.PRODUCTS_A_PAGE, "variants": queries.VARIANTS_OF_EACH}
        products = _List("products", queries.PRODUCTS, sizes, "", product_payload)
        return self._pages(products, after, None)

    def subscriptions(self) -> tuple[Subscription, ...]:
        """Those that this app made through the API; neither those of its configuration file nor
        those that staff set up by hand are told."""
        found: list[Subscription] = []
        after: str | None = None
        while True:
            data = self._graph.execute(
                queries.SUBSCRIPTIONS, first=queries.SUBSCRIPTIONS_A_PAGE, after=after
            ).data
            connection = _held(data, "webhookSubscriptions")
            found += [_subscription(node) for node in connection["nodes"]]
            if not connection["pageInfo"]["hasNextPage"]:
                return tuple(found)
            after = connection["pageInfo"]["endCursor"]

    def subscribe(self, topic: str, url: str, secret: str) -> None:
        """Shopify signs with the app's own secret, whatever we would like."""
        try:
            to = {"uri": url, "format": "JSON"}
            self._graph.mutate(queries.SUBSCRIBE, topic=topic_enum(topic), to=to)
        except MutationRefused as refusal:
            if not any(_ALREADY in message for message in refusal.messages):
                raise

    def unsubscribe(self, subscription_id: str) -> None:
        try:
            self._graph.mutate(queries.UNSUBSCRIBE, id=subscription_id)
        except MutationRefused as refusal:
            if not any(_GONE in message for message in refusal.messages):
                raise

    def publish(self, values: Sequence[Value]) -> None:
        for some in batched(values, VALUES_AT_ONCE, strict=False):
            metafields = [field for value in some for field in _metafields(value)]
            self._graph.mutate(queries.PUBLISH, values=metafields)

    def _count(self, wanted: str) -> int | None:
        """How many there are; Shopify counts no further than it likes to."""
        count = _held(self._graph.execute(queries.ORDERS_COUNT, query=wanted).data, "ordersCount")
        exact = count.get("precision") == "EXACT"
        return int(count["count"]) if exact else None

    def _pages(self, of: _List, after: str, total: int | None) -> Iterator[Page]:
        while True:
            query = " ".join(filter(None, (of.filter, f"id:>{after}" if after else "")))
            told = self._graph.execute(of.operation, query=query, **of.variables)
            nodes = _held(told.data, of.name)["nodes"]
            read = partial(self._answer, of, told.reply.read_at)
            named = [(_id(node), node) for node in nodes]
            answers, broken = partial_page.fetch_each(named, read)
            full = len(nodes) == of.variables["first"]
            after = _last([name for name, _ in named], after) if full else ""
            yield Page(answers, after, total, broken)
            if not full:
                return

    def _answer(self, of: _List, read_at: datetime, node: GraphNode) -> FetchedResource:
        payload = of.payload(self._graph, node)
        return FetchedResource(payload["id"], payload, read_at)


def _id(node: Any) -> str:
    """Raises InvalidResponse."""
    number = id_of(str(node.get("id"))) if isinstance(node, dict) else ""
    if not number.isascii() or not number.isdigit():
        raise InvalidResponse("a list holds something without an id")
    return number


def _last(ids: Sequence[str], after: str) -> str:
    """The highest id. Raises InvalidResponse where we would go in circles."""
    last = max(map(int, ids))
    if last <= int(after or 0):
        raise InvalidResponse("the list does not go on")
    return str(last)


def _query(window: Window) -> str:
    """No end for changes: an order that changes once more would fall out of the window."""
    field = "created_at" if window.by == CREATED else "updated_at"
    since = f"{field}:>='{_moment(window.since)}'"
    if window.until is None or window.by != CREATED:
        return since
    # Shopify's times are whole seconds: one in the middle of which the window ends is in it.
    end = window.until + timedelta(microseconds=999_999)
    return f"{since} {field}:<'{_moment(end)}'"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _gid(kind: str, number: str) -> str:
    if not number.isascii() or not number.isdigit():
        raise InvalidResponse(f"an id of Shopify's {kind.lower()}s is a number")
    return f"gid://shopify/{kind}/{number}"


def _held(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    held = data.get(name)
    if not isinstance(held, dict):
        raise InvalidResponse(f"an answer without {name}")
    return held


def _subscription(node: Mapping[str, Any]) -> Subscription:
    """Shopify has no disabled ones: what fails too often it deletes."""
    return Subscription(node["id"], topic_name(node["topic"]), node["uri"], active=True)


def _metafields(value: Value) -> Iterator[dict[str, str]]:
    owner = _gid("ProductVariant", value.variant_id)
    for key, shown in (("pv", value.pv), ("bv", value.bv)):
        # A share of the price is a number too, under a name that says what it is of.
        share = shown.endswith("%")
        yield {
            "ownerId": owner,
            "namespace": NAMESPACE,
            "key": f"{key}_percent" if share else key,
            "type": "number_decimal",
            "value": shown.removesuffix("%"),
        }
