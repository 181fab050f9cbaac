"""What is pending: inbox items whose records have not reached the ledger, the oldest first."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.tables.inbox import LATER, SHARDS, TABLE, TO_LEDGER, InboxItem, find
from commissions.tables.items import Item, condition_failed, marshal, query

INDEX = "pending"


def received_before(before: datetime, limit: int = 500) -> list[InboxItem]:
    """The oldest items that were received before a moment and have not reached the ledger."""
    keys = sorted(_pending_keys(before, limit), key=lambda key: str(key["received_at"]))[:limit]
    return [item for key in keys if (item := find(key["id"]))]


def come_due(now: datetime, limit: int) -> list[InboxItem]:
    """Items that were to be told later, and whose time has come, the longest due first."""
    keys = sorted(_pending_keys(now, limit, LATER), key=lambda key: str(key["received_at"]))
    return [item for key in keys[:limit] if (item := find(key["id"]))]


def oldest() -> datetime | None:
    firsts = [key["received_at"] for key in _pending_keys(datetime.max.replace(tzinfo=UTC), 1)]
    return datetime.fromisoformat(min(firsts)) if firsts else None


def mark_swept(item: InboxItem, now: datetime) -> bool:
    """Notes that the sweeper tells it again; False where it has reached the ledger meanwhile."""
    try:
        client("dynamodb").update_item(
            TableName=TABLE,
            Key=marshal({"id": item.id}),
            UpdateExpression="SET swept_at = :now ADD sweeps :one",
            ConditionExpression="attribute_exists(pending)",
            ExpressionAttributeValues=marshal({":now": stamp(now), ":one": 1}),
        )
    except ClientError as error:
        if condition_failed(error):
            return False
        raise
    return True


def _pending_keys(before: datetime, limit: int, of: str = TO_LEDGER) -> Iterator[Item]:
    for shard in range(SHARDS):
        yield from islice(
            query(
                TABLE,
                IndexName=INDEX,
                KeyConditionExpression="pending = :shard AND received_at < :before",
                values={":shard": f"{of}{shard}", ":before": stamp(before)},
                Limit=limit,
            ),
            limit,
        )
