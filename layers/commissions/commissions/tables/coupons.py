"""Coupons that are nobody's yet, in the parked table: which orders have one, and that one was
registered. Neither is listed for anybody, and both go by themselves (the table's TTL)."""

from datetime import datetime, timedelta
from typing import Any

from commissions.aws.clients import client
from commissions.domain.orders.parking import OrderParked, WaitsFor, registered_word
from commissions.tables import parked
from commissions.tables.parked import ParkedEntry

WORD_LASTS = timedelta(days=5)
"""Longer than an order may be on its way."""


def note_write(record: OrderParked, inbox: str, *, until: datetime, now: datetime) -> Any:
    """The write of a note that is needed until a moment."""
    return {"Update": parked.expiring_update(record, inbox, until, now)}


def registered(what: WaitsFor, now: datetime) -> None:
    """Leaves word that a code was registered, for orders that are on their way."""
    word = registered_word(what)
    client("dynamodb").update_item(**parked.expiring_update(word, "", now + WORD_LASTS, now))


def was_registered(what: WaitsFor) -> bool:
    word = registered_word(what)
    return any(each.record_key == word.record_key for each in parked.waiting_for(what))


def lasts(entry: ParkedEntry, now: datetime) -> bool:
    """Whether a note is still needed, though it is still there."""
    return entry.expires_at is None or entry.expires_at >= int(now.timestamp())
