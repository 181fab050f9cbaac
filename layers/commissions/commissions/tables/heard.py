"""What was heard of each store: when it spoke last, by which secret it proved that, and what of its
messages was refused. In the inbox's table; a process notes each only every so often.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from commissions.aws.cache import TtlCache
from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.stores.refusals import REASONS, RECIPIENT
from commissions.tables.items import Item, get, marshal

TABLE = os.environ["INBOX_TABLE"]
HEARD_SECONDS, REFUSED_SECONDS = 300, 30
RECENT = timedelta(hours=1)
"""For so long what was refused is somebody's worry: by then it is mended, or is refused again."""

_heard: TtlCache[tuple[str, str], datetime] = TtlCache()
_noted: TtlCache[tuple[str, str], datetime] = TtlCache()
_unnoted: TtlCache[tuple[str, str], list[int]] = TtlCache()
"""How many of each were refused since the last note, in a list of one number."""


@dataclass(frozen=True, slots=True)
class Heard:
    at: datetime
    proven_by: str = ""
    """What the secret is called (`StoreSecrets.version`); empty where it was none of ours."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What of a store's messages was refused for one reason."""

    count: int
    """At least: what a process did not come to note is not in it."""
    last_at: datetime
    named: str = ""
    """Of another shop: what the last one called itself."""


def mark(store_id: str, now: datetime, proven_by: str = "") -> None:
    """Notes that a store spoke."""
    key = (store_id, proven_by)
    _heard.get(key, lambda _: _mark(store_id, now, proven_by), max_age_seconds=HEARD_SECONDS)


def last(store_id: str) -> Heard | None:
    item = get(TABLE, {"id": _heard_id(store_id)})
    if item is None:
        return None
    return Heard(datetime.fromisoformat(item["received_at"]), item.get("proven_by", ""))


def refuse(store_id: str, reason: str, now: datetime, named: str = "") -> None:
    """Notes that a message to a store was refused: each, but not at once. `named`: what the shop
    called itself."""
    key = (store_id, reason)
    _count(*key)[0] += 1
    _noted.get(key, lambda _: _refuse(*key, now, named), max_age_seconds=REFUSED_SECONDS)


def refused(store_id: str) -> dict[str, Refused]:
    """By reason; what was never refused for one is not in it."""
    item = get(TABLE, {"id": _refused_id(store_id)}) or {}
    return {
        reason: Refused(
            item[reason],
            datetime.fromisoformat(item[f"{reason}_at"]),
            item.get(f"{reason}_named", ""),
        )
        for reason in REASONS
        if reason in item
    }


def is_misaddressed(store_id: str, now: datetime) -> bool:
    """Whether messages to the store come from another shop, rightly signed: its name here is wrong,
    or there is a copy of it."""
    of_others = refused(store_id).get(RECIPIENT)
    return of_others is not None and now - of_others.last_at <= RECENT


def _mark(store_id: str, now: datetime, proven_by: str) -> datetime:
    note = {"id": _heard_id(store_id), "received_at": stamp(now), "proven_by": proven_by or None}
    client("dynamodb").put_item(TableName=TABLE, Item=marshal(note))
    return now


def _refuse(store_id: str, reason: str, now: datetime, named: str) -> datetime:
    count = _count(store_id, reason)
    values: Item = {":count": count[0], ":at": stamp(now), ":named": named}
    client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal({"id": _refused_id(store_id)}),
        UpdateExpression="SET #at = :at, #named = :named ADD #count :count",
        ExpressionAttributeNames={
            "#count": reason,
            "#at": f"{reason}_at",
            "#named": f"{reason}_named",
        },
        ExpressionAttributeValues=marshal(values),
    )
    count[0] = 0
    return now


def _count(store_id: str, reason: str) -> list[int]:
    return _unnoted.get((store_id, reason), lambda _: [0], max_age_seconds=inf)


def _heard_id(store_id: str) -> str:
    return f"seen#{store_id}"


def _refused_id(store_id: str) -> str:
    return f"seen#{store_id}#refused"
