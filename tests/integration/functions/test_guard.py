"""The hash of every journal is kept where nobody can take it back, once, whatever comes twice."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions.tables import journal_hashes
from functions.care import guard
from tests.support.lambdas import a_context, stream_event

BUCKET = "commissions-test-hashes"
DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TAMPERED = '"LedgerTampered":['


@pytest.fixture(autouse=True)
def _bucket(aws: None) -> None: ...


def a_batch(*pairs: tuple[int, str], name: str = "INSERT", at: datetime = NOON) -> dict[str, Any]:
    """Journals of one order by number and hash."""
    images = [
        {"order_key": {"S": "shopify/tea/1"}, "number": {"N": f"{number}"}, "hash": {"S": value}}
        for number, value in pairs
    ]
    return stream_event(*images, name=name, key=("order_key", "number"), at=at)


def keep(event: dict[str, Any]) -> None:
    guard.handler(event, a_context())


def kept(day: date = DAY) -> list[tuple[str, str]]:
    return sorted(journal_hashes.of_day(day).pairs)


def objects() -> list[str]:
    return [each["Key"] for each in versions().get("Versions", [])]


def versions() -> Any:
    return boto3.client("s3").list_object_versions(Bucket=BUCKET)


def test_a_batch_of_journals_is_one_object_of_its_day() -> None:
    keep(a_batch((1, "aa"), (2, "bb")))

    assert kept() == [("shopify/tea/1/1", "aa"), ("shopify/tea/1/2", "bb")]
    assert objects() == ["hashes/2026-11-20/120000-0-1.json"]


def test_a_batch_told_twice_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    keep(a_batch((1, "aa")))
    keep(a_batch((1, "aa")))

    assert (len(objects()), kept()) == (1, [("shopify/tea/1/1", "aa")])
    assert f"{TAMPERED}1" not in capsys.readouterr().out


def test_a_batch_of_two_days_is_found_under_both() -> None:
    batch = a_batch((1, "aa"), at=NOON)
    batch["Records"] += a_batch((2, "bb"), at=NOON + timedelta(hours=13))["Records"]
    keep(batch)

    assert kept() == [("shopify/tea/1/1", "aa")]
    assert kept(date(2026, 11, 21)) == [("shopify/tea/1/2", "bb")]


def test_another_hash_under_the_name_of_a_batch_rings_the_alarm(
    capsys: pytest.CaptureFixture[str],
) -> None:
    keep(a_batch((1, "aa")))
    capsys.readouterr()
    keep(a_batch((1, "zz")))

    assert f"{TAMPERED}0.0,1.0]" in capsys.readouterr().out.replace(" ", "")
    assert kept() == [("shopify/tea/1/1", "aa")]


def test_two_hashes_of_one_journal_ring_the_alarm(capsys: pytest.CaptureFixture[str]) -> None:
    keep(a_batch((1, "aa"), (1, "zz")))

    assert f"{TAMPERED}0.0,1.0]" in capsys.readouterr().out.replace(" ", "")


def test_what_a_journal_was_changed_to_is_kept_beside_what_it_was(
    capsys: pytest.CaptureFixture[str],
) -> None:
    keep(a_batch((1, "aa")))
    keep(a_batch((1, "zz"), name="MODIFY", at=NOON + timedelta(hours=1)))

    assert kept() == [("shopify/tea/1/1", "aa"), ("shopify/tea/1/1", "zz")]
    assert f"{TAMPERED}1.0]" in capsys.readouterr().out.replace(" ", "")


def test_a_journal_that_names_no_hash_is_kept_as_one_without() -> None:
    image = {"order_key": {"S": "shopify/tea/1"}, "number": {"N": "1"}}
    keep(stream_event(image, key=("order_key", "number")))

    assert kept() == [("shopify/tea/1/1", "")]


def test_of_facts_and_the_audit_log_nothing_is_kept() -> None:
    fact = {"order_key": {"S": "shopify/tea/1"}, "fact_id": {"S": "order:1"}}
    entry = {"day": {"S": "2026-11-20"}, "number": {"N": "1"}}
    keep(stream_event(fact, name="MODIFY", key=tuple(fact)))
    keep(stream_event(entry, name="REMOVE", key=tuple(entry)))

    assert objects() == []


def test_the_alarm_rings_also_where_nothing_can_be_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(journal_hashes, "BUCKET", "nobodys-bucket")

    with pytest.raises(Exception, match="NoSuchBucket"):
        keep(a_batch((1, "zz"), name="MODIFY"))
    assert f"{TAMPERED}1.0]" in capsys.readouterr().out.replace(" ", "")


def test_one_put_over_another_and_one_deleted_are_both_still_read() -> None:
    keep(a_batch((1, "aa")))
    s3, [name] = boto3.client("s3"), objects()
    s3.put_object(Bucket=BUCKET, Key=name, Body=b'{"journals": [["shopify/tea/1/1", "zz"]]}')
    s3.delete_object(Bucket=BUCKET, Key=name)

    assert kept() == [("shopify/tea/1/1", "aa"), ("shopify/tea/1/1", "zz")]
    assert journal_hashes.since() == NOON


def test_what_cannot_be_read_is_named_and_ends_nothing() -> None:
    keep(a_batch((1, "aa")))
    name = "hashes/2026-11-20/130000-7-7.json"
    boto3.client("s3").put_object(Bucket=BUCKET, Key=name, Body=b"[]")

    assert journal_hashes.of_day(DAY).unreadable == (name,)
    assert kept() == [("shopify/tea/1/1", "aa")]


def test_where_nothing_was_ever_kept_nothing_is_missed() -> None:
    assert journal_hashes.since() is None
