"""Magento's REST API, the same for Open Source, Mage-OS and Adobe Commerce.

An order's payload is `{"order": …, "creditmemos": […]}`, a product's the product as REST has it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from commissions.clients import (
    CREATED,
    AccessDenied,
    FetchedResource,
    InvalidResponse,
    Page,
    Subscription,
    Unavailable,
    Value,
    Window,
    partial_page,
)
from commissions.clients.http import Http
from commissions.clients.magento import fields
from commissions.clients.magento.oauth import PARTS, OAuth1
from commissions.clients.magento.search import PAGE_SIZE, SearchFilter, criteria, written
from commissions.clients.magento.webhooks import (
    API,
    MAGEOS_TOPICS,
    identity,
    items,
    of_channel,
)
from commissions.domain.store import Store

TOPICS = MAGEOS_TOPICS
PV_ATTRIBUTE, BV_ATTRIBUTE = "commission_pv", "commission_bv"
"""Product attributes that the shop has to have: see docs/platforms/magento.md."""
BY_SKU = "sku:"
"""Stands before a SKU where an event named no product id."""


def create_client(
    store: Store, access: Mapping[str, str], private: Sequence[str] = ()
) -> "MagentoClient":
    """With a Bearer token where there is one, else signed as an integration.

    Raises AccessDenied where the access is incomplete.
    """
    if token := access.get("token"):
        http = Http(store.api_url, headers={"Authorization": f"Bearer {token}"}, private=private)
    elif lacking := [part for part in PARTS if not access.get(part)]:
        raise AccessDenied(f"the access lacks {', '.join(lacking)}")
    else:
        http = Http(store.api_url, auth=OAuth1(access), private=private)
    return MagentoClient(http, store.channel)


class MagentoClient:
    def __init__(self, http: Http, channel: str) -> None:
        self._http = http
        self._subscriptions = of_channel(channel, http)
        self.TOPICS = self._subscriptions.TOPICS

    def now(self) -> datetime:
        """By a search that finds nothing."""
        params = criteria([("entity_id", "eq", "0")], sort="entity_id", size=1)
        return self._http.get(f"{API}/orders", params).read_at

    def order(self, order_id: str) -> FetchedResource | None:
        reply = self._http.get(f"{API}/orders/{int(order_id)}", {"fields": fields.ORDER})
        if reply.status == 404:
            return None
        return FetchedResource(
            order_id, _whole(reply.payload, self._memos([order_id])), reply.read_at
        )

    def orders(self, window: Window, after: str = "") -> Iterator[Page]:
        """By growing ids: an order that changes meanwhile keeps its place, or is of the next
        window. `until` bounds only what never changes, the time of creation."""
        for page in self._pages("orders", _filters(window), "entity_id", after):
            broken: tuple[str, ...] = ()
            try:
                answers = self._with_memos(page.items)
            except (InvalidResponse, Unavailable):
                # Perhaps of one order's memos: then those of the others are to be had.
                named = [(answer.source_id, answer) for answer in page.items]
                answers, broken = partial_page.fetch_each(
                    named, lambda each: self._with_memos([each])[0]
                )
            yield replace(page, items=answers, failed_ids=broken)

    def product(self, product_id: str) -> FetchedResource | None:
        """By a search: an address of its own a product has only by SKU, which may hold a slash."""
        by_sku = product_id.startswith(BY_SKU)
        field = ("sku", "eq", product_id[len(BY_SKU) :])
        filters = [field if by_sku else ("entity_id", "eq", product_id)]
        page = next(self._pages("products", filters, "id", "", size=1))
        return page.items[0] if page.items else None

    def products(self, after: str = "") -> Iterator[Page]:
        return self._pages("products", [], "id", after)

    def subscriptions(self) -> tuple[Subscription, ...]:
        return self._subscriptions.subscriptions()

    def subscribe(self, topic: str, url: str, secret: str) -> None:
        self._subscriptions.subscribe(topic, url, secret)

    def unsubscribe(self, subscription_id: str) -> None:
        self._subscriptions.unsubscribe(subscription_id)

    def publish(self, values: Sequence[Value]) -> None:
        """Hands them to Magento's queue, which writes them for all store views."""
        for start in range(0, len(values), PAGE_SIZE):
            body = [_valued(value) for value in values[start : start + PAGE_SIZE]]
            self._http.put("/rest/all/async/bulk/V1/products/bySku", json=body, safe=True)

    def _with_memos(self, orders: Sequence[FetchedResource]) -> tuple[FetchedResource, ...]:
        memos = self._memos([order.source_id for order in orders])
        return tuple(replace(order, payload=_whole(order.payload, memos)) for order in orders)

    def _memos(self, order_ids: Sequence[str]) -> list[Any]:
        """All credit memos of these orders."""
        if not order_ids:
            return []
        filters = [("order_id", "in", ",".join(order_ids))]
        pages = self._pages("creditmemos", filters, "entity_id", "")
        return [answer.payload for page in pages for answer in page.items]

    def _pages(
        self,
        things: str,
        filters: Sequence[SearchFilter],
        name: str,
        after: str,
        *,
        size: int = PAGE_SIZE,
    ) -> Iterator[Page]:
        """Pages by growing id, each beginning behind the last one's end. `name`: of the id."""
        more, last = True, after
        while more:
            asked = [*filters, ("entity_id", "gt", last or "0")]
            params = criteria(asked, sort="entity_id", size=size)
            params.append(("fields", fields.of_search(things)))
            reply = self._http.get(f"{API}/{things}", params)
            found = items(reply.payload)
            answers = tuple(
                FetchedResource(identity(each, name), each, reply.read_at) for each in found
            )
            left = reply.payload.get("total_count")
            more = bool(found) and (len(found) == size or _is_more(left, len(found)))
            if more and int(answers[-1].source_id) <= int(last or "0"):
                raise InvalidResponse(f"a search of {things} goes in circles")
            last = answers[-1].source_id if more else ""
            yield Page(answers, last, left if not after and asked[-1][2] == "0" else None)


def _is_more(left: Any, shown: int) -> bool:
    return isinstance(left, int) and left > shown


def _filters(window: Window) -> list[SearchFilter]:
    date = "created_at" if window.by == CREATED else "updated_at"
    filters = [(date, "gteq", written(window.since))]
    if window.until and window.by == CREATED:
        filters.append((date, "lt", written(window.until)))
    return filters


def _whole(order: Any, memos: Sequence[Any]) -> dict[str, Any]:
    """The order with those of the memos that are its own."""
    order_id = identity(order, "entity_id")
    own = [memo for memo in memos if identity(memo, "order_id") == order_id]
    return {"order": order, "creditmemos": own}


def _valued(value: Value) -> dict[str, Any]:
    attributes = [
        {"attribute_code": PV_ATTRIBUTE, "value": value.pv},
        {"attribute_code": BV_ATTRIBUTE, "value": value.bv},
    ]
    return {"product": {"sku": value.sku, "custom_attributes": attributes}}
