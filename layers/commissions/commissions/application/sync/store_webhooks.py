"""A store's webhooks, made and checked through its API when a person asks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.application.sync import subscriptions
from commissions.application.sync.connection import client_for, connected_stores, store_with_api
from commissions.application.sync.poll_queue import enqueue
from commissions.application.sync.subscriptions import Subscriptions
from commissions.aws.telemetry import logger
from commissions.clients import KnowsItsScopes, StoreError
from commissions.domain.stores.polling import CATALOGUE, CHANGED
from commissions.domain.stores.store import Store
from commissions.tables import connections


@dataclass(frozen=True, slots=True)
class CheckedStores:
    """What was found at the stores that were looked at."""

    found: Mapping[str, Subscriptions]
    failed: Mapping[str, str]
    """Why a store could not be looked at, in words for a person."""


def connect(store_id: str, base_url: str, *, now: datetime) -> tuple[Subscriptions, Subscriptions]:
    """Has a store send its webhooks to us, and polls it at once; what was found, and what is now.

    Raises UnknownStore, StoreWithoutApi, CalledOtherwise, NoWebhookSecret, or StoreError.
    """
    before, after = subscriptions.connect(store_with_api(store_id), base_url, now=now)
    for polled in (CATALOGUE, CHANGED):
        enqueue(store_id, polled)
    return before, after


def connect_as_asked(store_id: str, base_url: str, *, now: datetime) -> None:
    """The same for a person who is not there to hear of it: what came of it is noted."""
    try:
        _, after = connect(store_id, base_url, now=now)
    except Exception as error:
        logger.exception("a store could not be connected", store=store_id)
        connections.note_failed_check(store_id, now=now, why=subscriptions.said_of(error))
        return
    subscriptions.note(store_id, after, now)


def check(store_id: str, *, repair: bool = False) -> CheckedStores:
    """What a store's webhooks are; after repairing them if that was asked for.

    Raises UnknownStore, StoreWithoutApi, NotConnected, or StoreError.
    """
    return CheckedStores({store_id: _checked(store_with_api(store_id), repair=repair)}, {})


def check_all(*, repair: bool = False) -> CheckedStores:
    """The same of every store that is connected; one that fails keeps no other from it."""
    found: dict[str, Subscriptions] = {}
    failed: dict[str, str] = {}
    for store in connected_stores():
        try:
            found[store.store_id] = _checked(store, repair=repair)
        except StoreError as error:
            failed[store.store_id] = str(error) or type(error).__name__
    return CheckedStores(found, failed)


def missing_scopes(store_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By store what its account may not read, of those that lack something; not every platform can
    say. Raises UnknownStore, StoreWithoutApi, or StoreError."""
    clients = {each: client_for(store_with_api(each)) for each in store_ids}
    found = {
        each: client.missing_scopes()
        for each, client in clients.items()
        if isinstance(client, KnowsItsScopes)
    }
    return {each: scopes for each, scopes in found.items() if scopes}


def called_otherwise(store_ids: Iterable[str]) -> dict[str, str]:
    """By store what the shop calls itself, where that is not its domain here: all of its webhooks
    are refused. Raises UnknownStore, StoreWithoutApi, or NoAccess."""
    asked = map(store_with_api, store_ids)
    found = {each: subscriptions.called_otherwise(each, client_for(each)) for each in asked}
    return {store.store_id: named for store, named in found.items() if named}


def _checked(store: Store, *, repair: bool) -> Subscriptions:
    client = client_for(store)
    found = subscriptions.inspect(store, client)
    if not (repair and found.wrong):
        return found
    subscriptions.repair(store, client, found, ours_elsewhere=True)
    return subscriptions.inspect(store, client)
