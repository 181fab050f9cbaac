"""Parked records under what they wait for, so that its arrival finds them all."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.parking import OrderParked, WaitsFor
from commissions.events import Trace
from commissions.tables.items import Item, marshal, query, scan

TABLE = os.environ["PARKED_TABLE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedEntry:
    waits_for: str
    """A WaitsFor in its text form, as it was kept."""
    record_key: str
    order_key: str
    reason: str
    detail: str
    advice: str
    inbox: str
    since: datetime
    tried_at: datetime
    tries: int = 1


def add(record: OrderParked, trace: Trace, *, now: datetime) -> None:
    """Parks a record, or notes another try of one that still waits: since when stays."""
    client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal({"waits_for": record.waits_for, "record_key": record.record_key}),
        UpdateExpression=(
            "SET order_key = :order, reason = :reason, detail = :detail, advice = :advice, "
            "inbox = :inbox, tried_at = :now, #since = if_not_exists(#since, :now) ADD tries :one"
        ),
        ExpressionAttributeNames={"#since": "since"},
        ExpressionAttributeValues=marshal(
            {
                ":order": record.order_key,
                ":reason": record.reason,
                ":detail": record.detail,
                ":advice": record.advice,
                ":inbox": trace.inbox_id,
                ":now": stamp(now),
                ":one": 1,
            }
        ),
    )


def remove(waits_for: str, record_key: str) -> None:
    client("dynamodb").delete_item(
        TableName=TABLE, Key=marshal({"waits_for": waits_for, "record_key": record_key})
    )


def waiting_for(what: WaitsFor) -> list[ParkedEntry]:
    """Read consistently: whoever parks looks once more after parking, so none is missed."""
    found = query(
        TABLE,
        KeyConditionExpression="waits_for = :what",
        values={":what": str(what)},
        ConsistentRead=True,
    )
    return [_entry(item) for item in found]


def all_entries() -> Iterator[ParkedEntry]:
    """All that is parked; what waits is little, or the alarm has long been ringing."""
    return (_entry(item) for item in scan(TABLE, ConsistentRead=True))


def _entry(item: Item) -> ParkedEntry:
    times = {name: datetime.fromisoformat(item[name]) for name in ("since", "tried_at")}
    return ParkedEntry(**{**item, **times})
