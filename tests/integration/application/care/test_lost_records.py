"""An order that waits and whose records lay outside of the inbox is fetched again when they are
gone."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest

from commissions.application.care import retell
from commissions.application.care.lost_records import RecordsLost
from commissions.application.care.sweep import sweep
from commissions.application.pipeline.release import release_waiting
from commissions.application.sync.request_fetch import request_fetch
from commissions.aws import cache, claim_check
from commissions.domain.orders.parking import WaitsFor
from commissions.tables import inbox, ledger, parked
from commissions.tables.parked import ParkedEntry
from tests.support.in_memory_store import an_in_memory_store
from tests.support.orders import NOON
from tests.support.pipeline_driver import Published, a_company, open_store, run, value

KEY = "shop/tea/1"


@pytest.fixture(autouse=True)
def _parked(aws: None, published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    """An order too large for the inbox that waits for a value; what lay beside it has expired."""
    a_company()
    shop = an_in_memory_store(monkeypatch)
    monkeypatch.setattr(inbox, "RECORDS_BYTES_MAX", 10)
    shop.place("1")
    request_fetch(KEY, NOON, "a test")
    run(published)
    s3 = boto3.client("s3")
    for each in s3.list_objects_v2(Bucket=claim_check.BUCKET)["Contents"]:
        s3.delete_object(Bucket=claim_check.BUCKET, Key=each["Key"])
    value("TEA")


def waiting() -> ParkedEntry:
    [entry] = parked.all_entries()
    return entry


def earned() -> int:
    return len(ledger.read(KEY).journals)


def test_released_by_a_person_it_is_fetched_and_goes_on(published: Published) -> None:
    assert waiting().reason == "unmapped_sku"

    retell.release(waiting())
    run(published)

    assert (earned(), list(parked.all_entries())) == (1, [])


def test_what_it_waited_for_arrives_and_the_sweeper_has_it_fetched(published: Published) -> None:
    assert release_waiting([WaitsFor.sku("tea", "TEA")]) == 1
    run(published)
    assert earned() == 0

    sweep(now=datetime.now(UTC) + timedelta(days=2))
    run(published)

    assert (earned(), list(parked.all_entries())) == (1, [])


def test_what_waits_again_after_that_is_not_lost_by_another_release(published: Published) -> None:
    """The first one asked, and what came waits under the same name by now."""
    before = waiting()
    boto3.client("dynamodb").delete_item(TableName="SkusTable", Key={"sku": {"S": "tea/TEA"}})
    cache.forget_all()
    retell.release(before)
    run(published)

    parked.remove_of(before)

    assert waiting().inbox != before.inbox


def test_a_store_that_cannot_be_asked_is_a_persons_affair() -> None:
    entry = waiting()
    open_store("tea", platform="orders")

    with pytest.raises(RecordsLost, match="have the order told again"):
        retell.release(entry)
    assert waiting() == entry
