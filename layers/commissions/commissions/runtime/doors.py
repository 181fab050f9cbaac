"""The doors to the stores' APIs: which client, and with what it opens."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import cast

from commissions.aws.cache import TtlCache
from commissions.aws.secrets import refreshed
from commissions.clients import AccessDenied, Client, ClientFactory, InvalidResponse, Unavailable
from commissions.domain.stores.store import Store
from commissions.tables import circuit_breakers

PRIVATE_STORES = tuple(filter(None, os.environ["PRIVATE_STORES"].split(",")))
"""Stores that may be asked at addresses of a private network."""
PAUSE = timedelta(seconds=int(os.environ["CIRCUIT_PAUSE_SECONDS"]))
"""How long a store that keeps failing is left alone at first."""
WITHOUT_API = ("orders",)
MAX_AGE_SECONDS = 300

Access = tuple[tuple[str, str], ...]
_clients: TtlCache[tuple[Store, Access], Client] = TtlCache()


class NoAccess(AccessDenied):
    """Nothing is stored that would open the store's API."""

    def __init__(self, store_id: str) -> None:
        super().__init__(f"no access to the API of {store_id} is stored")


def has_api(store: Store) -> bool:
    """Whether the store can be asked at all: one that is ours, of a platform with an API."""
    return not store.closed and store.platform not in WITHOUT_API


def client_for(store: Store) -> Client:
    """The store's client, with its connections, as it was opened some minutes ago or is now.

    Raises NoAccess.
    """
    access = tuple(sorted(refreshed(store.store_id).access.items()))
    if not access:
        raise NoAccess(store.store_id)
    return _clients.get((store, access), _created, max_age_seconds=MAX_AGE_SECONDS)


@contextmanager
def connected(store: Store) -> Iterator[Client]:
    """The store's client; that it answers, or not, is noted for all who ask it.

    Raises Unavailable where the store has failed so often that it is left alone, or NoAccess.
    """
    client, store_id = client_for(store), store.store_id
    try:
        circuit_breakers.before_call(store_id, now=datetime.now(UTC))
    except circuit_breakers.CircuitOpen as rests:
        raise Unavailable(str(rests)) from rests
    try:
        yield client
    except Unavailable as error:
        now = datetime.now(UTC)
        circuit_breakers.failed(store_id, now=now, retry_after=error.retry_after, first=PAUSE)
        raise
    except (AccessDenied, InvalidResponse):
        circuit_breakers.succeeded(store_id)
        raise
    circuit_breakers.succeeded(store_id)


def _created(key: tuple[Store, Access]) -> Client:
    store, access = key
    module = import_module(f"commissions.clients.{store.platform}")
    return cast(ClientFactory, module.create_client)(store, dict(access), PRIVATE_STORES)
