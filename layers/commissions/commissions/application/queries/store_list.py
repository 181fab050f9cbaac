"""The stores one by one, each with what of it needs somebody: by what was noted of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries import refused_messages
from commissions.application.queries.health import Part
from commissions.application.queries.health_concerns import Concern, concerns_of
from commissions.application.queries.store_health import StoreHealth, of_stores
from commissions.application.queries.stores import StoreRecord, all_stores
from commissions.domain.orders.parked_filter import store_of
from commissions.domain.stores.store import Store
from commissions.tables import parked, store_notes
from commissions.tables.store_notes import StoreNotes


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStore:
    store: Store
    health: StoreHealth
    concerns: tuple[Concern, ...]
    """None of a closed one: nothing is expected of it."""


def listed_stores(now: datetime) -> list[ListedStore]:
    """All of them, closed ones too, by their ids: one round trip beside two for each hundred."""
    known = sorted(all_stores(), key=lambda each: each.store_id)
    notes = store_notes.notes_of(each.store_id for each in known)
    return [_listed(each, notes, now) for each in known]


def listed_store(record: StoreRecord, now: datetime) -> ListedStore:
    """The same of one that was read already."""
    return _listed(record.store, {record.store.store_id: record.noted.notes}, now)


def parked_of(store_id: str) -> int:
    """How many of the store's records wait."""
    entries = parked.all_entries()
    return sum(each.holds and store_of(each.order_key) == store_id for each in entries)


def _listed(store: Store, notes: Mapping[str, StoreNotes], now: datetime) -> ListedStore:
    [health] = of_stores([store], now, notes)
    parts: list[Part] = [health, *refused_messages.health([store], now, notes)]
    found = () if store.closed else tuple(concerns_of(parts))
    return ListedStore(store=store, health=health, concerns=found)
