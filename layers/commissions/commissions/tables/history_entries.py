"""What stands in histories, for whoever looks at them and changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from commissions.domain.sales.attribution_history import HistoryPlace
from commissions.domain.sales.carried_attribution import CUSTOMER, SaidAttribution
from commissions.domain.sales.merged_histories import Alias
from commissions.tables.history_items import (
    ALIAS,
    ERASED,
    INTO,
    TABLE,
    aliases,
    items_after,
    places,
    words,
)
from commissions.tables.items import Item, marshal, scan


@dataclass(frozen=True, slots=True)
class HistoryEntries:
    """All that stands in a history."""

    places: tuple[HistoryPlace, ...]
    said: tuple[SaidAttribution, ...]
    erased_at: datetime | None = None
    """Until when it was erased, if it was: what is of before comes in no more."""
    merged: tuple[Alias, ...] = ()
    """The histories that go on in this one, and since when."""
    merged_into: tuple[Alias, ...] = ()
    """Those in which this one goes on."""


def look(history: str) -> HistoryEntries:
    """All that stands in a history, in no order."""
    return _entries(items_after(history, "!"))


def histories_of_customers(store_id: str = "") -> Iterator[tuple[str, HistoryEntries]]:
    """Each customer's history, of one store or of all; one at a time is in memory."""
    of = f"{CUSTOMER}/{store_id}/" if store_id else f"{CUSTOMER}/"
    found = scan(
        TABLE,
        FilterExpression="begins_with(history, :of)",
        ExpressionAttributeValues=marshal({":of": of}),
        ConsistentRead=True,
    )
    for history, entries in groupby(found, key=lambda item: str(item["history"])):
        yield history, _entries(entries)


def _entries(items: Iterable[Item]) -> HistoryEntries:
    now = int(datetime.now(UTC).timestamp())
    found = [item for item in items if item["expires_at"] >= now]
    stones = [item["source_ts"] for item in found if item["entry"] == ERASED]
    return HistoryEntries(
        tuple(places(found)),
        tuple(words(found)),
        datetime.fromisoformat(max(stones)) if stones else None,
        tuple(aliases(found, ALIAS)),
        tuple(aliases(found, INTO)),
    )
