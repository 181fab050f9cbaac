"""The orders of a day, found by an index on the heads: for whoever looks at recent ones again."""

import os
from collections.abc import Iterator
from datetime import UTC, date

from commissions.domain.orders.order import OrderPlaced
from commissions.tables.items import query

HEADS = os.environ["HEADS_TABLE"]


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


def day_of(order: OrderPlaced) -> str:
    """What the head of an order is found under."""
    return _day(order.store_id, order.order_ts.astimezone(UTC).date())


def _day(store_id: str, day: date) -> str:
    return f"{store_id}#{day.isoformat()}"
