"""Which orders' payments are asked for, and asking for them.

The payment's word is about the payment: it stays `captured` when an edit raises the total, and an
amount given back for the order as such looks like goodwill though a line may have been deleted
before we first read the order. A plain order says neither, and costs no call.
"""

from collections.abc import Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from commissions.clients import AccessDenied
from commissions.clients.bigcommerce.api import text_of, v2_list
from commissions.clients.bigcommerce.pagination import LIMIT_MAX, all_of
from commissions.clients.http import Http

SCOPE = "store_v2_transactions_read_only"
PAID = frozenset({"captured", "paid", "partially refunded", "refunded"})
STILL_EDITED = frozenset({1, 3, 7, 8, 9, 11, 12, 14})
"""Statuses in which staff edit orders: neither shipped, completed, nor off."""
CHECKOUT = timedelta(minutes=10)
"""Until then, a change is the payment's."""


def needed(order: Any, refunds: Sequence[Any]) -> bool:
    """Whether the order shows that its payments may be another sum than its total."""
    word = order.get("payment_status")
    if not isinstance(word, str) or word.strip().lower() not in PAID:
        return False
    return any(_names_order(each) for each in refunds if isinstance(each, dict)) or _may_be_edited(
        order
    )


def read(http: Http, order_id: str) -> list[Any] | None:
    """The order's transactions; None where the account may not read them."""
    path = f"/v3/orders/{order_id}/transactions"
    try:
        return list(all_of(http, path, {"limit": LIMIT_MAX}, v3=True))
    except AccessDenied:
        return None


def missing_scopes(http: Http) -> tuple[str, ...]:
    """Tried on the newest order; a store without orders says nothing."""
    newest = v2_list(http.get("/v2/orders", {"sort": "id:desc", "limit": 1}))
    may_read = not newest or read(http, text_of(newest[0], "id")) is not None
    return () if may_read else (SCOPE,)


def _names_order(refund: Any) -> bool:
    items = refund.get("items")
    found = items if isinstance(items, list) else []
    return any(isinstance(each, dict) and each.get("item_type") == "ORDER" for each in found)


def _may_be_edited(order: Any) -> bool:
    """Of one whose status or dates cannot be read, whoever reads it says what is wrong with it."""
    status = order.get("status_id")
    if type(status) is not int or status not in STILL_EDITED:
        return False
    try:
        placed, modified = (
            parsedate_to_datetime(str(order.get(name)))
            for name in ("date_created", "date_modified")
        )
        return modified - placed > CHECKOUT
    except (TypeError, ValueError):
        return False
