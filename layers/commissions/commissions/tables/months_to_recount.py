"""Whose months are to be counted anew: noted before lines of theirs are put without being counted,
and until they are, so that whoever stops in between leaves it to whoever comes next."""

import secrets
from collections.abc import Iterable
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.tables.items import Item, condition_failed, marshal, scan
from commissions.tables.month_items import TABLE
from commissions.tables.versioned import get_all

_SCOPE, _NOTE = "recount", "note"
"""An item beside the member's months, without a figure."""


def note(member: str) -> None:
    """Another note each time: who counts removes the one alone that was there before."""
    item = _key(member) | {_NOTE: secrets.token_hex(8)}
    client("dynamodb").put_item(TableName=TABLE, Item=marshal(item))


def members() -> set[str]:
    """All who are noted."""
    found = scan(
        TABLE,
        FilterExpression="#scope = :recount",
        ProjectionExpression="distributor_id",
        ExpressionAttributeNames={"#scope": "scope"},
        ExpressionAttributeValues=marshal({":recount": _SCOPE}),
        ConsistentRead=True,
    )
    return {item["distributor_id"] for item in found}


def among(people: Iterable[str]) -> set[str]:
    """Who of these is noted: one round trip for a hundred."""
    return {item["distributor_id"] for item in get_all(TABLE, map(_key, people))}


def done(member: str, items: Iterable[Item]) -> None:
    """What was noted among a member's items, as they were read, is done."""
    for item in items:
        if item["scope"] == _SCOPE:
            _remove(member, item[_NOTE])


def _remove(member: str, noted: str) -> None:
    asked: dict[str, Any] = {
        "TableName": TABLE,
        "Key": marshal(_key(member)),
        "ConditionExpression": f"{_NOTE} = :noted",
        "ExpressionAttributeValues": marshal({":noted": noted}),
    }
    try:
        client("dynamodb").delete_item(**asked)
    except ClientError as error:
        if not condition_failed(error):
            raise


def _key(member: str) -> Item:
    return {"distributor_id": member, "scope": _SCOPE}
