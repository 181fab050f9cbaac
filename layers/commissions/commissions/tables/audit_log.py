"""The audit log: entries that are only ever added, a day's under its date, and where the log ends.

The end lies in the table of actions, as the log's own table is never written twice: who adds an
entry moves the end in the same transaction, so that entries stand in one order without a gap.
"""

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.actions.audit_entry import AuditEntry, AuditHead, chained
from commissions.domain.orders.canonical import stamp
from commissions.tables import items, versioned
from commissions.tables.items import Item, compress, decompress, marshal

TABLE = os.environ["AUDIT_LOG_TABLE"]
HEADS = os.environ["ACTIONS_TABLE"]
TRIES = 25
"""Of many who write at once each try lets one through."""
_HEAD: Item = {"id": "audit log"}
_PLAIN = ("day", "number", "who", "what", "target")
"""What is stored beside the rest, for whoever looks at the table itself."""


class StepRefused(RuntimeError):
    """What was to be written with the entry does not fit what stands there: neither was written."""


@versioned.retry_up_to(TRIES)
def append(entry: AuditEntry, *together_with: Any) -> AuditEntry:
    """Adds an entry, and does what goes with it (`{"Put": …}`, `{"Update": …}`), or neither.

    Raises StepRefused; VersionConflict where others were quicker time and again.
    """
    found = head()
    placed = chained(entry, found)
    log = {"TableName": TABLE, "ConditionExpression": "attribute_not_exists(#day)"}
    puts: list[Any] = [
        {
            "Put": {
                **log,
                "ExpressionAttributeNames": {"#day": "day"},
                "Item": marshal(_item(placed)),
            }
        },
        {"Put": versioned.versioned_put(HEADS, _head_item(placed), after=found.version)},
    ]
    try:
        client("dynamodb").transact_write_items(TransactItems=[*together_with, *puts])
    except ClientError as error:
        _raise_refusal(error, len(together_with))
        raise
    return placed


def head() -> AuditHead:
    found = items.get(HEADS, _HEAD)
    if not found:
        return AuditHead()
    return AuditHead(found["day"], found["number"], found["hash"], found["version"])


def entries_of(day: str) -> Iterator[AuditEntry]:
    """A day's entries as they were written, by number; `day` like `2026-11-28`."""
    for item in items.query(
        TABLE,
        KeyConditionExpression="#day = :day",
        ExpressionAttributeNames={"#day": "day"},
        values={":day": day},
        ConsistentRead=True,
    ):
        yield _read(item)


def of_days(days: Sequence[str]) -> Iterator[AuditEntry]:
    """All entries of these days, in the order of the days."""
    for day in days:
        yield from entries_of(day)


def _raise_refusal(error: ClientError, own: int) -> None:
    """Raises what a cancelled transaction comes to; `own`: how many writes came before ours."""
    if not versioned.was_refused(error):
        return
    reasons = [each.get("Code") for each in error.response.get("CancellationReasons", [])]
    if "ConditionalCheckFailed" in reasons[:own]:
        raise StepRefused("what was read no longer stands") from error
    raise versioned.VersionConflict("another entry was quicker") from error


def _head_item(entry: AuditEntry) -> Item:
    return {**_HEAD, "day": entry.day, "number": entry.number, "hash": entry.hash}


def _item(entry: AuditEntry) -> Item:
    values = asdict(entry) | {"at": stamp(entry.at)}
    return {name: values[name] for name in _PLAIN} | {"entry": compress(json.dumps(values))}


def _read(item: Item) -> AuditEntry:
    """One that cannot be read is an entry without a hash, which no chain takes."""
    try:
        values = json.loads(decompress(item["entry"]))
        shown = {name: item[name] for name in _PLAIN}
        return AuditEntry(**values | shown | {"at": datetime.fromisoformat(values["at"])})
    except (zlib.error, KeyError, TypeError, ValueError):
        return AuditEntry(
            at=datetime.fromisoformat(f"{item['day']}T00:00:00Z"),
            who="",
            what="unreadable",
            day=item["day"],
            number=item["number"],
        )
