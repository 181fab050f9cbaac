"""The stores table: how each store works. Its secrets are not here."""

import os
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from commissions.aws.cache import TtlCache
from commissions.domain.orders.canonical import stamp
from commissions.domain.stores.order_marks import OrderMarks
from commissions.domain.stores.store import (
    STORE_DEFAULTS,
    STORE_ID,
    Policies,
    Store,
    UnknownStore,
)
from commissions.tables import items, versioned
from commissions.tables.items import Item, marshal, unmarshal
from commissions.tables.registrations import registration_of, to_item

TABLE = os.environ["STORES_TABLE"]

MAX_AGE_SECONDS = 60
DECIDES = ("mode", "plan", "owner", "owners", "policies")
"""What of a store decides whose its orders are, and by what they are paid."""
_stores: TtlCache[str, Store] = TtlCache()
_plans: TtlCache[str, frozenset[str]] = TtlCache()


def get(store_id: str) -> Store:
    """The store as it was a minute ago or later."""
    return _stores.get(store_id, _find, max_age_seconds=MAX_AGE_SECONDS)


@versioned.retry_on_conflict
def put(store: Store) -> bool:
    """Keeps a store; False where it stands just so."""
    found = items.get(TABLE, {"store_id": store.store_id}) or {}
    if found and _store(found) == store:
        return False
    owners = [to_item(each) for each in store.owners]
    item = {**asdict(store), "owners": owners}
    versioned.put(TABLE, item | _recorded(item, found), after=found.get("version", 0))
    _stores.forget(store.store_id)
    _plans.forget(store.store_id)
    return True


@versioned.retry_on_conflict
def close(store_id: str) -> bool:
    """From now on nothing of it is taken or asked; False where that is so, or it is unknown."""
    found = items.get(TABLE, {"store_id": store_id})
    if not found or found.get("closed"):
        return False
    versioned.put(TABLE, found | {"closed": True}, after=found["version"])
    _stores.forget(store_id)
    return True


def plans_ever(store_id: str) -> frozenset[str]:
    """The ids of the plans by which its orders earn, or ever did. Raises UnknownStore."""
    return _plans.get(store_id, _find_plans, max_age_seconds=MAX_AGE_SECONDS)


def _find_plans(store_id: str) -> frozenset[str]:
    found = items.get(TABLE, {"store_id": store_id}) if store_id else None
    if not found:
        raise UnknownStore(store_id)
    stood = [found, *found.get("before", ())]
    return frozenset(each["plan"] for each in stood if "plan" in each)


def all_stores() -> list[Store]:
    """Every store, by id; for people, who read it rarely."""
    found = items.scan(TABLE, ConsistentRead=True)
    return sorted(map(_store, found), key=lambda store: store.store_id)


def _find(store_id: str) -> Store:
    """What cannot be a store's id is looked up nowhere: a table refuses some of it with an error of
    ours, for which strangers would only have to ask."""
    if STORE_ID.fullmatch(store_id) and (found := items.get(TABLE, {"store_id": store_id})):
        return _store(found)
    raise UnknownStore(store_id)


def _recorded(item: Item, found: Item) -> Item:
    """Since when the store has stood by what decides its orders, and by what it did before: an
    order that was looked up then is held to that."""
    decides = {name: found[name] for name in DECIDES if name in found}
    was: Item = {name: found[name] for name in ("recorded_at", "before") if name in found}
    if found and decides == unmarshal(marshal({name: item[name] for name in DECIDES})):
        return was
    now = {"recorded_at": stamp(datetime.now(UTC))}
    if not found:
        return now
    times = {"recorded_at": was["recorded_at"]} if "recorded_at" in was else {}
    return {**now, "before": [*was.get("before", ()), decides | times]}


def _store(item: Item) -> Store:
    return Store(
        store_id=item["store_id"],
        platform=item["platform"],
        mode=item["mode"],
        currency=item["currency"],
        plan=item["plan"],
        domain=item["domain"],
        api_url=item.get("api_url", ""),
        channel_id=item.get("channel_id", ""),
        channel=item.get("channel", ""),
        client_ids=tuple(item.get("client_ids", ())),
        paid_when=tuple(item.get("paid_when", ())),
        owner=item["owner"],
        closed=item.get("closed", False),
        carriers=tuple(item["carriers"]),
        silent_hours=item["silent_hours"],
        owners=tuple(map(registration_of, item.get("owners", ()))),
        policies=policies_of(item["policies"], item["mode"]),
        marks=_marks(item.get("marks", {})),
    )


def policies_of(stated: Item, mode: str) -> Policies:
    """What a store of before did not say is what stores of its mode go by."""
    return replace(STORE_DEFAULTS[mode], **{**stated, "paid": tuple(stated["paid"])})


def _marks(stated: Item) -> OrderMarks:
    """A store of before said nothing of them, and has what is usual."""
    marks: dict[str, Any] = {
        name: tuple(each) if isinstance(each, list) else each for name, each in stated.items()
    }
    return OrderMarks(**marks)
