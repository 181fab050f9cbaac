"""On AWS the books of a window come from DynamoDB's incremental exports, of the documented form."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from commissions.application.export import point_in_time
from commissions.application.export.export import SETTLES, export_until
from commissions.application.export.point_in_time import (
    ExportDamaged,
    ExportedBooks,
    ExportFailed,
    touched_books,
)
from commissions.application.export.touched import ScannedBooks
from commissions.application.pipeline import settle
from commissions.aws.clients import client
from commissions.tables import plans
from commissions.warehouse import bucket
from commissions.warehouse.windows import ExportWindow
from tests.support.builders import a_plan
from tests.support.order_on_tables import KEY, ORDER, the_lock
from tests.support.warehouse import everything, exported, rows

TEN = datetime(2026, 11, 22, 10, tzinfo=UTC)
ELEVEN = TEN + timedelta(hours=1)
WINDOW = ExportWindow(TEN, ELEVEN)
FACT = {"order_key": {"S": KEY}, "fact_id": {"S": "order:1"}}
JOURNAL = {"order_key": {"S": KEY}, "number": {"N": "1"}}
Keys = dict[str, dict[str, str]]


def put(key: str, body: bytes) -> None:
    client("s3").put_object(Bucket=point_in_time.BUCKET, Key=key, Body=body)


@dataclass
class Exporter:
    """DynamoDB as far as it exports: in two files a table, in any order and some of it twice."""

    status: str = "COMPLETED"
    items: dict[str, list[Keys]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    refuses: str = ""
    """The error that every export is answered with."""
    fails: int = 0
    """So many tries of each export fail."""

    def answer(self, operation: str, parameters: Any) -> Any:
        if operation == "ExportTableToPointInTime":
            if self.refuses:
                raise ClientError({"Error": {"Code": self.refuses}}, operation)
            self.asked.append(parameters)
            token, table = parameters["ClientToken"], parameters["TableArn"].rpartition("/")[2]
            name = self.names.setdefault(token, f"{table}/export/{len(self.names):08}-ab")
            return {
                "ExportDescription": {"ExportArn": f"arn:{name}", "ExportStatus": "IN_PROGRESS"}
            }
        if operation == "DescribeExport":
            return {"ExportDescription": self.described(parameters["ExportArn"])}
        return None

    def described(self, arn: str) -> dict[str, Any]:
        table, name = arn.removeprefix("arn:").split("/export/")
        tries = [each for each in self.names.values() if each.startswith(table)]
        number = tries.index(f"{table}/export/{name}")
        if number < self.fails:
            return {"ExportArn": arn, "ExportStatus": "FAILED", "FailureMessage": "no rights"}
        if self.status == "COMPLETED":
            self.write(name, self.items.get(table, []))
        return {"ExportArn": arn, "ExportStatus": self.status}

    def write(self, name: str, items: list[Keys]) -> None:
        folder = f"exports/AWSDynamoDB/{name}"
        files = [self.data(f"{name}-{n}", part) for n, part in enumerate((items, items[::-1][:1]))]
        summary = {
            "version": "2023-08-01",
            "exportType": "INCREMENTAL_EXPORT",
            "outputFormat": "DYNAMODB_JSON",
            "outputView": "NEW_IMAGE",
            "manifestFilesS3Key": f"{folder}/manifest-files.json",
            "itemCount": sum(each["itemCount"] for each in files),
        }
        lines = "\n".join(json.dumps(each) for each in files) + "\n"
        put(f"{folder}/manifest-summary.json", json.dumps(summary).encode())
        put(f"{folder}/manifest-files.json", lines.encode())

    def data(self, name: str, items: list[Keys]) -> dict[str, Any]:
        lines = [
            {
                "Metadata": {"WriteTimestampMicros": {"N": f"{1_795_341_600_000_000 + n}"}},
                "Keys": keys,
                "NewImage": keys | {"body": {"B": "eJw="}},
            }
            for n, keys in enumerate(items)
        ]
        key = f"exports/AWSDynamoDB/data/{name}.json.gz"
        body = gzip.compress("".join(json.dumps(each) + "\n" for each in lines).encode())
        put(key, body)
        digest = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        return {"itemCount": len(items), "md5Checksum": digest, "etag": "e", "dataFileS3Key": key}


@pytest.fixture
def exporter(aws: None) -> Iterator[Exporter]:
    made, make = Exporter(), BaseClient._make_api_call  # type: ignore[attr-defined]

    def call(of: object, operation: str, parameters: object) -> object:
        return made.answer(operation, parameters) or make(of, operation, parameters)

    with (
        patch.object(BaseClient, "_make_api_call", call),
        patch.object(point_in_time, "EXPORTED_BY", point_in_time.POINT_IN_TIME),
    ):
        yield made


def within(window: ExportWindow = WINDOW, now: datetime = ELEVEN + timedelta(minutes=4)) -> Any:
    return ExportedBooks(SETTLES, now).within(window)


def test_a_minute_that_is_not_over_is_waited_for(exporter: Exporter) -> None:
    frozen = ExportWindow(TEN, TEN + timedelta(minutes=30, seconds=17))

    found = within(frozen, TEN + timedelta(minutes=32, seconds=18))
    assert found.waits_for.endswith("is over at 10:33 UTC")
    assert exporter.asked == []
    assert within(frozen, TEN + timedelta(minutes=33)).waits_for == ""


def test_backups_that_do_not_reach_so_far_yet_are_waited_for(exporter: Exporter) -> None:
    exporter.refuses = "InvalidExportTimeException"
    assert within().waits_for == "the tables' backups do not reach 11:02 UTC yet"

    exporter.refuses = "PointInTimeRecoveryUnavailableException"
    with pytest.raises(ClientError, match="PointInTimeRecoveryUnavailable"):
        within()


def test_a_window_waits_for_the_exports_of_both_tables(exporter: Exporter) -> None:
    exporter.status = "IN_PROGRESS"

    assert within().waits_for.startswith(
        "the export arn:FactsTable/export/00000000-ab of 20261122T10"
    )
    assert [each["TableArn"].rpartition("/")[2] for each in exporter.asked] == [
        "FactsTable",
        "JournalTable",
    ]


def test_asked_again_it_is_the_same_export(exporter: Exporter) -> None:
    exporter.status = "IN_PROGRESS"
    within(), within()

    assert len(exporter.names) == 2
    assert len(exporter.asked) == 4


def test_an_export_holds_what_was_written_of_the_window_until_it_had_settled(
    exporter: Exporter,
) -> None:
    within()
    spans = [each["IncrementalExportSpecification"] for each in exporter.asked]

    assert {(each["ExportFromTime"], each["ExportToTime"]) for each in spans} == {
        (TEN, ELEVEN + SETTLES)
    }


def test_a_short_window_is_widened_backwards_to_what_dynamodb_takes(exporter: Exporter) -> None:
    second = ExportWindow(TEN, TEN + timedelta(seconds=30))
    within(second)
    span = exporter.asked[0]["IncrementalExportSpecification"]

    assert span["ExportToTime"] == TEN + timedelta(minutes=3)
    assert span["ExportFromTime"] == TEN - timedelta(minutes=12)


def test_books_are_those_that_either_export_names_each_once(exporter: Exporter) -> None:
    other = {"order_key": {"S": "periods/hyb/month/2026-10/ann"}, "number": {"N": "1"}}
    exporter.items = {"FactsTable": [FACT, FACT], "JournalTable": [JOURNAL, other]}

    assert within().books == {KEY, "periods/hyb/month/2026-10/ann"}


def test_an_export_that_failed_is_begun_anew_and_after_three_it_is_said_why(
    exporter: Exporter,
) -> None:
    exporter.fails = 1
    exporter.items = {"FactsTable": [FACT]}
    assert within().books == {KEY}

    exporter.fails = 9
    with pytest.raises(ExportFailed, match="could not export FactsTable: no rights"):
        within()


def test_an_export_with_less_than_it_says_is_not_believed(exporter: Exporter) -> None:
    exporter.items = {"FactsTable": [FACT]}
    within()
    put("exports/AWSDynamoDB/data/00000000-ab-0.json.gz", gzip.compress(b""))

    with (
        patch.object(Exporter, "write", lambda *_: None),
        pytest.raises(ExportDamaged, match="has 0 items, and should have 1"),
    ):
        within()


def test_the_same_window_by_an_export_and_by_a_look_at_the_tables_has_the_same_bytes(
    exporter: Exporter,
) -> None:
    plans.publish(a_plan().text)
    settle.settle(KEY, (ORDER, the_lock()), inbox="i", now=TEN + timedelta(minutes=1))
    exported(TEN, touched=ScannedBooks())
    before = everything()
    exported(ELEVEN, touched=ScannedBooks())
    wanted = everything()
    for key in wanted.keys() - before.keys():
        client("s3").delete_object(Bucket=bucket.BUCKET, Key=key)
    for key in (each for each in before if "/manifests/" in each):
        bucket.put(key, before[key], "application/json")
    exporter.items = {"FactsTable": [FACT], "JournalTable": [JOURNAL]}

    assert export_until(ELEVEN, ELEVEN + timedelta(minutes=5)).done
    assert everything() == wanted
    assert rows("fact_commission", ELEVEN, "count(*)") == [(3,)]


def test_what_lies_far_back_is_looked_up_in_the_tables_at_once() -> None:
    with patch.object(point_in_time, "EXPORTED_BY", point_in_time.POINT_IN_TIME):
        assert isinstance(touched_books(None, ELEVEN, SETTLES), ScannedBooks)
        assert touched_books(TEN - timedelta(days=3), ELEVEN, SETTLES) == ScannedBooks(
            TEN - timedelta(days=3)
        )
        assert touched_books(TEN, ELEVEN, SETTLES) == ExportedBooks(SETTLES, ELEVEN)
