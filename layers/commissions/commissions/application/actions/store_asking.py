"""`store.check`, `store.ask`, `store.connect`: a store is asked by whoever asks stores, as the hour
and the schedule have it asked too; what comes of it is noted with the store."""

from collections.abc import Callable, Iterable
from datetime import datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.sync.poll_queue import enqueue
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.stores.polling import CATALOGUE, CHANGED, CONNECT, WEBHOOKS
from commissions.domain.stores.store import Store, UnknownStore, has_api
from commissions.domain.stores.subscriptions import path_of
from commissions.tables import connections, stores

Says = Iterable[tuple[str, str]]


class StoreNotAsked(LookupError):
    """It is closed, or of a platform without an API."""

    def __init__(self, store_id: str) -> None:
        super().__init__(f"{store_id} is closed, or has no API that could be asked")


class NothingToCheck(LookupError):
    """Its webhooks are not made through its API."""

    def __init__(self, store_id: str) -> None:
        super().__init__(f"{store_id} is not connected through its API: connect it first")


def payload_of(store_id: str, base_url: str = "") -> Payload:
    """`base_url`: of a store that is to be connected, where it reaches us."""
    return {"store_id": store_id} | ({"base_url": base_url} if base_url else {})


def _effect(says: Callable[[Store, Payload], Says]) -> Callable[[Payload, datetime], ActionEffect]:
    def effect(payload: Payload, now: datetime) -> ActionEffect:
        store = stores.get(payload["store_id"])
        if not has_api(store):
            raise StoreNotAsked(store.store_id)
        return ActionEffect(says=(("store", store.store_id), *says(store, payload)))

    return effect


def _checked(store: Store, payload: Payload) -> Says:
    url = connections.get(store.store_id).url
    if not url:
        raise NothingToCheck(store.store_id)
    return (("goes to", url),)


def _asked(store: Store, payload: Payload) -> Says:
    return ()


def _connected(store: Store, payload: Payload) -> Says:
    known = connections.get(store.store_id).url
    url = payload["base_url"].rstrip("/") + path_of(store.platform, store.store_id)
    before = [("went to", known)] if known and known != url else []
    return (*before, ("goes to", url))


def _check(action: Action) -> str:
    enqueue(action.draft.payload["store_id"], WEBHOOKS)
    return "its webhooks are being looked at"


def _ask(action: Action) -> str:
    for look in (CATALOGUE, CHANGED):
        enqueue(action.draft.payload["store_id"], look)
    return "it is being asked what changed, and for its products"


def _connect(action: Action) -> str:
    payload = action.draft.payload
    enqueue(payload["store_id"], CONNECT, base_url=payload["base_url"])
    return "it is being connected"


_REFUSALS = (UnknownStore, StoreNotAsked)
STORE_CHECK = ActionKind(
    name="store.check",
    effect=_effect(_checked),
    carry_out=_check,
    refusals=(*_REFUSALS, NothingToCheck),
)
STORE_ASK = ActionKind(name="store.ask", effect=_effect(_asked), carry_out=_ask, refusals=_REFUSALS)
STORE_CONNECT = ActionKind(
    name="store.connect", effect=_effect(_connected), carry_out=_connect, refusals=_REFUSALS
)
