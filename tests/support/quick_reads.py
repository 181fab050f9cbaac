"""Reads of many items past moto's HTTP and its parsers, which take a hundred times as long as to
look them up: for proofs of ten thousand questions, whose answers are the same."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType

from commissions.aws.clients import client


@contextmanager
def quick_reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Of BatchGetItem. Moto's tables are what is read."""
    with monkeypatch.context() as patched:
        patched.setattr(client("dynamodb"), "batch_get_item", _batch_get_item)
        yield


def _batch_get_item(*, RequestItems: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N803 - AWS's name
    found = {
        name: [item for key in asked["Keys"] if (item := _item(_table(name), key)) is not None]
        for name, asked in RequestItems.items()
    }
    return {"Responses": found, "UnprocessedKeys": {}}


def _table(name: str) -> Any:
    backend: Any = dynamodb_backends[DEFAULT_ACCOUNT_ID][os.environ["AWS_DEFAULT_REGION"]]
    return backend.tables[name]


def _item(table: Any, key: Mapping[str, Any]) -> dict[str, Any] | None:
    hashed = DynamoType(key[table.hash_key_attr])
    ranged = DynamoType(key[table.range_key_attr]) if table.range_key_attr else None
    item = table.get_item(hashed, ranged)
    if item is None:
        return None
    attributes: dict[str, Any] = item.to_json()["Attributes"]
    return attributes
