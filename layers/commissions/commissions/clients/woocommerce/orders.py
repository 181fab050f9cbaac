"""The orders of a WooCommerce shop, each with all its refunds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from commissions.clients import (
    CHANGED,
    AccessDenied,
    FetchedResource,
    InvalidResponse,
    Page,
    Window,
    partial_page,
)
from commissions.clients.http import Http
from commissions.clients.reply import Reply
from commissions.clients.woocommerce import fields
from commissions.clients.woocommerce.api import Row, object_of
from commissions.clients.woocommerce.pagination import ListPosition, all_rows, page
from commissions.domain.currencies import exponent
from commissions.platforms import InvalidPayload
from commissions.platforms.payload import Field
from commissions.platforms.woocommerce.amounts import decimals_of, is_coarse
from commissions.platforms.woocommerce.continues import BEGAN_WITH, renewed_subscription
from commissions.platforms.woocommerce.rounding import SHOWN_DECIMALS

PARTS = ("any", "trash")
"""`any` leaves out what is in the trash, and that is how shops take orders back."""


def fetch(http: Http, order_id: str) -> FetchedResource | None:
    path = f"orders/{order_id}"
    reply = http.get(path, {"_fields": fields.ORDER})
    order = object_of(reply, path)
    return _answer(http, order, reply) if order else None


def pages(http: Http, window: Window, after: str) -> Iterator[Page]:
    position: ListPosition | None = ListPosition.parse(after)
    while position:
        status = {"status": PARTS[position.part], "_fields": fields.ORDER}
        found = page(http, "orders", status | _within(window), position)
        named = [(str(order["id"]), order) for order in found.rows]
        answers, broken = partial_page.fetch_each(named, partial(_answer, http, reply=found.reply))
        onward = found.next or _next_part(position, found.total)
        yield Page(answers, str(onward or ""), position.counted + found.total, broken)
        position = onward


def _next_part(position: ListPosition, total: int) -> ListPosition | None:
    return position.next_part(total) if position.part + 1 < len(PARTS) else None


def _within(window: Window) -> dict[str, Any]:
    """WooCommerce compares whole seconds and leaves out the moment itself, so one earlier is said.

    Never with a zone: together with `dates_are_gmt` it would be shifted by the shop's own. What
    changed has no upper bound: an order that changes once more would be beyond it, and left out.
    """
    gmt = {"dates_are_gmt": "true"}
    since = _text(window.since - timedelta(seconds=1))
    if window.by == CHANGED:
        return gmt | {"modified_after": since}
    last = {"before": _text(_whole(window.until))} if window.until else {}
    return gmt | {"after": since} | last


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _whole(moment: datetime) -> datetime:
    """The whole second at, or after, a moment."""
    return moment + timedelta(microseconds=-moment.microsecond % 1_000_000)


def _answer(http: Http, order: Row, reply: Reply) -> FetchedResource | None:
    """An order with its refunds in full, and with no fewer decimals than its currency has (and then
    how many the shop shows); None where it went meanwhile."""
    if decimals := _missing_decimals(order):
        path = f"orders/{order['id']}"
        reply = http.get(path, {"_fields": fields.ORDER} | decimals)
        again = object_of(reply, path)
        if again is None:
            return None
        order = again | {SHOWN_DECIMALS: decimals_of(Field(order))}
    if subscription := renewed_subscription(Field(order)):
        order = order | {BEGAN_WITH: _began_with(http, subscription)}
    if order.get("refunds"):
        path = f"orders/{order['id']}/refunds"
        order = order | {"refunds": list(all_rows(http, path, decimals))}
    return FetchedResource(str(order["id"]), order, reply.read_at)


def _began_with(http: Http, subscription: str) -> Any:
    """The id of the order that a subscription began with. A shop that does not show it, or not to
    us, or knows nothing of it any more, has its order read all the same."""
    path = f"subscriptions/{subscription}"
    try:
        found = object_of(http.get(path, {"_fields": fields.SUBSCRIPTION}), path)
    except (AccessDenied, InvalidResponse):
        return None
    return found.get("parent_id") if found else None


def _missing_decimals(order: Row) -> dict[str, Any]:
    """What to ask for where the shop shows amounts coarser than they are; mostly nothing."""
    try:
        return {"dp": exponent(order["currency"])} if is_coarse(Field(order)) else {}
    except (InvalidPayload, KeyError):
        return {}  # whoever reads it says what is wrong with it
