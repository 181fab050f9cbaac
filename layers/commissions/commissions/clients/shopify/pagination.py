"""Reads lists, and what an order, refund or product holds, to their ends, page by page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from commissions.clients import FetchedResource, InvalidResponse, Page, partial_page
from commissions.clients.shopify import queries
from commissions.clients.shopify.graphql import GraphApi, Operation, object_of
from commissions.clients.shopify.line_shape import GraphNode, id_of

TRIES = 3
"""How often something is read that changes while it is read."""
PAGES_MAX = 200


class ChangedBetweenPages(Exception):
    """The order or product was changed between two of its pages."""


@dataclass(frozen=True, slots=True)
class ResourceList:
    """A list that is read by ids, so that what changes meanwhile keeps its place in it."""

    name: str
    operation: Operation
    variables: Mapping[str, int]
    filter: str
    payload: Callable[[GraphApi, GraphNode], dict[str, Any]]


def list_pages(
    graph: GraphApi, listing: ResourceList, after: str, total: int | None
) -> Iterator[Page]:
    """Pages of whole orders or products, each from the last one's highest id on."""
    while True:
        query = " ".join(filter(None, (listing.filter, f"id:>{after}" if after else "")))
        found = graph.execute(listing.operation, query=query, **listing.variables)
        nodes = object_of(found.data, listing.name)["nodes"]
        read = partial(_resource, graph, listing, found.reply.read_at)
        named = [(_id(node), node) for node in nodes]
        items, failed_ids = partial_page.fetch_each(named, read)
        full = len(nodes) == listing.variables["first"]
        after = _last([name for name, _ in named], after) if full else ""
        yield Page(items, after, total, failed_ids)
        if not full:
            return


def complete(graph: GraphApi, owner: str, node: GraphNode, as_of: str) -> None:
    """Adds to a node's connections what is on their next pages. Raises ChangedBetweenPages."""
    for name in queries.connections(owner):
        for _ in range(PAGES_MAX):
            page = node[name]["pageInfo"]
            if not page["hasNextPage"]:
                break
            rest = queries.rest_of(owner, name)
            more = graph.execute(rest, id=node["id"], after=page["endCursor"]).data["node"]
            if more is None or changed_at(more) != as_of:
                raise ChangedBetweenPages
            node[name]["nodes"].extend(more[name]["nodes"])
            node[name]["pageInfo"].update(more[name]["pageInfo"])
        else:
            raise InvalidResponse(f"{name} has no end")


def changed_at(node: GraphNode) -> str:
    """When it was changed last; of a refund, when its order was."""
    holder: Mapping[str, Any] = node.get("order") or node
    return str(holder["updatedAt"])


def _resource(
    graph: GraphApi, listing: ResourceList, read_at: datetime, node: GraphNode
) -> FetchedResource:
    payload = listing.payload(graph, node)
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
