"""What the tables share that people fill: reads of many items at once, and versions of an item.

Who changes an item reads it, decides, and writes the version after the one that was read.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.backoff import full_jitter
from commissions.tables.items import Item, marshal, unmarshal

KEYS_MAX = 100  # what one BatchGetItem call takes
TRIES = 8
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.02, 1.0


class VersionConflict(RuntimeError):
    """Another writer was quicker: what was read no longer stands."""


class BatchReadFailed(RuntimeError):
    """DynamoDB would not give all items in many tries."""


def get_all(table: str, keys: Iterable[Mapping[str, Any]]) -> list[Item]:
    """The items there are as of now, in no order: one round trip per 100 keys."""
    return [item for _, item in get_together((table, key) for key in keys)]


def get_together(keys: Iterable[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, Item]]:
    """The same of several tables at once: each key, and each item, with its table."""
    wanted = [(table, marshal(key)) for table, key in keys]
    found: list[tuple[str, Item]] = []
    for start in range(0, len(wanted), KEYS_MAX):
        found += _batch(wanted[start : start + KEYS_MAX])
    return found


def put(table: str, item: Item, *, after: int) -> None:
    """Writes an item as the version after the one that was read (0: none was there)."""
    with _raising_conflicts():
        client("dynamodb").put_item(**versioned_put(table, item, after=after))


def put_once(table: str, item: Item, *, key: str) -> None:
    """Writes an item that must not be there yet; `key` is its hash key."""
    with _raising_conflicts():
        client("dynamodb").put_item(
            TableName=table,
            Item=marshal(item),
            ConditionExpression="attribute_not_exists(#key)",
            ExpressionAttributeNames={"#key": key},
        )


def put_all_or_none(puts: Sequence[Any]) -> None:
    """Writes all of the puts, or none where a condition of one of them does not hold."""
    write_all_or_none([{"Put": put} for put in puts])


def write_all_or_none(actions: Sequence[Any]) -> None:
    """Does all of a transaction, or nothing where a condition in it does not hold."""
    with _raising_conflicts():
        client("dynamodb").transact_write_items(TransactItems=actions)


def still(table: str, key: Item, *, version: int) -> Any:
    """A check that an item stands as it was read (0: none was there); it writes nothing."""
    put = versioned_put(table, {}, after=version)
    del put["Item"]
    return {"ConditionCheck": {**put, "Key": marshal(key)}}


def deleting(table: str, key: Item, *, version: int) -> Any:
    """The deletion of an item that stands as it was read."""
    return {"Delete": still(table, key, version=version)["ConditionCheck"]}


def versioned_put(table: str, item: Item, *, after: int) -> Any:
    """A put that only follows the version which was read."""
    put = {
        "TableName": table,
        "Item": marshal({**item, "version": after + 1}),
        "ConditionExpression": "#version = :after" if after else "attribute_not_exists(#version)",
        "ExpressionAttributeNames": {"#version": "version"},
    }
    return put | ({"ExpressionAttributeValues": marshal({":after": after})} if after else {})


def retry_on_conflict[**P, R](change: Callable[P, R]) -> Callable[P, R]:
    """Reads, decides and writes over again where another writer was quicker."""
    return retry_up_to(TRIES)(change)


def retry_up_to[**P, R](tries: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """As `retry_on_conflict`, where many meet at one item and each try lets but one through."""

    def retried(change: Callable[P, R]) -> Callable[P, R]:
        @wraps(change)
        def until_it_stands(*args: P.args, **kwargs: P.kwargs) -> R:
            for tried in range(tries - 1):
                try:
                    return change(*args, **kwargs)
                except VersionConflict:
                    _wait(tried)
            return change(*args, **kwargs)

        return until_it_stands

    return retried


def was_refused(error: ClientError) -> bool:
    """Whether a write failed on a condition, or on another write of the same item."""
    code = error.response["Error"]["Code"]
    if code == "TransactionCanceledException":
        reasons = {reason.get("Code") for reason in error.response.get("CancellationReasons", [])}
        return bool(reasons & {"ConditionalCheckFailed", "TransactionConflict"})
    return code in ("ConditionalCheckFailedException", "TransactionConflictException")


@contextmanager
def _raising_conflicts() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if was_refused(error):
            raise VersionConflict("what was read no longer stands") from error
        raise


def _batch(keys: Sequence[tuple[str, Any]]) -> list[tuple[str, Item]]:
    found: list[tuple[str, Item]] = []
    asked: Any = {}
    for table, key in keys:
        asked.setdefault(table, {"Keys": [], "ConsistentRead": True})["Keys"].append(key)
    for tried in range(TRIES):
        answer = client("dynamodb").batch_get_item(RequestItems=asked)
        for table, given in answer["Responses"].items():
            found += ((table, unmarshal(item)) for item in given)
        asked = answer.get("UnprocessedKeys")
        if not asked:
            return found
        _wait(tried)
    lacking = ", ".join(f"{table}: {len(each['Keys'])} items" for table, each in asked.items())
    raise BatchReadFailed(f"{lacking} not given in {TRIES} tries")


def _wait(tried: int) -> None:
    first, longest = FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS
    time.sleep(full_jitter(tried, first=first, longest=longest, dice=random.uniform))
