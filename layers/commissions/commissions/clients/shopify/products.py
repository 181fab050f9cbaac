"""The products of a Shopify shop, each with all its variants; and what they are worth."""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from commissions.clients import FetchedResource, InvalidResponse, Page, PublishedValue, Unavailable
from commissions.clients.shopify import queries
from commissions.clients.shopify.graphql import GraphApi, gid
from commissions.clients.shopify.line_shape import GraphNode
from commissions.clients.shopify.pagination import (
    TRIES,
    ChangedBetweenPages,
    ResourceList,
    changed_at,
    complete,
    list_pages,
)
from commissions.clients.shopify.webhook_shape import webhook_product

NAMESPACE = "commissions"
"""Of the metafields: the merchant's own, so that the shop's staff and theme see them."""
VALUES_AT_ONCE = 12
"""Each is two metafields, of which a call takes 25."""


def fetch(graph: GraphApi, product_id: str) -> FetchedResource | None:
    product_gid = gid("Product", product_id)
    found = graph.execute(queries.PRODUCT, id=product_gid, variants=queries.VARIANTS)
    if (node := found.data.get("product")) is None:
        return None
    payload = _payload(graph, node)
    return FetchedResource(payload["id"], payload, found.reply.read_at)


def pages(graph: GraphApi, after: str) -> Iterator[Page]:
    """In the order of their ids."""
    sizes = {"first": queries.PRODUCTS_A_PAGE, "variants": queries.VARIANTS_OF_EACH}
    products = ResourceList("products", queries.PRODUCTS, sizes, "", _payload)
    return list_pages(graph, products, after, None)


def publish(graph: GraphApi, values: Sequence[PublishedValue]) -> None:
    """Shows the values in metafields of the variants."""
    for some in batched(values, VALUES_AT_ONCE, strict=False):
        shown = [field for value in some for field in metafields(value)]
        graph.mutate(queries.PUBLISH, values=shown)


def _payload(graph: GraphApi, node: GraphNode) -> dict[str, Any]:
    """The product in a webhook's shape, with all its variants. Raises StoreError."""
    for _ in range(TRIES):
        try:
            complete(graph, "Product", node, changed_at(node))
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


def metafields(value: PublishedValue) -> Iterator[dict[str, str]]:
    """PV and BV of one variant."""
    owner = gid("ProductVariant", value.variant_id)
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
