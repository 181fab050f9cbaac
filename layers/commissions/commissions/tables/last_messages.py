"""When each store last spoke, which secret proved it, and how many of its messages came in each
hour of the last day; in the table of the inbox's items.

What a process heard is counted in its memory, and written with the note that it writes anyhow: it
costs an order nothing, and the figures are at least what came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from commissions.aws.cache import TtlCache
from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.stores.heard_hours import HeardHour, answered, hour_of, received
from commissions.tables import hour_attributes
from commissions.tables.inbox import TABLE
from commissions.tables.items import Item, get, marshal

NOTED_SECONDS = 300
UNNOTED_MAX = 20
"""So many messages are counted before they are noted, however little time has passed: a twentieth
of a write unit for each."""

_noted: TtlCache[str, set[str]] = TtlCache()
"""By which secrets a store was noted lately."""
_heard: TtlCache[str, dict[int, HeardHour]] = TtlCache()
"""What of a store's hours is not noted yet."""


@dataclass(frozen=True, slots=True)
class HeardStore:
    """What a store's note says."""

    last_at: datetime
    proven_by: str
    """By which secret its last message was proven, by its version; empty where by none of ours."""
    hours: dict[int, HeardHour]
    """By the hours since 1970; of older ones than a day too, where it was silent since."""


def note(store_id: str, now: datetime, proven_by: str = "", *, twice: bool = False) -> None:
    """Notes that a store spoke, and by which secret it proved that (its version); once in
    NOTED_SECONDS for each process is often enough, unless a message was refused meanwhile, or
    UNNOTED_MAX messages came. `twice`: it had told the same before."""
    _count(store_id, now, received(twice=twice))
    noted = _noted.get(store_id, lambda _: set(), max_age_seconds=NOTED_SECONDS)
    unnoted = sum(each.received for each in _unnoted(store_id).values())
    if proven_by not in noted or unnoted >= UNNOTED_MAX:
        _write(store_id, proven_by, now)
        noted.add(proven_by)


def note_answer(store_id: str, now: datetime, milliseconds: float) -> None:
    """Counts how long a message that was noted waited for its answer; written with a later note."""
    _count(store_id, now, answered(milliseconds))


def note_next(store_id: str) -> None:
    """A message was refused: whether a later one is accepted has to be known at once."""
    _noted.forget(store_id)


def last_at(store_id: str) -> datetime | None:
    found = last_proof(store_id)
    return found[0] if found else None


def last_proof(store_id: str) -> tuple[datetime, str] | None:
    """When a store last spoke, and by which secret; empty where it was none of ours."""
    item = get(TABLE, key_of(store_id))
    return (heard.last_at, heard.proven_by) if item and (heard := heard_store(item)) else None


def key_of(store_id: str) -> Item:
    """Under which a store's note stands in the inbox's table."""
    return {"id": f"seen#{store_id}"}


def heard_store(item: Item) -> HeardStore:
    hours = hour_attributes.hours_in(item)
    return HeardStore(
        last_at=datetime.fromisoformat(item["received_at"]),
        proven_by=item.get("proven_by", ""),
        hours={hour: HeardHour.unpacked(number) for hour, number in hours.items()},
    )


def _count(store_id: str, now: datetime, what: HeardHour) -> None:
    unnoted, hour = _unnoted(store_id), hour_of(now)
    unnoted[hour] = unnoted.get(hour, HeardHour()) + what


def _unnoted(store_id: str) -> dict[int, HeardHour]:
    return _heard.get(store_id, lambda _: {}, max_age_seconds=inf)


def _write(store_id: str, proven_by: str, now: datetime) -> None:
    unnoted = _unnoted(store_id)
    numbers = {hour: heard.packed for hour, heard in unnoted.items()}
    rest, names, values = hour_attributes.adding(numbers, hour_of(now))
    values |= {":at": stamp(now), ":proof": proven_by}
    answer = client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal(key_of(store_id)),
        UpdateExpression=f"SET received_at = :at, proven_by = :proof {rest}",
        ExpressionAttributeNames=names,
        ExpressionAttributeValues=marshal(values),
        ReturnValues="ALL_NEW",
    )
    unnoted.clear()
    if stale := hour_attributes.stale_in(answer["Attributes"], hour_of(now)):
        _forget(store_id, stale)


def _forget(store_id: str, names: Sequence[str]) -> None:
    """Of a store that was silent for days, or else its note would grow for ever."""
    client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal(key_of(store_id)),
        UpdateExpression="REMOVE " + ", ".join(f"#{name}" for name in names),
        ExpressionAttributeNames={f"#{name}": name for name in names},
    )
