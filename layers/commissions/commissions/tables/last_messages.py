"""When each store last spoke, and which secret proved it; in the table of the inbox's items."""

from datetime import datetime

from commissions.aws.cache import TtlCache
from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.tables.inbox import TABLE
from commissions.tables.items import get, marshal

NOTED_SECONDS = 300

_noted: TtlCache[str, set[str]] = TtlCache()
"""By which secrets a store was noted lately."""


def note(store_id: str, now: datetime, proven_by: str = "") -> None:
    """Notes that a store spoke, and by which secret it proved that (its version); once in
    NOTED_SECONDS for each process is often enough, unless a message was refused meanwhile."""
    noted = _noted.get(store_id, lambda _: set(), max_age_seconds=NOTED_SECONDS)
    if proven_by not in noted:
        _write(store_id, proven_by, now)
        noted.add(proven_by)


def note_next(store_id: str) -> None:
    """A message was refused: whether a later one is accepted has to be known at once."""
    _noted.forget(store_id)


def last_at(store_id: str) -> datetime | None:
    found = last_proof(store_id)
    return found[0] if found else None


def last_proof(store_id: str) -> tuple[datetime, str] | None:
    """When a store last spoke, and by which secret; empty where it was none of ours."""
    item = get(TABLE, {"id": f"seen#{store_id}"})
    return (
        (datetime.fromisoformat(item["received_at"]), item.get("proven_by", "")) if item else None
    )


def _write(store_id: str, proven_by: str, now: datetime) -> None:
    item = {"id": f"seen#{store_id}", "received_at": stamp(now), "proven_by": proven_by or None}
    client("dynamodb").put_item(TableName=TABLE, Item=marshal(item))
