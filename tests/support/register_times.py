"""When the rows of registers were written, as a test has it: all that stands is set to a moment."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import boto3

from commissions.domain.orders.canonical import stamp
from commissions.tables.items import Item, marshal, scan

TABLES = ("GenealogyTable", "MembersTable", "SkusTable", "RatesTable", "PlansTable", "StoresTable")


def all_written(at: datetime | None) -> None:
    """None: before it was kept when."""
    for table in TABLES:
        for item in scan(table):
            put(table, {**_dated(item, at)})


def put(table: str, item: Item) -> None:
    boto3.client("dynamodb").put_item(TableName=table, Item=marshal(item))


def _dated(value: Any, at: datetime | None) -> Any:
    """At any depth, whatever says when it was written."""
    if isinstance(value, list):
        return [_dated(each, at) for each in value]
    if not isinstance(value, dict):
        return value
    said = {name: _dated(each, at) for name, each in value.items()}
    if "recorded_at" in said:
        del said["recorded_at"]
        said |= {"recorded_at": stamp(at)} if at else {}
    return said


def with_rows_written(at: datetime | None, change: Callable[[], object]) -> None:
    """What a change adds to the registers is set to a moment; what stood before stays as it is."""
    before = {table: list(scan(table)) for table in TABLES}
    known = {_moment for items in before.values() for item in items for _moment in _moments(item)}
    change()
    for table in TABLES:
        for item in scan(table):
            if item not in before[table]:
                put(table, _redated(item, known, at))


def _moments(value: Any) -> list[str]:
    if isinstance(value, list):
        return [moment for each in value for moment in _moments(each)]
    if not isinstance(value, dict):
        return []
    inner = [moment for each in value.values() for moment in _moments(each)]
    return inner + [value[name] for name in ("recorded_at", "until") if name in value]


def _redated(value: Any, known: set[str], at: datetime | None) -> Any:
    if isinstance(value, list):
        return [_redated(each, known, at) for each in value]
    if not isinstance(value, dict):
        return value
    said = {name: _redated(each, known, at) for name, each in value.items()}
    for name in ("recorded_at", "until"):
        if name in said and said[name] not in known:
            del said[name]
            said |= {name: stamp(at)} if at else {}
    return said
