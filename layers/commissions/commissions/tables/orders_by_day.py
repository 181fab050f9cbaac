"""The orders of a day, found by an index on the heads: for whoever looks at recent ones again. And
all orders there are, page by page: for whoever looks at every one."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, date

from commissions.domain.ledger.books import is_order_book
from commissions.domain.orders.order import OrderPlaced
from commissions.tables import versioned
from commissions.tables.items import marshal, query, scan

HEADS = os.environ["HEADS_TABLE"]
LATEST_PAGE = 50


def orders_of_day(store_id: str, day: date) -> Iterator[str]:
    """The keys of all orders of a store's day (in UTC); an index, so seconds behind the ledger."""
    found = query(
        HEADS,
        IndexName="recent",
        KeyConditionExpression="#day = :day",
        ExpressionAttributeNames={"#day": "day"},
        values={":day": _day(store_id, day)},
    )
    return (item["order_key"] for item in found)


def latest_of_day(store_id: str, day: date) -> Iterator[str]:
    """The same, those with the highest keys first: mostly the latest, as most stores count up."""
    found = query(
        HEADS,
        IndexName="recent",
        KeyConditionExpression="#day = :day",
        ExpressionAttributeNames={"#day": "day"},
        values={":day": _day(store_id, day)},
        ScanIndexForward=False,
        Limit=LATEST_PAGE,
    )
    return (item["order_key"] for item in found)


def every_order(since: date | None = None) -> Iterator[str]:
    """The keys of all orders that were placed on a day (in UTC) or later, in no order; without a
    day, of all. A page of them at a time is in memory."""
    heads = scan(
        HEADS,
        ProjectionExpression="order_key, #day",
        ExpressionAttributeNames={"#day": "day"},
        ConsistentRead=True,
    )
    return (
        item["order_key"]
        for item in heads
        if is_order_book(item["order_key"]) and _is_since(item.get("day", ""), since)
    )


def has_orders(store_id: str = "") -> bool:
    """Whether any order of a store is known, or any at all; looks through the heads until it finds
    one."""
    heads = scan(
        HEADS,
        ProjectionExpression="order_key",
        FilterExpression="contains(order_key, :store)",
        ExpressionAttributeValues=marshal({":store": f"/{store_id}/" if store_id else "/"}),
        ConsistentRead=True,
    )
    return any(is_order_book(each["order_key"]) for each in heads)


def days_of(order_keys: Iterable[str]) -> dict[str, str]:
    """The day of each order (in UTC, like `2026-11-20`), empty of one that has not been told yet;
    without those of which nothing is known. One round trip for every 100 of them."""
    heads = versioned.get_all(HEADS, [{"order_key": each} for each in order_keys])
    return {head["order_key"]: head.get("day", "").rpartition("#")[2] for head in heads}


def _is_since(day: str, since: date | None) -> bool:
    """`day`: as a head has it; empty of an order that has not been told yet."""
    return since is None or day.rpartition("#")[2] >= since.isoformat()


def day_of(order: OrderPlaced) -> str:
    """What the head of an order is found under."""
    return _day(order.store_id, order.order_ts.astimezone(UTC).date())


def _day(store_id: str, day: date) -> str:
    return f"{store_id}#{day.isoformat()}"
