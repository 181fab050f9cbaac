"""Histories of customers and contracts: which orders stand in one, and what they say there.

The key is made of hashes; entries name orders, members and times: nothing tells who a customer
is. Entries go by themselves (the table's TTL). What was erased leaves a stone behind, which keeps
orders of before from building the history again.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.sales.attribution_history import HistoryPlace
from commissions.domain.sales.carried_attribution import CUSTOMER, SaidAttribution
from commissions.tables.items import Item, condition_failed, marshal, query, scan

TABLE = os.environ["ATTRIBUTION_HISTORY_TABLE"]
FOUND_FOR = timedelta(days=400)
"""How long an order is found by what others say later."""
SAID_FOR = timedelta(days=3 * 365)
"""How long what was said is heard after the customer's last order."""
PROLONGED_UNDER = timedelta(days=2 * 365)
"""A customer who comes back has it heard for longer again, where less than that is left."""
_ORDER, _SAID, _ERASED = "order#", "said#", "said#!erased"


def enter(history: str, place: HistoryPlace) -> None:
    """Has the order found by whoever looks from now on; once it hears all, it always does."""
    sets = "SET expires_at = :expires_at" + (", hears_all = :all" if place.hears_all else "")
    values: Item = {":expires_at": _seconds(datetime.now(UTC) + FOUND_FOR)}
    client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal({"history": history, "entry": _place_entry(place)}),
        UpdateExpression=sets,
        ExpressionAttributeValues=marshal(values | ({":all": True} if place.hears_all else {})),
    )


def said(history: str, place: HistoryPlace) -> list[SaidAttribution]:
    """All that is said to an order; nothing to one of before the history was erased, which is
    taken out of it again."""
    now = datetime.now(UTC)
    found = [
        item
        for item in _of(history, "begins_with(entry, :from)", {":from": _SAID})
        if item["expires_at"] >= _seconds(now)
    ]
    if _is_erased(found, place.order_ts):
        _delete(history, [_place_entry(place)])
        return []
    heard = [(item, _said(item)) for item in found if item["entry"] != _ERASED]
    _prolong(history, [item for item, each in heard if each.seniority < place.seniority], now)
    return [each for _, each in heard]


def all_said(history: str) -> list[SaidAttribution]:
    """All that is said in a history, for whoever shows whose the customer is."""
    found = _of(history, "begins_with(entry, :from)", {":from": _SAID})
    now = _seconds(datetime.now(UTC))
    standing = (item for item in found if item["expires_at"] >= now)
    return [_said(item) for item in standing if item["entry"] != _ERASED]


def say(history: str, said: SaidAttribution) -> None:
    """Says it, unless the source has said something newer, or the same."""
    item = {
        "history": history,
        "entry": f"{_SAID}{said.source}",
        "source_ts": stamp(said.source_ts),
        "version": said.version,
        "seller": said.seller or None,
        "carrier": said.carrier or None,
        "code": said.code or None,
        "forgeable": said.forgeable or None,
        "decided": said.decided or None,
        "expires_at": _seconds(datetime.now(UTC) + SAID_FOR),
    }
    try:
        client("dynamodb").put_item(
            TableName=TABLE,
            Item=marshal(item),
            ConditionExpression="attribute_not_exists(history) OR version < :version",
            ExpressionAttributeValues=marshal({":version": said.version}),
        )
    except ClientError as error:
        if not condition_failed(error):
            raise


def since(history: str, said: SaidAttribution) -> tuple[list[HistoryPlace], list[SaidAttribution]]:
    """The places after the source of what was said, and all that is said in the history. What an
    order of before the history was erased says is taken out again."""
    after = _place_entry(HistoryPlace(said.source_ts, said.source))
    found = list(_of(history, "entry > :from", {":from": after}))
    if _is_erased(found, said.ordered_at or said.source_ts):
        _delete(history, [f"{_SAID}{said.source}"])
        return [], []
    places = [_place(item) for item in found if item["entry"].startswith(_ORDER)]
    others = [each for each in found if not each["entry"].startswith(_ORDER)]
    return places, [_said(each) for each in others if each["entry"] != _ERASED]


@dataclass(frozen=True, slots=True)
class HistoryEntries:
    """All that stands in a history."""

    places: tuple[HistoryPlace, ...]
    said: tuple[SaidAttribution, ...]
    erased_at: datetime | None = None
    """Until when it was erased, if it was: what is of before comes in no more."""


