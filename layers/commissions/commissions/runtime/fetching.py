"""What a store answered, taken in like what it sends: only what is news, and each of it once."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from commissions.clients import FetchedResource
from commissions.domain.news import news, unread
from commissions.domain.order import (
    OfOrder,
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
    canonical,
)
from commissions.domain.store import Store
from commissions.platforms import InvalidPayload, ParsedWebhook
from commissions.runtime.dialects import NOT_AS_PROMISED, dialect
from commissions.runtime.intake import accept, quarantine
from commissions.runtime.observe import count
from commissions.runtime.secrets import secrets
from commissions.tables import inbox, ledger

TOPIC = "fetched"
"""Of all that was asked for, whoever asked: the same content is one inbox item."""
HINT = "hint"
"""Why it was asked, where the store had said that something changed."""
NEW, KNOWN, UNREADABLE = "new", "known", "unreadable"
_OF_ORDER = (OrderPlaced, OrderRefunded, OrderCancelled)


@dataclass(frozen=True, slots=True)
class Taken:
    outcome: str
    """NEW, KNOWN or UNREADABLE."""
    ids: frozenset[str]
    """The orders, or the product, that the answer is about."""


def take(store: Store, answer: FetchedResource, *, via: str, now: datetime) -> Taken:
    """Accepts what an answer about an order adds to the order's facts. What cannot be read is
    quarantined and counted, and stops nobody."""
    key = secrets(store.store_id).customer_key
    speaks = dialect(store.platform)
    try:
        reading = speaks.parse_order(answer.payload, store, key)
    except NOT_AS_PROMISED as error:
        return _unreadable(store, answer, error)
    told = [record for record in reading.records if isinstance(record, _OF_ORDER)]
    ids = frozenset(record.platform_order_id for record in told) | {answer.source_id}
    unseen = tuple(filter(None, reading.delivery.get("unseen", "").split(",")))
    fresh = [each for of_one in _by_order(told) for each in _news(of_one, answer.read_at, unseen)]
    reading = replace(_as_told(reading, answer, via), records=tuple(fresh))
    is_new = bool(fresh) and tell(store, reading, via=via, now=now)
    return Taken(NEW if is_new else KNOWN, ids)


def take_product(store: Store, answer: FetchedResource, *, via: str, now: datetime) -> Taken:
    """Accepts what an answer about a product says, if it has not been told so before."""
    speaks = dialect(store.platform)
    try:
        reading = speaks.parse_product(answer.payload, store)
    except NOT_AS_PROMISED as error:
        return _unreadable(store, answer, error)
    is_new = bool(reading.records) and tell(store, reading, via=via, now=now)
    return Taken(NEW if is_new else KNOWN, frozenset({answer.source_id}))


def tell(store: Store, reading: ParsedWebhook, *, via: str, now: datetime) -> bool:
    """Accepts what an answer says, or what follows from there being none; False where the same was
    accepted before, and is on its way, or waits with an owner."""
    body = _body(store, reading)
    if body is None:
        return False
    told = replace(reading, topic=TOPIC, delivery=reading.delivery | {"via": via})
    accept(store.platform, store.store_id, body, told, received_at=now, heard=False)
    return True


def _as_told(reading: ParsedWebhook, answer: FetchedResource, via: str) -> ParsedWebhook:
    """What nobody hinted at, the store tells when it is asked: how long a commission takes is
    counted from then."""
    return reading if via == HINT else replace(reading, occurred_at=answer.read_at)


def _by_order(told: Sequence[OfOrder]) -> Iterable[list[OfOrder]]:
    ordered = sorted(told, key=lambda record: record.order_key)
    return (list(each) for _, each in groupby(ordered, key=lambda record: record.order_key))


def _news(
    told: Sequence[OfOrder], read_at: datetime, unseen: Collection[str]
) -> tuple[OfOrder, ...]:
    known = [row.fact for row in ledger.story(told[0].order_key).rows]
    return news(told, known, read_at, unseen=unseen)


def _body(store: Store, reading: ParsedWebhook) -> bytes | None:
    """What makes the inbox item's identity; None where there is such an item.

    When it was read is no part of it, or else every look would bring what waits once more. Only
    where it has all been told, and something else counts by now, it is told anew as of this look.
    """
    content = canonical([_unread(record) for record in reading.records]).encode()
    known = inbox.find(inbox.item_id(store.platform, store.store_id, TOPIC, content))
    if known is None:
        return content
    as_read = canonical(reading.records).encode()
    return as_read if known.state == inbox.DONE and as_read != content else None


def _unread(record: Any) -> Any:
    return unread(record) if isinstance(record, OrderPlaced) else record


def _unreadable(store: Store, answer: FetchedResource, error: Exception) -> Taken:
    # Only of InvalidPayload do we know that its message repeats nothing of the payload.
    if not isinstance(error, InvalidPayload):
        error = InvalidPayload(f"unexpected {type(error).__name__}")
    body = json.dumps(answer.payload, default=str).encode()
    quarantine(store.platform, store.store_id, body, error)
    count("FetchedUnreadable")
    return Taken(UNREADABLE, frozenset({answer.source_id}))
