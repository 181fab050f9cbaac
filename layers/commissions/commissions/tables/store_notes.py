"""All that is noted of the stores, a hundred items a round trip: for whoever looks at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.stores.api_version import SeenApiVersion
from commissions.domain.stores.circuit_breaker import Circuit
from commissions.domain.stores.polling import CHANGED
from commissions.tables import (
    api_versions,
    circuit_breakers,
    connections,
    cursors,
    inbox,
    last_messages,
    refusals,
    versioned,
)
from commissions.tables.cursors import StoredCrawl
from commissions.tables.items import Item
from commissions.tables.last_messages import HeardStore
from commissions.tables.refusals import RefusedMessages

PROGRESS = cursors.TABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreNotes:
    """None where nothing of the kind was noted yet."""

    changes: StoredCrawl
    """How far its changes have been read."""
    circuit: Circuit
    checked: tuple[datetime, int] | None
    """When its webhooks were looked at last, and how many were not as they should be."""
    api_version: SeenApiVersion | None
    heard: HeardStore | None
    refused: RefusedMessages


def notes_of(store_ids: Iterable[str]) -> dict[str, StoreNotes]:
    """By store."""
    ids = list(store_ids)
    progress = _by_key(PROGRESS, [key for each in ids for key in _keys(each)])
    heard = _by_key(inbox.TABLE, [last_messages.key_of(each) for each in ids])
    return {each: _notes(each, progress, heard) for each in ids}


def _keys(store_id: str) -> list[Item]:
    return [
        cursors.key_of(store_id, CHANGED),
        circuit_breakers.key_of(store_id),
        connections.key_of(store_id, connections.CHECK),
        api_versions.key_of(store_id),
        refusals.key_of(store_id),
    ]


def _notes(
    store_id: str, progress: Mapping[tuple[str, ...], Item], heard: Mapping[tuple[str, ...], Item]
) -> StoreNotes:
    read, circuit, check, version, refused = (
        progress.get(_flat(key), {}) for key in _keys(store_id)
    )
    note = heard.get(_flat(last_messages.key_of(store_id)))
    return StoreNotes(
        changes=cursors.stored_crawl(read),
        circuit=circuit_breakers.circuit(circuit),
        checked=connections.check_in(check),
        api_version=api_versions.seen(version),
        heard=last_messages.heard_store(note) if note else None,
        refused=refusals.refused_messages(refused),
    )


def _by_key(table: str, keys: list[Item]) -> dict[tuple[str, ...], Item]:
    names = list(keys[0]) if keys else []
    return {tuple(item[name] for name in names): item for item in versioned.get_all(table, keys)}


def _flat(key: Item) -> tuple[str, ...]:
    return tuple(key.values())
