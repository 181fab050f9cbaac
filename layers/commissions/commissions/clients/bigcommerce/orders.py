"""Whole orders of a BigCommerce store: each is put together of several answers.

Between them the order may change, so each order's `date_modified` is looked at once more when all
of it is there, and what has changed meanwhile is read again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
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
from commissions.clients.bigcommerce import transactions
from commissions.clients.bigcommerce.api import (
    done_in_part,
    is_id,
    text_of,
    v2_list,
    v3_data,
)
from commissions.clients.bigcommerce.pagination import LIMIT_MAX, all_of
from commissions.clients.call_errors import StoreRefused
from commissions.clients.http import Http
from commissions.clients.reply import Reply
from commissions.platforms.bigcommerce.referrals import METAFIELD

ORDERS_A_PAGE = 25
"""With three calls each, a page is half of a small store's quota of 150."""
REFUNDS_A_PAGE = 50
READINGS_MAX = 3
WITH_FEES = {"include": "fees"}
STOREFRONT = 1
"""The sales channel of orders that name none."""
ORDERS, REFUNDS = "orders", "refunds"
"""The two parts of the list of changes: `orders:<last id>`, then `refunds:<page>`."""

type Filters = Mapping[str, Any]


class OrderReader:
    def __init__(self, http: Http, *, metafields: bool, channel_id: str = "") -> None:
        self._http, self._metafields, self._channel_id = http, metafields, channel_id

    def fetch(self, order_id: str, *, with_payments: bool = False) -> FetchedResource | None:
        """None where the store has no such order. `with_payments`: even if it does not show that
        they are needed."""
        if not is_id(order_id) or (reply := self._header(order_id)) is None:
            return None
        for _ in range(READINGS_MAX):
            [order] = self._assembled([reply.payload], reply.read_at, with_payments)
            again = self._header(order_id)
            if again is None:
                return None
            if _modified(again.payload) == _modified(reply.payload):
                return order
            reply = again
        return order  # it changes while it is read; whatever changed it last sends a hook, too

    def pages(self, window: Window, after: str) -> Iterator[Page]:
        """Orders by their ids, so that none slips through between pages when others change.

        That a refund moves its order's date is not documented; so, at the end of the list of
        changes, orders with new refunds are looked for by the refunds.
        """
        part, _, last = (after or f"{ORDERS}:0").partition(":")
        if part not in (ORDERS, REFUNDS) or not last.isdecimal():
            raise InvalidResponse("that is no place in the list of orders")
        seen: set[str] = set()
        position: tuple[str, int] | None = (part, int(last))
        while position:
            page = (
                self._page(window, position[1], first=not after and not seen)
                if position[0] == ORDERS
                else self._refunded(window, position[1], seen)
            )
            seen |= {order.source_id for order in page.items}
            yield page
            name, _, number = page.next.partition(":")
            position = (name, int(number)) if name else None

    def _page(self, window: Window, last_id: int, *, first: bool) -> Page:
        filters = _filters(window, self._channel_id)
        reply = self._list(filters | {"min_id": last_id + 1}, ORDERS_A_PAGE)
        headers = v2_list(reply)
        found, failed_ids = self._each_assembled(headers, reply.read_at)
        items = self._fresh(found, filters)
        done = len(headers) < ORDERS_A_PAGE
        after_this = "" if window.by == CREATED else f"{REFUNDS}:1"
        return Page(
            items=tuple(items),
            next=after_this if done else f"{ORDERS}:{text_of(headers[-1], 'id')}",
            total=self._count(filters) if first and window.by == CREATED else None,
            failed_ids=failed_ids,
        )

    def _refunded(self, window: Window, page: int, seen: Iterable[str]) -> Page:
        """Orders with refunds since then whose own date says nothing of it."""
        since = {"created:min": window.since.isoformat(timespec="seconds")}
        limits = {"limit": REFUNDS_A_PAGE, "page": page}
        refunds = v3_data(self._http.get("/v3/orders/payment_actions/refunds", since | limits))
        ids = {text_of(refund, "order_id") for refund in refunds} - set(seen)
        named = [(order_id, order_id) for order_id in sorted(ids, key=int)]
        items, failed_ids = partial_page.fetch_each(named, self.fetch)
        onward = f"{REFUNDS}:{page + 1}" if len(refunds) == REFUNDS_A_PAGE else ""
        ours = tuple(each for each in items if self._is_of_channel(each))
        return Page(items=ours, next=onward, failed_ids=failed_ids)

    def _is_of_channel(self, fetched: FetchedResource) -> bool:
        """The list of refunds knows no channels."""
        channel_id = fetched.payload["order"].get("channel_id") or STOREFRONT
        return not self._channel_id or str(channel_id) == self._channel_id

    def _fresh(
        self, orders: Sequence[FetchedResource], filters: Filters
    ) -> Iterator[FetchedResource]:
        """The orders, those read again that have changed while the page was read."""
        if not orders:
            return
        span = {"min_id": orders[0].source_id, "max_id": orders[-1].source_id}
        again = v2_list(self._list({**filters, **span}, LIMIT_MAX))
        modified = {text_of(order, "id"): _modified(order) for order in again}
        for order in orders:
            before = _modified(order.payload["order"])
            if modified.get(order.source_id, before) == before:
                yield order
            elif newer := self.fetch(order.source_id):
                yield newer

    def _each_assembled(
        self, orders: Sequence[Any], read_at: datetime
    ) -> tuple[Sequence[FetchedResource], tuple[str, ...]]:
        try:
            return self._assembled(orders, read_at), ()
        except (InvalidResponse, Unavailable):
            # Perhaps of one of them: then the others are to be had.
            named = [(text_of(order, "id"), order) for order in orders]
            return partial_page.fetch_each(
                named, lambda order: self._assembled([order], read_at)[0]
            )

    def _assembled(
        self, orders: Sequence[Any], read_at: datetime, with_payments: bool = False
    ) -> list[FetchedResource]:
        ids = [text_of(order, "id") for order in orders]
        refunds = self._refunds(ids)
        named = zip(ids, orders, strict=True)
        return [
            FetchedResource(
                order_id, self._payload(order_id, order, refunds, with_payments), read_at
            )
            for order_id, order in named
        ]

    def _payload(
        self, order_id: str, order: Any, refunds: Sequence[Any], with_payments: bool
    ) -> dict[str, Any]:
        """The order with its parts, of which the payments are asked for only where it shows that
        they may be needed."""
        own = [each for each in refunds if text_of(each, "order_id") == order_id]
        payments = (
            {"transactions": transactions.read(self._http, order_id)}
            if with_payments or transactions.needed(order, own)
            else {}
        )
        return {
            "order": order,
            "products": self._parts(order_id, "products"),
            "coupons": self._parts(order_id, "coupons"),
            "refunds": own,
            **self._metafields_of(order_id),
            **payments,
        }

    def _header(self, order_id: str) -> Reply | None:
        reply = self._http.get(f"/v2/orders/{order_id}", WITH_FEES)
        if reply.status in (204, 404):
            return None
        if text_of(reply.payload, "id") != order_id:
            raise InvalidResponse("another order than the one that was asked for")
        return reply

    def _parts(self, order_id: str, name: str) -> list[Any]:
        """An order that has none answers so; 404 says that it is gone, and not that it is empty."""
        path = f"/v2/orders/{order_id}/{name}"
        return list(all_of(self._http, path, {"limit": LIMIT_MAX}, v3=False, gone_is_empty=False))

    def _refunds(self, ids: Sequence[str]) -> list[Any]:
        if not ids:
            return []
        params = {"order_id:in": ",".join(ids), "limit": REFUNDS_A_PAGE}
        return list(all_of(self._http, "/v3/orders/payment_actions/refunds", params, v3=True))

    def _metafields_of(self, order_id: str) -> dict[str, Any]:
        """A call for each order, made only for a store whose referrals may stand there. Where it
        answers only some of them, these count, and the rest is named as unseen."""
        if not self._metafields:
            return {"metafields": []}
        path = f"/v3/orders/{order_id}/metafields"
        try:
            found = list(all_of(self._http, path, {"limit": LIMIT_MAX}, v3=True))
        except StoreRefused as error:
            return {"metafields": done_in_part(error), "unseen": [METAFIELD]}
        return {"metafields": found}

    def _list(self, filters: Filters, limit: int) -> Reply:
        params = {**filters, "sort": "id:asc", "limit": limit, **WITH_FEES}
        return self._http.get("/v2/orders", params)

    def _count(self, filters: Filters) -> int | None:
        found = self._http.get("/v2/orders/count", filters).payload
        count = found.get("count") if isinstance(found, dict) else None
        return count if type(count) is int else None


def _filters(window: Window, channel_id: str) -> dict[str, Any]:
    """By changes there is no upper end: an order that changes while we read would leave the window
    and be missed."""
    of_channel = {"channel_id": channel_id} if channel_id else {}
    if window.by == CREATED:
        until = {"max_date_created": _mail(window.until)} if window.until else {}
        return {"min_date_created": _mail(window.since)} | until | of_channel
    return {"min_date_modified": _mail(window.since)} | of_channel


def _mail(moment: datetime) -> str:
    return format_datetime(moment.replace(microsecond=0))


def _modified(order: Any) -> str:
    return text_of(order, "date_modified")
