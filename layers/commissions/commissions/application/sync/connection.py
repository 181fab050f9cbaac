"""The doors to the stores' APIs: which client, and with what it opens."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import cast

from commissions.application.sync.access_tokens import AccessTokens
from commissions.aws.cache import TtlCache
from commissions.aws.secrets import access
from commissions.clients import AccessDenied, Client, ClientFactory, InvalidResponse, Unavailable
from commissions.clients.abilities import ExchangesCredentials
from commissions.domain.stores.access_token import credentials_of
from commissions.domain.stores.store import Store, has_api
from commissions.tables import circuit_breakers, connections, stores

PRIVATE_STORES = tuple(filter(None, os.environ["PRIVATE_STORES"].split(",")))
"""Stores that may be asked at addresses of a private network."""
PAUSE = timedelta(seconds=int(os.environ["CIRCUIT_PAUSE_SECONDS"]))
"""How long a store that keeps failing is left alone at first."""
MAX_AGE_SECONDS = 300

Access = tuple[tuple[str, str], ...]
_clients: TtlCache[tuple[Store, Access], Client] = TtlCache()


class StoreWithoutApi(LookupError):
    """The store cannot be asked: it is closed, or of a platform without an API."""

    def __init__(self, store_id: str) -> None:
        super().__init__(f"{store_id} is closed, or has no API that could be asked")


class NoAccess(AccessDenied):
    """Nothing is stored that would open the store's API."""

    def __init__(self, store_id: str) -> None:
        super().__init__(
            f"no access to the API of {store_id} is stored: set it with "
            f"`commissions store access {store_id}`"
        )


def store_with_api(store_id: str) -> Store:
    """Raises StoreWithoutApi, or UnknownStore."""
    found = stores.get(store_id)
    if not has_api(found):
        raise StoreWithoutApi(store_id)
    return found


def connected_stores() -> list[Store]:
    """Those whose webhooks were made through their API."""
    return [
        each for each in stores.all_stores() if has_api(each) and connections.get(each.store_id).url
    ]


def client_for(store: Store) -> Client:
    """The store's client, with its connections, as it was opened some minutes ago or is now.

    Raises NoAccess.
    """
    parts = access(store)
    if not parts:
        raise NoAccess(store.store_id)
    # A token that is renewed is looked up with each call, and makes no new client.
    key = (store, tuple(sorted(credentials_of(parts).items())))
    return _clients.get(key, _created, max_age_seconds=MAX_AGE_SECONDS)


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
    store, parts = key[0], dict(key[1])
    module = import_module(f"commissions.clients.{store.platform}")
    exchanging: object = module
    if isinstance(exchanging, ExchangesCredentials) and parts.keys() >= set(exchanging.CREDENTIALS):
        exchange = exchanging.exchange
        tokens = AccessTokens(store, lambda found: exchange(store, found, PRIVATE_STORES))
        return exchanging.create_renewing_client(store, tokens, PRIVATE_STORES)
    return cast(ClientFactory, module.create_client)(store, parts, PRIVATE_STORES)
