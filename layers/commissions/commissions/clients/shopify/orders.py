"""The orders of a Shopify shop, each with all its lines and refunds, in a webhook's shape."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any

from commissions.clients import (
    CREATED,
    AccessDenied,
    FetchedResource,
    InvalidResponse,
    Page,
    Unavailable,
    Window,
)
from commissions.clients.shopify import queries
from commissions.clients.shopify.dispute_shape import DISPUTE, number_of
from commissions.clients.shopify.graphql import GraphApi, gid, object_of
from commissions.clients.shopify.line_shape import GraphNode
from commissions.clients.shopify.pagination import (
    TRIES,
    ChangedBetweenPages,
    ResourceList,
    changed_at,
    complete,
    list_pages,
)
from commissions.clients.shopify.webhook_shape import MalformedNode, webhook_order


def fetch(graph: GraphApi, order_id: str) -> FetchedResource | None:
    found = graph.execute(queries.ORDER, id=gid("Order", order_id), lines=queries.LINES)
    if (node := found.data.get("order")) is None:
        return None
    payload = _payload(graph, node)
    return FetchedResource(payload["id"], payload, found.reply.read_at)


def pages(graph: GraphApi, window: Window, after: str) -> Iterator[Page]:
    """In the order of their ids. Orders that change get no new id, and new ones the highest, so
    that all that were in the window when we began come, and more may."""
    query = _query(window)
    total = _count(graph, query) if window.by == CREATED else None
    sizes = {"first": queries.ORDERS_A_PAGE, "lines": queries.LINES_OF_EACH}
    orders = ResourceList("orders", queries.ORDERS, sizes, query, _payload)
    return list_pages(graph, orders, after, total)


def _payload(graph: GraphApi, node: GraphNode) -> dict[str, Any]:
    """The order in a webhook's shape, as of one moment. Raises StoreError."""
    for _ in range(TRIES):
        try:
            complete(graph, "Order", node, changed_at(node))
            return webhook_order(node, _refunds(graph, node), _disputes(graph, node))
        except ChangedBetweenPages:
            again = graph.execute(queries.ORDER, id=node["id"], lines=queries.LINES).data["order"]
            if again is None:
                break
            node = again
        except (KeyError, TypeError, AttributeError, MalformedNode):
            raise InvalidResponse("an order lacks what was asked of it") from None
    raise Unavailable("the order changes all the time")


def _refunds(graph: GraphApi, order: GraphNode) -> Sequence[GraphNode]:
    found: list[GraphNode] = []
    all_ids = [each["id"] for each in order["refunds"]]
    for ids in batched(all_ids, queries.REFUNDS_AT_ONCE, strict=False):
        nodes = graph.execute(queries.REFUNDS, ids=list(ids)).data["nodes"]
        if None in nodes or any(changed_at(each) != changed_at(order) for each in nodes):
            raise ChangedBetweenPages
        found += nodes
    for refund in found:
        complete(graph, "Refund", refund, changed_at(order))
    return found


def _disputes(graph: GraphApi, order: GraphNode) -> Sequence[GraphNode]:
    """What its disputes are about, of an order that has any. Where the app may not read that, or
    Shopify knows nothing of it (a payment that was not made with Shopify Payments), the order is
    read all the same."""
    ids = [f"{DISPUTE}{number_of(each['id'])}" for each in order.get("disputes") or ()]
    if not ids:
        return ()
    try:
        nodes = graph.execute(queries.DISPUTES, ids=ids).data["nodes"]
    except (AccessDenied, InvalidResponse):
        return ()
    return [each for each in nodes if each and each.get("status")]


def _count(graph: GraphApi, query: str) -> int | None:
    """How many there are; Shopify counts no further than it likes to."""
    count = object_of(graph.execute(queries.ORDERS_COUNT, query=query).data, "ordersCount")
    exact = count.get("precision") == "EXACT"
    return int(count["count"]) if exact else None


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
