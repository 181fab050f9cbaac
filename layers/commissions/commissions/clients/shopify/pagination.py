"""Reads orders, refunds and products to their ends, however many pages these have."""

from collections.abc import Mapping, Sequence
from itertools import batched
from typing import Any

from commissions.clients import InvalidResponse, Unavailable
from commissions.clients.shopify import queries
from commissions.clients.shopify.graphql import GraphApi
from commissions.clients.shopify.webhook_shape import (
    GraphNode,
    MalformedNode,
    webhook_order,
    webhook_product,
)

TRIES = 3
"""How often something is read that changes while it is read."""
PAGES_MAX = 200


class ChangedBetweenPages(Exception):
    """The order or product was changed between two of its pages."""


def order_payload(graph: GraphApi, node: GraphNode) -> dict[str, Any]:
    """The order in a webhook's shape, as of one moment. Raises StoreError."""
    for _ in range(TRIES):
        try:
            _complete(graph, "Order", node, _changed(node))
            return webhook_order(node, _refunds(graph, node))
        except ChangedBetweenPages:
            again = graph.execute(queries.ORDER, id=node["id"], lines=queries.LINES).data["order"]
            if again is None:
                break
            node = again
        except (KeyError, TypeError, AttributeError, MalformedNode):
            raise InvalidResponse("an order lacks what was asked of it") from None
    raise Unavailable("the order changes all the time")


def product_payload(graph: GraphApi, node: GraphNode) -> dict[str, Any]:
    """The product in a webhook's shape, with all its variants. Raises StoreError."""
    for _ in range(TRIES):
        try:
            _complete(graph, "Product", node, _changed(node))
            return webhook_product(node)
        except ChangedBetweenPages:
            variants = queries.VARIANTS
            again = graph.execute(queries.PRODUCT, id=node["id"], variants=variants).data["product"]
            if again is None:
                break
            node = again
        except (KeyError, TypeError, AttributeError):
            raise InvalidResponse("a product lacks what was asked of it") from None
    raise Unavailable("the product changes all the time")


def _refunds(graph: GraphApi, order: GraphNode) -> Sequence[GraphNode]:
    found: list[GraphNode] = []
    all_ids = [each["id"] for each in order["refunds"]]
    for ids in batched(all_ids, queries.REFUNDS_AT_ONCE, strict=False):
        nodes = graph.execute(queries.REFUNDS, ids=list(ids)).data["nodes"]
        if None in nodes or any(_changed(each) != _changed(order) for each in nodes):
            raise ChangedBetweenPages
        found += nodes
    for refund in found:
        _complete(graph, "Refund", refund, _changed(order))
    return found


def _complete(graph: GraphApi, owner: str, node: GraphNode, as_of: str) -> None:
    """Adds to a node's connections what is on their next pages. Raises ChangedBetweenPages."""
    for name in queries.connections(owner):
        for _ in range(PAGES_MAX):
            page = node[name]["pageInfo"]
            if not page["hasNextPage"]:
                break
            told = graph.execute(
                queries.rest_of(owner, name), id=node["id"], after=page["endCursor"]
            )
            more = told.data["node"]
            if more is None or _changed(more) != as_of:
                raise ChangedBetweenPages
            node[name]["nodes"].extend(more[name]["nodes"])
            node[name]["pageInfo"].update(more[name]["pageInfo"])
        else:
            raise InvalidResponse(f"{name} has no end")


def _changed(node: GraphNode) -> str:
    """When it was changed last; of a refund, when its order was."""
    holder: Mapping[str, Any] = node.get("order") or node
    return str(holder["updatedAt"])
