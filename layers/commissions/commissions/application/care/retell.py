"""Anything that the inbox has, put on the bus once more: by the sweeper, and by people.

The inbox is filled by the edge too. What people of the company say moves money without any store,
so it counts only out of an item of its own kind, which no role at the edge may write.
"""

from typing import get_args

from commissions.application.care import spoken_words
from commissions.application.care.lost_records import asked_for
from commissions.application.pipeline import release as pipeline
from commissions.aws import bus
from commissions.domain.store_record import StoreRecord
from commissions.tables import inbox
from commissions.tables.inbox import InboxItem
from commissions.tables.parked import ParkedEntry

TELLS = get_args(StoreRecord)


class NobodysWord(RuntimeError):
    """An item that is none of people's has their word: whoever wrote it may not say it."""

    def __init__(self, inbox_id: str) -> None:
        super().__init__(f"the inbox item {inbox_id} has a word that nobody in the company said")


def replay(item: InboxItem) -> None:
    """Tells a kept item again; what is in the ledger already stays as it is. Raises NobodysWord."""
    _check(item)
    pipeline.replay(item, tells=TELLS)


def tell(item: InboxItem) -> None:
    """Puts an item that is pending on the bus once more. Raises NobodysWord."""
    _check(item)
    bus.publish(item.events(), TELLS)


def release(entry: ParkedEntry, accepted: tuple[str, ...] = ()) -> None:
    """Lets a parked record go on, whatever it says (see `pipeline.release`); of one that is lost,
    its store is asked for the order. Raises NobodysWord, or RecordsLost."""
    item = inbox.find(entry.inbox)
    if asked_for(entry, item):
        return
    if item:
        _check(item)
    pipeline.release(entry, accepted, tells=TELLS)


def _check(item: InboxItem) -> None:
    said = any(isinstance(each, spoken_words.SpokenWord) for each in item.records)
    if said and item.topic not in spoken_words.TOPICS:
        raise NobodysWord(item.id)
