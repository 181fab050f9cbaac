"""Counts what each call of a process to DynamoDB and EventBridge is billed as.

It looks at every call on its way to the client, and at the items before and after.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from tools.bench.units import Index, Item, item_bytes, read_units, write_units

EVENT_BYTES = 64 * 1024
ACTIONS = ("Put", "Update", "Delete", "ConditionCheck")
WRITES = {"PutItem": "Put", "UpdateItem": "Update", "DeleteItem": "Delete"}
SEEN = ("dynamodb", "events")


@dataclass(frozen=True, slots=True)
class Billed:
    """A call's share at one table."""

    operation: str
    table: str
    write_units: float = 0
    read_units: float = 0
    bytes: int = 0


@dataclass(slots=True)
class Bill:
    counted: list[Billed] = field(default_factory=list)
    entries: list[dict[str, str]] = field(default_factory=list)
    """What was put on the bus, in its order."""
    puts: list[tuple[str, Item]] = field(default_factory=list)
    """Table and item of all that a transaction put."""
    events: int = 0
    """How many events were put on the bus, each 64 KB one."""
    in_full: bool = True
    """Whether units are counted, which takes calls of its own, or only what is put is kept."""


@contextmanager
def billed(bill: Bill) -> Iterator[None]:
    """Everything that a client of this process calls goes on the bill."""
    original: Any = BaseClient._make_api_call  # type: ignore[attr-defined]
    looking = False

    def seen(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        nonlocal looking
        if looking or client.meta.service_model.service_name not in SEEN:
            return original(client, operation, parameters)
        _keep(bill, operation, parameters)
        if not bill.in_full:
            return original(client, operation, parameters)
        looking = True
        before = _images(client, operation, parameters)
        looking = False
        answer: dict[str, Any] = {}
        try:
            answer = original(client, operation, parameters)
        except ClientError as error:
            answer = dict(error.response)
            raise
        finally:
            looking = True
            bill.counted += _counted(client, operation, parameters, answer, before)
            looking = False
        return answer

    BaseClient._make_api_call = seen  # type: ignore[attr-defined]
    try:
        yield
    finally:
        BaseClient._make_api_call = original  # type: ignore[attr-defined]


def _keep(bill: Bill, operation: str, parameters: Mapping[str, Any]) -> None:
    if operation == "PutEvents":
        bill.entries += parameters["Entries"]
        bill.events += sum(map(_events, parameters["Entries"]))
    for action in parameters.get("TransactItems", ()):
        if put := action.get("Put"):
            bill.puts.append((put["TableName"], put["Item"]))


def _events(entry: Mapping[str, str]) -> int:
    return -(-len(entry["Detail"].encode()) // EVENT_BYTES)


def _counted(
    client: Any,
    operation: str,
    parameters: Mapping[str, Any],
    answer: Mapping[str, Any],
    before: list[Item | None],
) -> Iterator[Billed]:
    if read := _READS.get(operation):
        yield from read(operation, parameters, answer)
        return
    writes = _writes(operation, parameters)
    for (kind, asked), was in zip(writes, before, strict=True):
        becomes = _image(client, kind, asked)
        units = write_units(
            was,
            becomes,
            indexes=_indexes(client, asked["TableName"]),
            in_transaction=operation == "TransactWriteItems",
        )
        size = max(item_bytes(was or {}), item_bytes(becomes or {}))
        yield Billed(f"{operation} {kind}", asked["TableName"], write_units=units, bytes=size)


def _got(operation: str, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[Billed]:
    size = item_bytes(answer.get("Item", {}))
    units = read_units([size], consistent=asked.get("ConsistentRead", False))
    yield Billed(operation, asked["TableName"], read_units=units, bytes=size)


def _queried(
    operation: str, asked: Mapping[str, Any], answer: Mapping[str, Any]
) -> Iterator[Billed]:
    sizes = [item_bytes(item) for item in answer.get("Items", ())]
    units = read_units(sizes, consistent=asked.get("ConsistentRead", False))
    yield Billed(operation, asked["TableName"], read_units=units, bytes=sum(sizes))


def _got_many(
    operation: str, asked: Mapping[str, Any], answer: Mapping[str, Any]
) -> Iterator[Billed]:
    """Each key costs a read of its own, also where nothing stands under it."""
    for table, wanted in asked["RequestItems"].items():
        sizes = [item_bytes(item) for item in answer["Responses"].get(table, ())]
        sizes += [0] * (len(wanted["Keys"]) - len(sizes))
        consistent = wanted.get("ConsistentRead", False)
        units = sum(read_units([size], consistent=consistent) for size in sizes)
        yield Billed(operation, table, read_units=units, bytes=sum(sizes))


_READS: dict[str, Callable[[str, Mapping[str, Any], Mapping[str, Any]], Iterator[Billed]]] = {
    "GetItem": _got,
    "Query": _queried,
    "Scan": _queried,
    "BatchGetItem": _got_many,
}


def _writes(operation: str, parameters: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    if kind := WRITES.get(operation):
        return [(kind, parameters)]
    together = parameters.get("TransactItems", ())
    return [(kind, action[kind]) for action in together for kind in ACTIONS if kind in action]


def _images(client: Any, operation: str, parameters: Mapping[str, Any]) -> list[Item | None]:
    return [_image(client, kind, asked) for kind, asked in _writes(operation, parameters)]


def _image(client: Any, kind: str, asked: Mapping[str, Any]) -> Item | None:
    """The item as it stands that a write is about."""
    table = asked["TableName"]
    whole = asked["Item"] if kind == "Put" else asked["Key"]
    key = {name: whole[name] for name in _description(client, table)[0]}
    found = client.get_item(TableName=table, Key=key, ConsistentRead=True)
    item: Item | None = found.get("Item")
    return item


def _indexes(client: Any, table: str) -> tuple[Index, ...]:
    return _description(client, table)[1]


@cache
def _description(client: Any, table: str) -> tuple[tuple[str, ...], tuple[Index, ...]]:
    """The names of a table's keys, and its indexes."""
    described = client.describe_table(TableName=table)["Table"]
    keys = _names(described["KeySchema"])
    indexes = []
    for each in described.get("GlobalSecondaryIndexes", ()):
        held = each["Projection"]
        if held["ProjectionType"] == "ALL":
            raise NotImplementedError(f"{table}: no index of whole items is billed here")
        own = _names(each["KeySchema"])
        every = (*own, *(key for key in keys if key not in own))
        fields = tuple(held.get("NonKeyAttributes", ()))
        indexes.append(Index(each["IndexName"], every, fields))
    return keys, tuple(indexes)


def _names(schema: list[dict[str, str]]) -> tuple[str, ...]:
    return tuple(element["AttributeName"] for element in schema)
