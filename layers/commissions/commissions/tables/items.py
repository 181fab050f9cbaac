"""DynamoDB items to and from plain Python values.

The client is called directly, as every call of an order counts, with conditions whose failures are
looked at one by one. Where none does, a table is a pynamodb model (`privacy`).
"""

import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

Item = dict[str, Any]

TOO_BUSY = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "TransactionInProgressException",
    }
)


def marshal(values: Mapping[str, Any]) -> "dict[str, AttributeValueTypeDef]":
    """A mapping as DynamoDB wants it; keys whose value is None, or an empty set, are left out."""
    return {key: _typed(value) for key, value in values.items() if value not in (None, frozenset())}


def unmarshal(item: Mapping[str, Any]) -> Item:
    return {key: _plain(value) for key, value in item.items()}


def get(table: str, key: Item) -> Item | None:
    """One item, read consistently."""
    found = client("dynamodb").get_item(TableName=table, Key=marshal(key), ConsistentRead=True)
    return unmarshal(found["Item"]) if "Item" in found else None


def query(table: str, **parameters: Any) -> Iterator[Item]:
    """All items of a query, page by page; `values` are plain."""
    parameters["ExpressionAttributeValues"] = marshal(parameters.pop("values"))
    while True:
        page = client("dynamodb").query(TableName=table, **parameters)
        yield from map(unmarshal, page["Items"])
        if "LastEvaluatedKey" not in page:
            return
        parameters["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def scan(table: str, **parameters: Any) -> Iterator[Item]:
    """All items of a small table."""
    while True:
        page = client("dynamodb").scan(TableName=table, **parameters)
        yield from map(unmarshal, page["Items"])
        if "LastEvaluatedKey" not in page:
            return
        parameters["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def condition_failed(error: ClientError) -> bool:
    return error.response["Error"]["Code"] == "ConditionalCheckFailedException"


def compress(text: str) -> bytes:
    """Text as it is kept in a table: half the write units of an order are saved by it."""
    return zlib.compress(text.encode(), 6)


def decompress(data: bytes) -> str:
    return zlib.decompress(data).decode()


def _typed(value: Any) -> Any:  # noqa: PLR0911 - one return a type reads best
    match value:
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int():
            return {"N": str(value)}
        case bytes():
            return {"B": value}
        case set() | frozenset():
            return {"SS": sorted(value)}
        case Mapping():
            return {"M": marshal(value)}
        case list() | tuple():
            return {"L": [_typed(each) for each in value]}
        case _:
            raise TypeError(f"{type(value).__name__} has no place in a table")


def _plain(value: Mapping[str, Any]) -> Any:
    [(kind, content)] = value.items()
    match kind:
        case "N":
            return int(content)
        case "L":
            return [_plain(each) for each in content]
        case "M":
            return unmarshal(content)
        case "SS":
            return set(content)
        case _:
            return content
