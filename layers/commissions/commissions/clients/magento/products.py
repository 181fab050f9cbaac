"""The products of a Magento store; and what they are worth."""

from collections.abc import Iterator, Sequence
from typing import Any

from commissions.clients import FetchedResource, Page, PublishedValue
from commissions.clients.http import Http
from commissions.clients.magento.pagination import list_pages
from commissions.clients.magento.search import PAGE_SIZE

PV_ATTRIBUTE, BV_ATTRIBUTE = "commission_pv", "commission_bv"
"""Product attributes that the shop has to have: see docs/platforms/magento.md."""
BY_SKU = "sku:"
"""Stands before a SKU where an event named no product id."""


def fetch(http: Http, product_id: str) -> FetchedResource | None:
    """By a search: an address of its own a product has only by SKU, which may hold a slash."""
    by_sku = product_id.startswith(BY_SKU)
    field = ("sku", "eq", product_id[len(BY_SKU) :])
    filters = [field if by_sku else ("entity_id", "eq", product_id)]
    page = next(list_pages(http, "products", filters, "", size=1))
    return page.items[0] if page.items else None


def pages(http: Http, after: str) -> Iterator[Page]:
    return list_pages(http, "products", [], after)


def publish(http: Http, values: Sequence[PublishedValue]) -> None:
    """Hands them to Magento's queue, which writes them for all store views."""
    for start in range(0, len(values), PAGE_SIZE):
        body = [_update(value) for value in values[start : start + PAGE_SIZE]]
        http.put("/rest/all/async/bulk/V1/products/bySku", json=body, safe=True)


def _update(value: PublishedValue) -> dict[str, Any]:
    attributes = [
        {"attribute_code": PV_ATTRIBUTE, "value": value.pv},
        {"attribute_code": BV_ATTRIBUTE, "value": value.bv},
    ]
    return {"product": {"sku": value.sku, "custom_attributes": attributes}}
