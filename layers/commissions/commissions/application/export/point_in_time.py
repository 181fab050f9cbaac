"""Which books were written to, from DynamoDB's own incremental exports of the ledger's tables: no
read of a table, and nothing on the way of an order.

An export takes some minutes and has a token made of its span, so that whoever asks again, in
another call or beside us, finds the one that runs. What it holds comes in any order and perhaps
twice; of it only the keys are read.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from commissions.application.export.touched import ScannedBooks, Touched, TouchedBooks
from commissions.aws.clients import client
from commissions.tables.ledger import FACTS, JOURNAL
from commissions.warehouse.bucket import find
from commissions.warehouse.windows import ExportWindow, compact

EXPORTED_BY = os.environ["EXPORTED_BY"]
"""SCAN where the engine exports nothing, as the local one."""
SCAN, POINT_IN_TIME = "scan", "point_in_time"
FOLDER = "exports"
BUCKET = os.environ["EXPORTS_BUCKET"]
"""Not the warehouse's own: what items say is nobody's who reads that, and is soon forgotten."""
SPAN_MIN = timedelta(minutes=15)
"""What DynamoDB takes at least; the most, 24 hours, no window comes near."""
A_MINUTE = timedelta(minutes=1)
BEHIND = timedelta(days=1)
"""Of a warehouse that is further behind, or has not begun, the tables are looked through once: one
export for each window would take longer, and reaches only as far back as backups do."""
TRIES_MAX = 3
"""An export that failed keeps its token for hours: the next one is another's."""
NOT_BACKED_UP_YET = "InvalidExportTimeException"
"""Backups are minutes behind. Of a time that they do not reach back to it is said too: then the
warehouse falls behind, and the tables are looked through."""
FAILED, COMPLETED = "FAILED", "COMPLETED"


class ExportFailed(RuntimeError):
    def __init__(self, table: str, why: str) -> None:
        super().__init__(
            f"DynamoDB could not export {table}: {why}; are point-in-time recovery of the table "
            "and the right to write to the bucket of exports as in the template?"
        )


class ExportDamaged(RuntimeError):
    """An export has not as many items as it says, or other bytes."""


def touched_books(position: datetime | None, now: datetime, settles: timedelta) -> TouchedBooks:
    """By whatever can say it from here on. `position`: how far the warehouse is."""
    if position is None:
        return ScannedBooks()
    if EXPORTED_BY == SCAN or position < now - BEHIND:
        return ScannedBooks(position)
    return ExportedBooks(settles, now)


@dataclass(frozen=True, slots=True)
class ExportedBooks:
    """`settles`: how long after it says it was recorded something may have been written."""

    settles: timedelta
    now: datetime

    def within(self, window: ExportWindow) -> Touched:
        begin, end = _span(window, self.settles)
        if end > self.now:
            return Touched(waits_for=f"the minute of {window.name} is over at {end:%H:%M} UTC")
        try:
            found = [_export(table, begin, end) for table in (FACTS, JOURNAL)]
        except ClientError as error:
            if error.response["Error"]["Code"] != NOT_BACKED_UP_YET:
                raise
            return Touched(waits_for=f"the tables' backups do not reach {end:%H:%M} UTC yet")
        if running := [each for each in found if each["ExportStatus"] != COMPLETED]:
            return Touched(waits_for=f"the export {running[0]['ExportArn']} of {window.name}")
        return Touched(frozenset(book for each in found for book in _books(each)))


def _span(window: ExportWindow, settles: timedelta) -> tuple[datetime, datetime]:
    """Whole minutes around whatever was written of the window, fifteen at least."""
    end = _minute(window.end + settles, up=True)
    return min(_minute(window.begin), end - SPAN_MIN), end


def _minute(moment: datetime, *, up: bool = False) -> datetime:
    floor = moment.replace(second=0, microsecond=0)
    return floor + A_MINUTE if up and floor < moment else floor


def _export(table: str, begin: datetime, end: datetime) -> Mapping[str, Any]:
    """The export of a span as it stands, begun where there is none. Raises ExportFailed."""
    why = ""
    for attempt in range(TRIES_MAX):
        found = _asked(table, begin, end, attempt)
        if found["ExportStatus"] != FAILED:
            return found
        why = found.get("FailureMessage", "it does not say why")
    raise ExportFailed(table, why)


def _asked(table: str, begin: datetime, end: datetime, attempt: int) -> Mapping[str, Any]:
    """Begins an export, or finds the one that has been begun under the same token."""
    dynamodb: Any = client("dynamodb")
    told = f"{table}|{compact(begin)}|{compact(end)}|{attempt}"
    begun = dynamodb.export_table_to_point_in_time(
        TableArn=_arn(table),
        ClientToken=hashlib.sha256(told.encode()).hexdigest()[:32],
        S3Bucket=BUCKET,
        S3Prefix=FOLDER,
        ExportFormat="DYNAMODB_JSON",
        ExportType="INCREMENTAL_EXPORT",
        IncrementalExportSpecification={
            "ExportFromTime": begin.astimezone(UTC),
            "ExportToTime": end.astimezone(UTC),
            "ExportViewType": "NEW_IMAGE",
        },
    )["ExportDescription"]
    described = dynamodb.describe_export(ExportArn=begun["ExportArn"])
    return dict(described["ExportDescription"])


def _arn(table: str) -> str:
    return str(client("dynamodb").describe_table(TableName=table)["Table"]["TableArn"])


def _books(export: Mapping[str, Any]) -> Iterator[str]:
    summary = json.loads(_read(_summary_key(export)))
    files = _read(summary["manifestFilesS3Key"]).splitlines()
    for file in map(json.loads, filter(None, files)):
        yield from _keys_of(file)


def _summary_key(export: Mapping[str, Any]) -> str:
    name = export["ExportArn"].rpartition("/")[2]
    return f"{FOLDER}/AWSDynamoDB/{name}/manifest-summary.json"


def _keys_of(file: Mapping[str, Any]) -> list[str]:
    """The books that one file of items names. Raises ExportDamaged."""
    key = file["dataFileS3Key"]
    lines = gzip.decompress(_read(key)).splitlines()
    if len(lines) != file["itemCount"]:
        raise ExportDamaged(f"{key} has {len(lines)} items, and should have {file['itemCount']}")
    return [str(json.loads(line)["Keys"]["order_key"]["S"]) for line in lines]


def _read(key: str) -> bytes:
    """What lies under a key; an export names its files with the folder before them, or without."""
    found = find(key, BUCKET) or find(f"{FOLDER}/{key}", BUCKET)
    if found is None:
        raise ExportDamaged(f"{key} is not in the bucket of exports")
    return found.body
