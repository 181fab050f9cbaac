"""The genealogy's index of who stands under whom at present: an entry a member, of the edge in
force.

It lies on the member's own item, so whoever writes an edge writes it too, in the same write. Only
time moves on without a writer: an edge that was told ahead comes into force, and whoever finds such
an entry due puts it right. The index decides nothing: it is read to show, and to find whom to read.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.people.genealogy import FOREVER, Edge
from commissions.domain.people.present_place import PresentPlace, present_place
from commissions.tables import edge_items, items, versioned
from commissions.tables.items import Item

TABLE = os.environ["GENEALOGY_TABLE"]
INDEX = "children"

MOVES = "/moves"
"""One item that every move writes, so that no two moves can close a loop behind each other; and by
which whoever has read the tree sees that somebody moved since."""
AT_THE_TOP, TO_COME = "/top", "/to-come"
"""Instead of a sponsor, as a key is never empty; no id of a member begins with a slash."""
_TIMES = ("joined_at", "sponsored_at", "changed_at", "turns_at")
_NAMES = ("sponsor_now", "status_now", "rank_now", *_TIMES)


@dataclass(slots=True)
class Reindexed:
    """What was found when every item was held against its entry."""

    members: int = 0
    due: int = 0
    """Those whose next change has come into force since their entry was written."""
    wrong: int = 0
    """Those whose entry was lacking, or another one."""
    written: int = 0


def entry_of(member: str, edges: Sequence[Edge], now: datetime) -> Item:
    """What a member's item says for the index."""
    place = present_place(member, edges, now)
    turns = {"turns_at": stamp(place.turns_at)} if place.turns_at != FOREVER else {}
    if not place.is_member:
        return {"sponsor_now": TO_COME, **turns}
    return {
        "sponsor_now": place.sponsor or AT_THE_TOP,
        "status_now": place.status,
        "rank_now": place.rank,
        "joined_at": stamp(place.joined_at),
        "sponsored_at": stamp(place.sponsored_at),
        "changed_at": stamp(place.changed_at),
        **turns,
    }


def moves() -> int:
    """How often anybody moved."""
    return int((items.get(TABLE, {"member_id": MOVES}) or {}).get("version", 0))


def everybody() -> Iterator[PresentPlace]:
    """All entries, as the index has them: seconds behind the table, and one that is due as it was
    before (see `due`)."""
    return map(_place, items.scan(TABLE, IndexName=INDEX))


def children(sponsor: str, *, after: str = "", limit: int = 50) -> list[PresentPlace]:
    """Who stands directly under somebody, by id, as the index has it. Empty: at the top."""
    values = {":sponsor": sponsor or AT_THE_TOP, ":after": after or " "}
    page = client("dynamodb").query(
        TableName=TABLE,
        IndexName=INDEX,
        KeyConditionExpression="sponsor_now = :sponsor AND member_id > :after",
        ExpressionAttributeValues=items.marshal(values),
        Limit=limit,
    )
    return [_place(items.unmarshal(each)) for each in page["Items"]]


def put_right(members: Iterable[str], now: datetime) -> dict[str, tuple[Edge, ...]]:
    """Has the entries of some members say what is so at a moment; their edges, by member."""
    found = versioned.get_all(TABLE, [{"member_id": each} for each in members])
    for item in found:
        _write(item, now)
    return {each["member_id"]: _edges(each) for each in found}


def reindex(now: datetime, *, apply: bool) -> Reindexed:
    """Holds every member's entry against their edges, and with `apply` puts it right. Reads the
    whole table; done again it changes nothing."""
    done = Reindexed()
    for item in items.scan(TABLE, ConsistentRead=True):
        if "edges" in item:
            differs, due = _differs(item, now), _moment(item, "turns_at") <= now
            done.members += 1
            done.due += differs and due
            done.wrong += differs and not due
            done.written += apply and _write(item, now)
    return done


def is_due(place: PresentPlace, now: datetime) -> bool:
    return place.turns_at <= now


def _write(item: Item, now: datetime) -> bool:
    """False where it says so already, or whoever writes just now says it."""
    if not _differs(item, now):
        return False
    entry = _entry(item, now)
    gone = [name for name in _NAMES if name not in entry]
    names = {f"#{name}": name for name in _NAMES}
    sets = ", ".join(f"#{name} = :{name}" for name in entry)
    removes = f" REMOVE {', '.join(f'#{name}' for name in gone)}" if gone else ""
    values = {f":{name}": value for name, value in entry.items()}
    try:
        client("dynamodb").update_item(
            TableName=TABLE,
            Key=items.marshal({"member_id": item["member_id"]}),
            UpdateExpression=f"SET {sets}{removes}",
            ConditionExpression="version = :version",
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=items.marshal({**values, ":version": item["version"]}),
        )
    except ClientError as error:
        if not versioned.was_refused(error):
            raise
        return False
    return True


def _differs(item: Item, now: datetime) -> bool:
    return {name: item[name] for name in _NAMES if name in item} != _entry(item, now)


def _entry(item: Item, now: datetime) -> Item:
    return entry_of(item["member_id"], _edges(item), now)


def _edges(item: Item) -> tuple[Edge, ...]:
    return tuple(map(edge_items.from_item, item["edges"]))


def _place(item: Item) -> PresentPlace:
    sponsor = item["sponsor_now"]
    return PresentPlace(
        member=item["member_id"],
        is_member=sponsor != TO_COME,
        sponsor="" if sponsor in {AT_THE_TOP, TO_COME} else sponsor,
        status=item.get("status_now", ""),
        rank=item.get("rank_now", ""),
        **{name: _moment(item, name) for name in _TIMES},
    )


def _moment(item: Any, name: str) -> datetime:
    return datetime.fromisoformat(item[name]) if name in item else FOREVER
