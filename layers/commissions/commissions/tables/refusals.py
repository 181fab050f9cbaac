"""What of each store's messages was refused at the edge: how many for each reason, and when last.

In the progress table, in partitions of their own, the only ones there that the edge may write to. A
process notes a flood no more than every so often.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from commissions.aws.cache import TtlCache
from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.stores.heard_hours import hour_of
from commissions.domain.stores.refusals import REASONS, RECIPIENT
from commissions.tables import hour_attributes
from commissions.tables.items import Item, get, marshal

TABLE = os.environ["PROGRESS_TABLE"]
PARTITIONS = "refused#"
NOTED_SECONDS = 30
RECENT = timedelta(hours=1)
"""For so long what was refused is somebody's worry: by then it is mended, or is refused again."""

_noted: TtlCache[tuple[str, str], datetime] = TtlCache()
_unnoted: TtlCache[tuple[str, str], list[int]] = TtlCache()
"""How many of each were refused since the last note, in a list of one number."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What of a store's messages was refused for one reason."""

    count: int
    """At least: what a process did not come to note is not in it."""
    last_at: datetime
    named: str = ""
    """Of another shop: what the last one called itself."""


@dataclass(frozen=True, slots=True)
class RefusedMessages:
    """What of a store's messages was refused."""

    by_reason: dict[str, Refused]
    """What was never refused for a reason is not in it."""
    hours: dict[int, int]
    """How many in all, at least, by the hours since 1970; of older ones than a day too."""


def note(store_id: str, reason: str, now: datetime, named: str = "") -> None:
    """Notes that a message to a store was refused: each, but not at once. `named`: what the shop
    called itself."""
    key = (store_id, reason)
    _count(*key)[0] += 1
    _noted.get(key, lambda _: _write(*key, now, named), max_age_seconds=NOTED_SECONDS)


def of_store(store_id: str) -> dict[str, Refused]:
    """By reason; what was never refused for one is not in it."""
    return refused_messages(get(TABLE, key_of(store_id)) or {}).by_reason


def refused_messages(item: Item) -> RefusedMessages:
    by_reason = {
        reason: Refused(
            item[reason],
            datetime.fromisoformat(item[f"{reason}_at"]),
            item.get(f"{reason}_named", ""),
        )
        for reason in REASONS
        if reason in item
    }
    return RefusedMessages(by_reason, hour_attributes.hours_in(item))


def is_misaddressed(store_id: str, now: datetime) -> bool:
    """Whether messages to the store come from another shop, rightly signed: its name here is wrong,
    or there is a copy of it."""
    of_others = of_store(store_id).get(RECIPIENT)
    return of_others is not None and now - of_others.last_at <= RECENT


def _write(store_id: str, reason: str, now: datetime, named: str) -> datetime:
    count = _count(store_id, reason)
    hour = hour_of(now)
    rest, names, hours = hour_attributes.adding({hour: count[0]}, hour)
    values: Item = {":count": count[0], ":at": stamp(now), ":named": named}
    client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal(key_of(store_id)),
        UpdateExpression=f"SET #at = :at, #named = :named {rest}, #count :count",
        ExpressionAttributeNames={
            "#count": reason,
            "#at": f"{reason}_at",
            "#named": f"{reason}_named",
            **names,
        },
        ExpressionAttributeValues=marshal(values | hours),
    )
    count[0] = 0
    return now


def _count(store_id: str, reason: str) -> list[int]:
    return _unnoted.get((store_id, reason), lambda _: [0], max_age_seconds=inf)


def key_of(store_id: str) -> Item:
    """Under which it stands in the progress table."""
    return {"store_id": f"{PARTITIONS}{store_id}", "name": "refused"}