def look(history: str) -> HistoryEntries:
    """All that stands in a history, in no order; nothing of it is changed."""
    return _entries(_of(history, "entry > :from", {":from": "!"}))


def histories_of_customers(store_id: str = "") -> Iterator[tuple[str, HistoryEntries]]:
    """Each customer's history, of one store or of all; one at a time is in memory."""
    of = f"{CUSTOMER}/{store_id}/" if store_id else f"{CUSTOMER}/"
    found = scan(
        TABLE,
        FilterExpression="begins_with(history, :of)",
        ExpressionAttributeValues=marshal({":of": of}),
        ConsistentRead=True,
    )
    for history, entries in groupby(found, key=lambda item: str(item["history"])):
        yield history, _entries(entries)


def _entries(items: Iterable[Item]) -> HistoryEntries:
    now = _seconds(datetime.now(UTC))
    found = [item for item in items if item["expires_at"] >= now]
    stones = [item["source_ts"] for item in found if item["entry"] == _ERASED]
    said = [each for each in found if each["entry"].startswith(_SAID) and each["entry"] != _ERASED]
    return HistoryEntries(
        tuple(_place(item) for item in found if item["entry"].startswith(_ORDER)),
        tuple(map(_said, said)),
        datetime.fromisoformat(max(stones)) if stones else None,
    )


def erase(history: str, at: datetime) -> int:
    """Takes everything out of a history, and keeps what is of before from coming again; says how
    much there was."""
    client("dynamodb").put_item(
        TableName=TABLE,
        Item=marshal(
            {
                "history": history,
                "entry": _ERASED,
                "source_ts": stamp(at),
                "expires_at": _seconds(at + SAID_FOR),
            }
        ),
    )
    found = [item["entry"] for item in _of(history, "entry > :from", {":from": "!"})]
    gone = [each for each in found if each != _ERASED]
    _delete(history, gone)
    return len(gone)


def erase_store(store_id: str) -> int:
    """Takes out all histories of a store, which is closed; says how many entries there were."""
    found = scan(
        TABLE,
        ProjectionExpression="history, entry",
        FilterExpression="contains(history, :store)",
        ExpressionAttributeValues=marshal({":store": f"/{store_id}/"}),
    )
    gone = [(item["history"], item["entry"]) for item in found]
    for history, entry in gone:
        _delete(history, [entry])
    return len(gone)


def _of(history: str, condition: str, values: Item) -> Iterator[Item]:
    return query(
        TABLE,
        KeyConditionExpression=f"history = :history AND {condition}",
        values={":history": history} | values,
        ConsistentRead=True,
    )


def _is_erased(found: Iterable[Item], at: datetime) -> bool:
    stones = (item["source_ts"] for item in found if item["entry"] == _ERASED)
    return any(stamp(at) <= each for each in stones)


def _prolong(history: str, heard: Iterable[Item], now: datetime) -> None:
    """Of a customer who comes back after a year or more; nearly always there is nothing to do."""
    for item in heard:
        if item["expires_at"] < _seconds(now + PROLONGED_UNDER):
            with suppress(client("dynamodb").exceptions.ConditionalCheckFailedException):
                client("dynamodb").update_item(
                    TableName=TABLE,
                    Key=marshal({"history": history, "entry": item["entry"]}),
                    UpdateExpression="SET expires_at = :at",
                    ConditionExpression="attribute_exists(history)",
                    ExpressionAttributeValues=marshal({":at": _seconds(now + SAID_FOR)}),
                )


def _delete(history: str, entries: Iterable[str]) -> None:
    for entry in entries:
        client("dynamodb").delete_item(
            TableName=TABLE, Key=marshal({"history": history, "entry": entry})
        )


def _place_entry(place: HistoryPlace) -> str:
    return f"{_ORDER}{stamp(place.order_ts)}#{place.order_key}"


def _place(item: Item) -> HistoryPlace:
    _, moment, order_key = item["entry"].split("#", 2)
    return HistoryPlace(datetime.fromisoformat(moment), order_key, item.get("hears_all", False))


def _said(item: Item) -> SaidAttribution:
    return SaidAttribution(
        source=item["entry"].removeprefix(_SAID),
        source_ts=datetime.fromisoformat(item["source_ts"]),
        version=item["version"],
        seller=item.get("seller", ""),
        carrier=item.get("carrier", ""),
        code=item.get("code", ""),
        forgeable=item.get("forgeable", False),
        decided=item.get("decided", False),
    )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
