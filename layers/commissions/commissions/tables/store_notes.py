"""All that is noted of the stores, a hundred items a round trip: for whoever looks at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.stores.api_version import SeenApiVersion
from commissions.domain.stores.circuit_breaker import Circuit
from commissions.domain.stores.polling import CHANGED, MODES
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
from commissions.tables.connections import Connection, WebhookCheck
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeStoreNotes:
    """All that is noted of one store."""

    notes: StoreNotes
    connection: Connection
    check: WebhookCheck
    crawls: Mapping[str, StoredCrawl]
    """By what is polled (`domain.stores.polling.MODES`), how far it has come."""


def whole_notes(store_id: str) -> WholeStoreNotes:
    """One round trip."""
    crawls = {mode: cursors.key_of(store_id, mode) for mode in MODES}
    connection = connections.key_of(store_id, connections.CONNECTION)
    check = connections.key_of(store_id, connections.CHECK)
    heard = last_messages.key_of(store_id)
    wanted = [*_keys(store_id), *crawls.values(), connection]
    asked = {(PROGRESS, _flat(key)): key for key in wanted} | {(inbox.TABLE, _flat(heard)): heard}
    found = versioned.get_together((table, key) for (table, _), key in asked.items())
    progress = {_key_in(item, check): item for table, item in found if table == PROGRESS}
    last = {_key_in(item, heard): item for table, item in found if table == inbox.TABLE}
    return WholeStoreNotes(
        notes=_notes(store_id, progress, last),
        connection=connections.connection(progress.get(_flat(connection), {})),
        check=connections.whole_check_in(progress.get(_flat(check), {})),
        crawls={
            mode: cursors.stored_crawl(progress.get(_flat(key), {})) for mode, key in crawls.items()
        },
    )


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


def _key_in(item: Item, like: Item) -> tuple[str, ...]:
    return tuple(item[name] for name in like)


def _flat(key: Item) -> tuple[str, ...]:
    return tuple(key.values())
