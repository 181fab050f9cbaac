"""Histories of customers and contracts: which orders stand in one, and what they say there.

The key is made of hashes; entries name orders, members and times: nothing tells who a customer
is. Entries go by themselves (the table's TTL). What was erased leaves a stone behind, which keeps
orders of before from building the history again.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.sales.attribution_history import (
    HistoryPlace,
    ToldOfMerge,
    heard_in,
    heard_through,
    said_in,
)
from commissions.domain.sales.carried_attribution import SaidAttribution
from commissions.domain.sales.merged_histories import Alias, follow
from commissions.tables import history_items
from commissions.tables.history_items import (
    ALIAS,
    ERASED,
    INTO,
    SAID,
    aliases,
    delete,
    entry_from,
    is_erased,
    is_heard,
    items_after,
    place_entry,
    places,
    put_alias,
    said_items,
    said_of,
    words,
)
from commissions.tables.items import Item, condition_failed, marshal, scan, unmarshal

TABLE = history_items.TABLE
FOUND_FOR = timedelta(days=400)
"""How long an order is found by what others say later."""
SAID_FOR = timedelta(days=3 * 365)
"""How long what was said is heard after the customer's last order."""
PROLONGED_UNDER = timedelta(days=2 * 365)
"""A customer who comes back has it heard for longer again, where less than that is left."""


def enter(history: str, place: HistoryPlace) -> None:
    """Has the order found by whoever looks from now on; what it once hears, it always does."""
    hears = [name for name in ("hears_all", "hears_lines") if getattr(place, name)]
    sets = "SET expires_at = :expires_at" + "".join(f", {name} = :yes" for name in hears)
    values: Item = {":expires_at": _seconds(datetime.now(UTC) + FOUND_FOR)}
    client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal({"history": history, "entry": place_entry(place)}),
        UpdateExpression=sets,
        ExpressionAttributeValues=marshal(values | ({":yes": True} if hears else {})),
    )


def said(history: str, place: HistoryPlace) -> list[SaidAttribution]:
    """All that is said to an order, there and in what had been merged into it by its time; nothing
    to one of before the history was erased, which is taken out of it again."""
    now = datetime.now(UTC)
    found: list[SaidAttribution] = []

    def look(reached: str, since: datetime) -> Iterable[Alias]:
        items = [each for each in said_items(reached) if each["expires_at"] >= _seconds(now)]
        if is_erased(items, place.order_ts):
            delete(history, [place_entry(place)] if reached == history else [])
            return ()
        told = words(items)
        found.extend(told if reached == history else said_in(reached, since, told))
        _prolong(reached, [each for each in items if is_heard(each, place)], now)
        return [each for each in aliases(items, ALIAS) if each.at <= place.order_ts]

    follow(history, look)
    return found


def all_said(history: str) -> list[SaidAttribution]:
    """All that is said in a history itself, for whoever shows whose the customer is."""
    now = _seconds(datetime.now(UTC))
    return words(item for item in said_items(history) if item["expires_at"] >= now)


def say(history: str, said: SaidAttribution) -> bool:
    """Says it, unless the source has said something newer. False where it only says again what it
    had said with fewer facts: whoever said that first has told everybody, or comes again."""
    item = {
        "history": history,
        "entry": f"{SAID}{said.source}",
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
        put = client("dynamodb").put_item(
            TableName=TABLE,
            Item=marshal(item),
            ConditionExpression="attribute_not_exists(history) OR version < :version",
            ExpressionAttributeValues=marshal({":version": said.version}),
            ReturnValues="ALL_OLD",
        )
    except ClientError as error:
        if not condition_failed(error):
            raise
        return True
    before = put.get("Attributes")
    return not before or not said.is_as(said_of(unmarshal(before)))


def since(history: str, said: SaidAttribution) -> tuple[list[HistoryPlace], list[SaidAttribution]]:
    """The places after the source of what was said, there and where the history went on, and all
    that is said in it. What an order of before it was erased says is taken out again."""
    after = place_entry(HistoryPlace(said.source_ts, said.source))
    found = items_after(history, after)
    if is_erased(found, said.ordered_at or said.source_ts):
        delete(history, [f"{SAID}{said.source}"])
        return [], []
    hearing = places(found)

    def look(reached: str, since: datetime) -> Iterable[Alias]:
        if reached == history:
            return aliases(found, INTO)
        items = items_after(reached, max(after, entry_from(since)))
        hearing.extend(heard_in(place, reached, since) for place in places(items))
        return aliases(items, INTO)

    follow(history, look)
    return hearing, words(found)


def merge(kept: str, gone: str, at: datetime) -> list[ToldOfMerge]:
    """Has one history go on in another for orders from a moment on, and then looks what that lets
    which of them hear; nothing of what was erased since. Told twice, the earlier moment stays, and
    whoever told that goes on with it."""
    until = _seconds(datetime.now(UTC) + SAID_FOR)
    if not (
        put_alias(kept, f"{ALIAS}{gone}", at, until) and put_alias(gone, f"{INTO}{kept}", at, until)
    ):
        return []
    if any(is_erased(said_items(each), at) for each in (kept, gone)):
        delete(kept, [f"{ALIAS}{gone}"])
        delete(gone, [f"{INTO}{kept}"])
        return []
    found: list[ToldOfMerge] = []
    hearing = _places_from(kept, at)

    def look(reached: str, since: datetime) -> Iterable[Alias]:
        items = said_items(reached)
        found.append(heard_through(reached, since, words(items), hearing))
        return aliases(items, ALIAS)

    follow(gone, look)
    return found


def merged_with(history: str) -> list[str]:
    """All that merges join with a history, from either side; the history itself last, and each
    after those that only it leads to."""
    found: list[str] = []

    def look(reached: str, since: datetime) -> Iterable[Alias]:
        found.append(reached)
        items = said_items(reached)
        return [*aliases(items, ALIAS), *aliases(items, INTO)]

    follow(history, look)
    return found[::-1]


def erase(history: str, at: datetime) -> int:
    """Takes everything out of a history, and keeps what is of before from coming again; says how
    much there was."""
    client("dynamodb").put_item(
        TableName=TABLE,
        Item=marshal(
            {
                "history": history,
                "entry": ERASED,
                "source_ts": stamp(at),
                "expires_at": _seconds(at + SAID_FOR),
            }
        ),
    )
    gone = [item["entry"] for item in items_after(history, "!") if item["entry"] != ERASED]
    delete(history, gone)
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
        delete(history, [entry])
    return len(gone)


def _places_from(kept: str, at: datetime) -> list[HistoryPlace]:
    """Those of orders from a moment on, in a history and where it went on."""
    found: list[HistoryPlace] = []

    def look(reached: str, since: datetime) -> Iterable[Alias]:
        items = items_after(reached, entry_from(max(since, at)))
        found.extend(heard_in(place, reached, max(since, at)) for place in places(items))
        return aliases(items, INTO)

    follow(kept, look)
    return found


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


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
