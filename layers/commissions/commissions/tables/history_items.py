"""The items of the histories of customers and contracts: their keys, and how they are read.

What begins with `said#` is read by whoever hears; what begins with `said#!` is no order's, but says
something of the history itself: that it was erased, or that it goes on in another.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.sales.attribution_history import HistoryPlace
from commissions.domain.sales.carried_attribution import SaidAttribution
from commissions.domain.sales.merged_histories import Alias
from commissions.tables.items import Item, condition_failed, marshal, query

TABLE = os.environ["ATTRIBUTION_HISTORY_TABLE"]
ORDER, SAID, ERASED = "order#", "said#", "said#!erased"
ALIAS, INTO = "said#!alias#", "said#!into#"
"""Of the kept history: the one that goes on in it. Of that one: in which it does."""
_OF_HISTORY = f"{SAID}!"


def items_of(history: str, condition: str, values: Item) -> Iterator[Item]:
    return query(
        TABLE,
        KeyConditionExpression=f"history = :history AND {condition}",
        values={":history": history} | values,
        ConsistentRead=True,
    )


def said_items(history: str) -> list[Item]:
    """What is said in a history, and of it."""
    return list(items_of(history, "begins_with(entry, :from)", {":from": SAID}))


def items_after(history: str, entry: str) -> list[Item]:
    """The places after an entry, and all that is said in the history, and of it."""
    return list(items_of(history, "entry > :from", {":from": entry}))


def put_alias(history: str, entry: str, at: datetime, expires_at: int) -> bool:
    """Notes a merge in one of its histories; False where an earlier moment stands."""
    item = {
        "history": history,
        "entry": entry,
        "source_ts": stamp(at),
        "expires_at": expires_at,
    }
    try:
        client("dynamodb").put_item(
            TableName=TABLE,
            Item=marshal(item),
            ConditionExpression="attribute_not_exists(history) OR source_ts >= :at",
            ExpressionAttributeValues=marshal({":at": item["source_ts"]}),
        )
    except ClientError as error:
        if not condition_failed(error):
            raise
        return False
    return True


def delete(history: str, entries: Iterable[str]) -> None:
    for entry in entries:
        client("dynamodb").delete_item(
            TableName=TABLE, Key=marshal({"history": history, "entry": entry})
        )


def is_erased(found: Iterable[Item], at: datetime) -> bool:
    """Whether a history was erased after a moment: what is of before is not built again."""
    stones = (item["source_ts"] for item in found if item["entry"] == ERASED)
    return any(stamp(at) <= each for each in stones)


def places(found: Iterable[Item]) -> list[HistoryPlace]:
    return [_place(item) for item in found if item["entry"].startswith(ORDER)]


def words(found: Iterable[Item]) -> list[SaidAttribution]:
    return [said_of(item) for item in found if is_word(item)]


def aliases(found: Iterable[Item], kind: str) -> list[Alias]:
    """The merges of a history. `kind`: ALIAS or INTO."""
    return [
        Alias(item["entry"].removeprefix(kind), datetime.fromisoformat(item["source_ts"]))
        for item in found
        if item["entry"].startswith(kind)
    ]


def is_word(item: Item) -> bool:
    """Whether an order said it."""
    entry = str(item["entry"])
    return entry.startswith(SAID) and not entry.startswith(_OF_HISTORY)


def is_heard(item: Item, place: HistoryPlace) -> bool:
    """Whether an order makes it stay for longer: what is said to it, and merges."""
    if is_word(item):
        return said_of(item).seniority < place.seniority
    return str(item["entry"]) != ERASED


def place_entry(place: HistoryPlace) -> str:
    return f"{entry_from(place.order_ts)}#{place.order_key}"


def entry_from(moment: datetime) -> str:
    """Before the entries of all orders of a moment, and after those of any before it."""
    return f"{ORDER}{stamp(moment)}"


def said_of(item: Item) -> SaidAttribution:
    return SaidAttribution(
        source=item["entry"].removeprefix(SAID),
        source_ts=datetime.fromisoformat(item["source_ts"]),
        version=item["version"],
        seller=item.get("seller", ""),
        carrier=item.get("carrier", ""),
        code=item.get("code", ""),
        forgeable=item.get("forgeable", False),
        decided=item.get("decided", False),
    )


def _place(item: Item) -> HistoryPlace:
    _, moment, order_key = item["entry"].split("#", 2)
    return HistoryPlace(
        datetime.fromisoformat(moment),
        order_key,
        item.get("hears_all", False),
        hears_lines=item.get("hears_lines", False),
    )
