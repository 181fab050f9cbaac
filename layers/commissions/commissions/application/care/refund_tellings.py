"""Refunds that were told again with other figures, as they wait for a person."""

from collections.abc import Iterator

from commissions.application.queries.order_story import OrderStory
from commissions.domain.orders.refund import OrderRefunded
from commissions.tables import inbox
from commissions.tables.parked import ParkedEntry

CONFLICT = "conflict"
PARTS = ("", "-amount", "-beside")
"""How the ids of a refund's records end: its goods, what names no line, what is named besides."""


def waiting(story: OrderStory, refund_id: str) -> list[OrderRefunded]:
    """The telling of a refund that waits, of each of its records one."""
    keys = {f"{story.order_key}/refund/{each}" for each in record_ids(refund_id)}
    entries = [each for each in story.parked if each.reason == CONFLICT and each.record_key in keys]
    return [refund for entry in entries for refund in _told(entry)]


def record_ids(refund_id: str) -> list[str]:
    """The ids of all records of a refund."""
    return [f"{refund_id}{part}" for part in PARTS]


def _told(entry: ParkedEntry) -> Iterator[OrderRefunded]:
    item = inbox.find(entry.inbox)
    for each in item.records if item else ():
        if isinstance(each, OrderRefunded) and each.key == entry.record_key:
            yield each
