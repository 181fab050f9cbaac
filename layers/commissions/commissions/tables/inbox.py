"""The inbox: what came in, once per content, pending until it has reached the ledger.

The key is made of the content and never of a delivery id: two orders can share one of those.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from botocore.exceptions import ClientError

from commissions import events
from commissions.aws import claim_check
from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.store_record import StoreRecord
from commissions.events import Trace
from commissions.tables import versioned
from commissions.tables.items import (
    Item,
    compress,
    condition_failed,
    decompress,
    get,
    marshal,
    unmarshal,
)

TABLE = os.environ["INBOX_TABLE"]
SHARDS = 4  # the pending index is spread, so that no flood of orders meets one hot partition
TO_LEDGER, RETRIED, LATER = "p", "r", "later"
"""What the index lists: items on their way to the ledger, of these the ones that the sweeper has
told again, and items whose time is yet to come."""
RECORDS_BYTES_MAX = 350_000
PENDING, DONE, PARKED, IGNORED = "pending", "done", "parked", "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    """One webhook or API call, reduced to what may be kept of it."""

    id: str
    platform: str
    store_id: str
    topic: str
    received_at: datetime
    occurred_at: datetime
    records: tuple[StoreRecord, ...]
    state: str = PENDING
    note: str = ""
    delivery: dict[str, str] = field(default_factory=dict)
    sweeps: int = 0
    """How often the sweeper has told it again."""
    accepted: tuple[str, ...] = ()
    """What an operator accepted of it, for good."""
    is_lost: bool = False
    """Whether its records were too large for the item, and are gone from where they lay."""
    later: bool = False
    """Whether it is told only when `received_at` has come: until then it is not pending."""
    parked_under: str = ""
    """What its record had waited for that is on its way again; whoever tells it says so."""

    def events(self) -> list[events.Event]:
        return [
            events.Event(
                record,
                Trace(
                    inbox_id=self.id,
                    source_key=record.key,
                    received_at=self.received_at,
                    occurred_at=self.occurred_at,
                    record_count=len(self.records),
                    accepted=self.accepted,
                    parked_under=self.parked_under,
                ),
            )
            for record in self.records
        ]


def item_id(platform: str, store_id: str, topic: str, body: bytes) -> str:
    return f"{platform}#{store_id}#{topic}#{hashlib.sha256(body).hexdigest()}"


def put(item: InboxItem) -> str:
    """Keeps an item if it is new, and says in which state it is now: PENDING if it has to go on."""
    try:
        client("dynamodb").put_item(
            TableName=TABLE,
            Item=marshal(_to_item(item)),
            ConditionExpression="attribute_not_exists(id)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as error:
        if not condition_failed(error):
            raise
        known = unmarshal(error.response["Item"])  # type: ignore[typeddict-item]
        return f"known {known['state']}"
    return item.state


def find(inbox_id: str) -> InboxItem | None:
    item = get(TABLE, {"id": inbox_id})
    return _from_item(item) if item else None


def find_all(inbox_ids: Iterable[str]) -> dict[str, InboxItem]:
    """Those of them that there are, by id; a hundred a round trip."""
    keys = [{"id": each} for each in dict.fromkeys(inbox_ids)]
    return {item["id"]: _from_item(item) for item in versioned.get_all(TABLE, keys)}


def received_at_of(inbox_ids: Iterable[str]) -> dict[str, datetime]:
    """When each of them came in that there are; nothing of what they say is read."""
    keys = [{"id": each} for each in dict.fromkeys(inbox_ids)]
    found = versioned.get_all(TABLE, keys)
    return {item["id"]: datetime.fromisoformat(item["received_at"]) for item in found}


def mark_done(trace: Trace) -> None:
    """The record has reached the ledger; with the last record of its item, nothing is pending."""
    _close(trace, DONE)


def mark_parked(trace: Trace) -> None:
    """The record waits with an owner, which is not pending either."""
    _close(trace, PARKED)


def reopen(item: InboxItem) -> None:
    """Pending again, all of it: before a parked or finished item is put on the bus once more. What
    of it was accepted, and what it had waited for, is kept with it, for whoever tells it."""
    client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal({"id": item.id}),
        UpdateExpression=(
            "SET #state = :state, pending = :shard, #open = :open, accepted = :accepted,"
            " parked_under = :under REMOVE retry_at"
        ),
        ExpressionAttributeNames={"#state": "state", "#open": "open"},
        ExpressionAttributeValues=marshal(
            {
                ":state": PENDING,
                ":shard": shard_of(item.id),
                ":open": _keys(item),
                ":accepted": item.accepted,
                ":under": item.parked_under,
            }
        ),
    )


def close(inbox_id: str, state: str, note: str = "") -> None:
    """Not pending any more; an item that is not there, as of an invented event, stays so."""
    values = {":state": state} | ({":note": note} if note else {})
    noted = ", note = :note" if note else ""
    try:
        client("dynamodb").update_item(
            TableName=TABLE,
            Key=marshal({"id": inbox_id}),
            UpdateExpression=(
                f"SET #state = :state{noted} REMOVE pending, retry_at, #open, parked_under"
            ),
            ConditionExpression="attribute_exists(id)",
            ExpressionAttributeNames={"#state": "state", "#open": "open"},
            ExpressionAttributeValues=marshal(values),
        )
    except ClientError as error:
        if not condition_failed(error):
            raise


def _close(trace: Trace, state: str) -> None:
    if trace.record_count > 1 and _still_open(trace):
        return
    close(trace.inbox_id, state)


def _still_open(trace: Trace) -> bool:
    """Strikes the record off, and says whether other records of its item are on their way yet."""
    outcome = client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal({"id": trace.inbox_id}),
        UpdateExpression="DELETE #open :key",
        ExpressionAttributeNames={"#open": "open"},
        ExpressionAttributeValues=marshal({":key": {trace.source_key}}),
        ReturnValues="ALL_NEW",
    )
    return "open" in outcome["Attributes"]


def _to_item(item: InboxItem) -> Item:
    pairs = [
        [events.DETAIL_TYPES[type(record)], json.loads(events.encode(record))]
        for record in item.records
    ]
    content = compress(json.dumps(pairs, separators=(",", ":")))
    large = len(content) > RECORDS_BYTES_MAX
    is_pending = item.state == PENDING
    return {
        "id": item.id,
        "received_at": stamp(item.received_at),
        "told_at": stamp(item.occurred_at),
        "state": item.state,
        "note": item.note or None,
        "delivery": item.delivery or None,
        "records": None if large else content,
        "claim": claim_check.store(json.dumps(pairs)) if large else None,
        "open": _keys(item) if is_pending and len(item.records) > 1 else None,
        "pending": shard_of(item.id, LATER if item.later else TO_LEDGER) if is_pending else None,
    }


def _from_item(item: Item) -> InboxItem:
    try:
        text = claim_check.load(item["claim"]) if "claim" in item else decompress(item["records"])
    except claim_check.ClaimLost:
        text = ""
    platform, store_id, topic, _ = item["id"].split("#")
    return InboxItem(
        id=item["id"],
        platform=platform,
        store_id=store_id,
        topic=topic,
        received_at=datetime.fromisoformat(item["received_at"]),
        occurred_at=datetime.fromisoformat(item["told_at"]),
        records=tuple(
            events.decode(events.RECORD_TYPES[name], json.dumps(record))
            for name, record in json.loads(text or "[]")
        ),
        is_lost=not text,
        state=item["state"],
        note=item.get("note", ""),
        delivery=item.get("delivery", {}),
        sweeps=item.get("sweeps", 0),
        accepted=tuple(item.get("accepted", ())),
        parked_under=item.get("parked_under", ""),
    )


def _keys(item: InboxItem) -> set[str]:
    return {record.key for record in item.records}


def shard_of(inbox_id: str, of: str = TO_LEDGER) -> str:
    """Where the index lists an item."""
    return f"{of}{int(inbox_id[-4:], 16) % SHARDS}"
