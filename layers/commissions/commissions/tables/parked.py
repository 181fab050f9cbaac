"""Parked records under what they wait for, so that its arrival finds them all. Beside them what is
listed of an order as such, and the days on which orders are looked at again."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.parking import OrderParked, WaitsFor, listing_key
from commissions.domain.orders.parking_reasons import LISTED, OF_ORDER
from commissions.events import Trace
from commissions.tables.items import Item, condition_failed, marshal, query, scan

TABLE = os.environ["PARKED_TABLE"]


CLOCK = str(WaitsFor.clock())
LOOKED_AT = "looked_at"
"""What the head of an order says that has been listed, and of which no day is awaited."""


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
    """Empty where no record waits: the order as such is listed."""
    since: datetime
    tried_at: datetime
    tries: int = 1
    expires_at: int | None = None
    """Seconds since 1970, after which it goes by itself; None of what stays until it is over."""

    @property
    def key(self) -> str:
        """Of the record that waits."""
        return self.record_key

    @property
    def holds(self) -> bool:
        """Whether something waits for it: what is only listed holds nothing up."""
        return self.reason not in LISTED

    @property
    def is_of_order(self) -> bool:
        """Whether it is listed for as long as the order's facts make it so."""
        return self.record_key == listing_key(self.order_key, self.reason)


def add(record: OrderParked, trace: Trace, *, now: datetime) -> None:
    """Parks a record, or notes another try of one that still waits: since when stays."""
    client("dynamodb").update_item(**_update(record, trace.inbox_id, now))


def add_listed(record: OrderParked, inbox: str, *, now: datetime) -> None:
    """Lists a record for a person that nobody tells just now."""
    client("dynamodb").update_item(**_update(record, inbox, now))


def expiring_update(record: OrderParked, inbox: str, until: datetime, now: datetime) -> Any:
    """Of a record that is listed for nobody, and goes by itself after a moment."""
    update = _update(record, inbox, now)
    update["UpdateExpression"] = update["UpdateExpression"].replace(
        " ADD ", ", expires_at = :until ADD "
    )
    update["ExpressionAttributeValues"] |= marshal({":until": int(until.timestamp())})
    return update


def watch(
    order_key: str, listed: Sequence[OrderParked], look: datetime | None, *, was: str, now: datetime
) -> tuple[str, list[Any]]:
    """What of an order as such is listed from now on, and when it is looked at again: the word for
    its head, and the writes of a transaction. Nothing of both for an order of which nothing is
    listed, nor was.

    `was`: the word in its head, or that under which it was found; empty where there was none.
    """
    reasons = {each.reason for each in listed}
    word = look.astimezone(UTC).date().isoformat() if look else LOOKED_AT if listed else ""
    writes: list[Any] = [{"Update": _update(each, "", now)} for each in listed]
    if was:
        gone = [each for each in OF_ORDER if each not in reasons]
        operator = str(WaitsFor.operator(order_key))
        writes += [_delete(operator, listing_key(order_key, reason)) for reason in gone]
    if was not in ("", LOOKED_AT, word):
        writes.append(_delete(CLOCK, _look_key(was, order_key)))
    if look:
        writes.append({"Update": _update(_look(order_key, word), "", now)})
    return word, writes


def commit(writes: Sequence[Any]) -> None:
    """Those of `watch`, on their own: done again, they change nothing."""
    if writes:
        client("dynamodb").transact_write_items(TransactItems=writes)


def looks_due(now: datetime) -> list[ParkedEntry]:
    """The orders whose day has come, the longest due first; found by their days, not by a scan."""
    tomorrow = (now.astimezone(UTC).date() + timedelta(days=1)).isoformat()
    found = query(
        TABLE,
        KeyConditionExpression="waits_for = :clock AND record_key < :tomorrow",
        values={":clock": CLOCK, ":tomorrow": tomorrow},
        ConsistentRead=True,
    )
    return [_entry(item) for item in found]


def remove_of(entry: ParkedEntry) -> None:
    """Removes an entry, unless it was parked again meanwhile."""
    try:
        client("dynamodb").delete_item(
            TableName=TABLE,
            Key=marshal({"waits_for": entry.waits_for, "record_key": entry.record_key}),
            ConditionExpression="tried_at = :tried",
            ExpressionAttributeValues=marshal({":tried": stamp(entry.tried_at)}),
        )
    except ClientError as error:
        if not condition_failed(error):
            raise


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
    """All that is parked or listed; what waits is little, or the alarm has long been ringing. What
    only waits for its day, or is noted for a coupon, is nothing to see."""
    found = scan(
        TABLE,
        FilterExpression="waits_for <> :clock AND NOT begins_with(waits_for, :coupon)",
        ExpressionAttributeValues=marshal({":clock": CLOCK, ":coupon": str(WaitsFor.coupon(""))}),
        ConsistentRead=True,
    )
    return map(_entry, found)


def _look(order_key: str, day: str) -> OrderParked:
    return OrderParked(
        record_key=_look_key(day, order_key),
        order_key=order_key,
        reason="look_again",
        detail="looked at again on that day",
        waits_for=CLOCK,
        advice="",
    )


def _look_key(day: str, order_key: str) -> str:
    return f"{day}/{order_key}"


def _update(record: OrderParked, inbox: str, now: datetime) -> Any:
    return {
        "TableName": TABLE,
        "Key": marshal({"waits_for": record.waits_for, "record_key": record.record_key}),
        "UpdateExpression": (
            "SET order_key = :order, reason = :reason, detail = :detail, advice = :advice, "
            "inbox = :inbox, tried_at = :now, #since = if_not_exists(#since, :now) ADD tries :one"
        ),
        "ExpressionAttributeNames": {"#since": "since"},
        "ExpressionAttributeValues": marshal(
            {
                ":order": record.order_key,
                ":reason": record.reason,
                ":detail": record.detail,
                ":advice": record.advice,
                ":inbox": inbox,
                ":now": stamp(now),
                ":one": 1,
            }
        ),
    }


def _delete(waits_for: str, record_key: str) -> Any:
    key = marshal({"waits_for": waits_for, "record_key": record_key})
    return {"Delete": {"TableName": TABLE, "Key": key}}


def _entry(item: Item) -> ParkedEntry:
    times = {name: datetime.fromisoformat(item[name]) for name in ("since", "tried_at")}
    return ParkedEntry(**{**item, **times})
