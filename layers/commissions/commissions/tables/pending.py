"""What is pending: inbox items whose records have not reached the ledger.

Two indexes list them. `pending` has all, the oldest first; what the sweeper has told again stands
apart from the rest there, and besides in `retries`, by when its next try is. So neither what was
never told again, nor what is due for another try, is behind any number of others that are not.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.tables.inbox import (
    LATER,
    RETRIED,
    SHARDS,
    TABLE,
    TO_LEDGER,
    InboxItem,
    find,
    shard_of,
)
from commissions.tables.items import Item, condition_failed, marshal, query

PENDING, RETRIES = "pending", "retries"
"""The indexes, and what each is sorted by."""
_SORTED_BY = {PENDING: "received_at", RETRIES: "retry_at"}
ON_THE_WAY = (TO_LEDGER, RETRIED)


def received_before(before: datetime, limit: int = 500) -> list[InboxItem]:
    """The oldest items that were received before a moment and have not reached the ledger."""
    return _found(PENDING, ON_THE_WAY, before, limit)


def count_before(before: datetime, limit: int = 500) -> int:
    """How many there are of these, up to a limit; by the index alone."""
    found = islice((key for of in ON_THE_WAY for key in _keys(PENDING, of, before, limit)), limit)
    return sum(1 for _ in found)


def never_swept(before: datetime, limit: int) -> list[InboxItem]:
    """Of those the ones that nobody has told again, the oldest first."""
    return _found(PENDING, (TO_LEDGER,), before, limit)


def retries_due(now: datetime, limit: int) -> list[InboxItem]:
    """Of those the ones whose next try has come, the longest due first."""
    return _found(RETRIES, (RETRIED,), now, limit)


def come_due(now: datetime, limit: int) -> list[InboxItem]:
    """Items that were to be told later, and whose time has come, the longest due first."""
    return _found(PENDING, (LATER,), now, limit)


def oldest() -> datetime | None:
    ever = datetime.max.replace(tzinfo=UTC)
    firsts = [key["received_at"] for of in ON_THE_WAY for key in _keys(PENDING, of, ever, 1)]
    return datetime.fromisoformat(min(firsts)) if firsts else None


def mark_swept(item: InboxItem, retry_at: datetime) -> bool:
    """Notes that the sweeper tells it again, and when it does so next; False where it has reached
    the ledger meanwhile."""
    try:
        client("dynamodb").update_item(
            TableName=TABLE,
            Key=marshal({"id": item.id}),
            UpdateExpression="SET pending = :shard, retry_at = :retry ADD sweeps :one",
            ConditionExpression="attribute_exists(pending)",
            ExpressionAttributeValues=marshal(
                {
                    ":shard": shard_of(item.id, RETRIED),
                    ":retry": stamp(retry_at),
                    ":one": 1,
                }
            ),
        )
    except ClientError as error:
        if condition_failed(error):
            return False
        raise
    return True


def _found(index: str, parts: tuple[str, ...], before: datetime, limit: int) -> list[InboxItem]:
    found = [key for of in parts for key in _keys(index, of, before, limit)]
    first = sorted(found, key=lambda key: str(key[_SORTED_BY[index]]))[:limit]
    return [item for key in first if (item := find(key["id"]))]


def _keys(index: str, of: str, before: datetime, limit: int) -> Iterator[Item]:
    for shard in range(SHARDS):
        yield from islice(
            query(
                TABLE,
                IndexName=index,
                KeyConditionExpression=f"pending = :shard AND {_SORTED_BY[index]} < :before",
                values={":shard": f"{of}{shard}", ":before": stamp(before)},
                Limit=limit,
            ),
            limit,
        )
