"""The orders of a Magento store, each with its credit memos."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from commissions.clients import (
    CREATED,
    FetchedResource,
    InvalidResponse,
    Page,
    Unavailable,
    Window,
    partial_page,
)
from commissions.clients.http import Http
from commissions.clients.magento import fields
from commissions.clients.magento.api import API, identity, is_gone
from commissions.clients.magento.pagination import list_pages
from commissions.clients.magento.search import SearchFilter, search_time


def fetch(http: Http, order_id: str) -> FetchedResource | None:
    reply = http.get(f"{API}/orders/{int(order_id)}", {"fields": fields.ORDER})
    if is_gone(reply):
        return None
    payload = _with_own(reply.payload, _memos(http, [order_id]))
    return FetchedResource(order_id, payload, reply.read_at)


def pages(http: Http, window: Window, after: str) -> Iterator[Page]:
    """By growing ids: an order that changes meanwhile keeps its place, or is of the next window.
    `until` bounds only what never changes, the time of creation."""
    for page in list_pages(http, "orders", _filters(window), after):
        failed_ids: tuple[str, ...] = ()
        try:
            orders = _with_memos(http, page.items)
        except (InvalidResponse, Unavailable):
            # Perhaps of one order's memos: then those of the others are to be had.
            named = [(order.source_id, order) for order in page.items]
            orders, failed_ids = partial_page.fetch_each(
                named, lambda order: _with_memos(http, [order])[0]
            )
        yield replace(page, items=orders, failed_ids=failed_ids)


def _with_memos(http: Http, orders: Sequence[FetchedResource]) -> tuple[FetchedResource, ...]:
    memos = _memos(http, [order.source_id for order in orders])
    return tuple(replace(order, payload=_with_own(order.payload, memos)) for order in orders)


def _memos(http: Http, order_ids: Sequence[str]) -> list[Any]:
    """All credit memos of these orders."""
    if not order_ids:
        return []
    filters = [("order_id", "in", ",".join(order_ids))]
    found = list_pages(http, "creditmemos", filters, "")
    return [memo.payload for page in found for memo in page.items]


def _filters(window: Window) -> list[SearchFilter]:
    date = "created_at" if window.by == CREATED else "updated_at"
    filters = [(date, "gteq", search_time(window.since))]
    if window.until and window.by == CREATED:
        filters.append((date, "lt", search_time(window.until)))
    return filters


def _with_own(order: Any, memos: Sequence[Any]) -> dict[str, Any]:
    """The order with those of the memos that are its own."""
    order_id = identity(order, "entity_id")
    own = [memo for memo in memos if identity(memo, "order_id") == order_id]
    return {"order": order, "creditmemos": own}
