"""As of when an order counts whose teller does not say it: when it was received, kept at once.

Each order has one item that knows what was told of it last, in the inbox's table. So the same body
told again is the same telling for as long as nothing else was told since, however often it comes
and however many of it at once; and a body that was told before something else is news.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.tables.items import Item, condition_failed, get, marshal

TABLE = os.environ["INBOX_TABLE"]
TRIES_MAX = 8
A_MOMENT = timedelta(microseconds=1)
"""Two tellings are at least so far apart."""


class ToldByOthers(RuntimeError):
    """Others kept telling of the same order; the request has to come again."""


@dataclass(frozen=True, slots=True)
class LastTelling:
    """What was told of an order last."""

    digest: str
    """Of the body."""
    as_of: datetime


def as_of(order_key: str, digest: str, received_at: datetime) -> datetime:
    """The moment of an order as it was just told; of the latest body the moment it had before.

    Never as early as what was told before. Raises ToldByOthers.
    """
    for _ in range(TRIES_MAX):
        known = _last(order_key)
        if known and known.digest == digest:
            return known.as_of
        moment = max(received_at, known.as_of + A_MOMENT) if known else received_at
        if _put(order_key, LastTelling(digest, moment), before=known):
            return moment
    raise ToldByOthers(order_key)


def note_dated(order_key: str, digest: str, updated_at: datetime) -> None:
    """Notes a telling that says its moment: what was told undated before is not the latest now."""
    _write(
        order_key,
        LastTelling(digest, updated_at),
        ConditionExpression="attribute_not_exists(id) OR as_of < :as_of",
        ExpressionAttributeValues=marshal({":as_of": stamp(updated_at)}),
    )


def _last(order_key: str) -> LastTelling | None:
    item = get(TABLE, {"id": _id(order_key)})
    return LastTelling(item["digest"], datetime.fromisoformat(item["as_of"])) if item else None


def _put(order_key: str, telling: LastTelling, *, before: LastTelling | None) -> bool:
    """False where another was told since `before` was."""
    if before is None:
        return _write(order_key, telling, ConditionExpression="attribute_not_exists(id)")
    return _write(
        order_key,
        telling,
        ConditionExpression="as_of = :as_of AND digest = :digest",
        ExpressionAttributeValues=marshal(
            {":as_of": stamp(before.as_of), ":digest": before.digest}
        ),
    )


def _write(order_key: str, telling: LastTelling, **condition: object) -> bool:
    item: Item = {
        "id": _id(order_key),
        "digest": telling.digest,
        "as_of": stamp(telling.as_of),
    }
    try:
        client("dynamodb").put_item(TableName=TABLE, Item=marshal(item), **condition)  # type: ignore[arg-type]
    except ClientError as error:
        if not condition_failed(error):
            raise
        return False
    return True


def _id(order_key: str) -> str:
    """Beside the notes of when a store was seen; an order's key is no store's id."""
    return f"seen#{order_key}"
