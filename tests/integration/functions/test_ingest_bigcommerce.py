"""POST /webhooks/bigcommerce/{store_id}: a hook is a hint, if it proves itself in both ways."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions.aws import secrets
from commissions.tables import inbox, stores
from commissions.tables.items import scan
from functions.ingest import bigcommerce as ingest
from tests.support.lambdas import a_context, http_event
from tests.support.pipeline_driver import WEBHOOK_SECRET, open_store, types
from tests.support.samples import webhook_sample
from tests.unit.platforms.bigcommerce_builders import signed

Published = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _store(aws: None) -> None:
    open_store("harbour", platform="bigcommerce", domain="harbour1")


def send(
    name: str = "order_updated",
    *,
    secret: str = WEBHOOK_SECRET,
    age: timedelta = timedelta(),
    without: str = "",
    body: bytes = b"",
) -> int:
    body = body or webhook_sample(f"bigcommerce/{name}")
    sent = str(int((datetime.now(UTC) - age).timestamp()))
    headers = signed(body, key=secret.encode(), sent=sent)
    headers.pop(without, None)
    answer = ingest.handler(http_event(body, headers, store_id="harbour"), a_context())
    status: int = answer["statusCode"]
    return status


def kept() -> list[dict[str, Any]]:
    return [item for item in scan(inbox.TABLE) if not item["id"].startswith("seen#")]


def test_a_change_of_an_order_is_hinted_on_the_bus(published: Published) -> None:
    assert send() == 200

    [event] = published()
    record = event["detail"]["record"]
    assert event["detail-type"] == "change.hinted"
    assert (record["subject"], record["subject_id"]) == ("order", "1043")
    assert [item["state"] for item in kept()] == ["pending"]


def test_a_hook_sent_twice_is_kept_once(published: Published) -> None:
    send()
    send()

    assert len(kept()) == 1


def test_hooks_of_one_order_with_one_hash_are_two(published: Published) -> None:
    send("order_created")
    send("order_updated")

    assert len(kept()) == 2


@pytest.mark.parametrize(
    "without", ["webhook-id", "webhook-timestamp", "webhook-signature", "x-commissions-token"]
)
def test_a_hook_that_lacks_a_proof_is_refused(published: Published, without: str) -> None:
    assert send(without=without) == 401

    assert (kept(), published()) == ([], [])


def test_a_hook_from_an_hour_ago_or_of_another_account_is_refused(published: Published) -> None:
    assert send(age=timedelta(hours=1)) == 401
    assert send(secret="a-secret-of-somebody-else") == 401

    assert (kept(), published()) == ([], [])


def test_a_hook_of_another_store_of_the_account_is_refused(published: Published) -> None:
    other = json.loads(webhook_sample("bigcommerce/order_updated")) | {"producer": "stores/other1"}

    assert send(body=json.dumps(other).encode()) == 401
    assert (kept(), published()) == ([], [])


def test_while_the_secret_is_changed_hooks_of_both_are_taken(published: Published) -> None:
    secrets.set_secret(stores.get("harbour"), "a-new-secret-of-the-tests")

    assert send("order_created") == 200
    assert send("order_updated", secret="a-new-secret-of-the-tests") == 200


def test_what_is_deleted_is_told_and_what_is_of_no_concern_is_kept_as_ignored(
    published: Published,
) -> None:
    send("sku_deleted")
    send("customer_created")

    assert types(published()) == ["product.removed"]
    assert sorted(item["state"] for item in kept()) == ["ignored", "pending"]


def test_a_signed_body_that_is_no_hook_is_quarantined(published: Published) -> None:
    assert send(body=b'{"producer":"stores/harbour1","scope":"?"}') == 200

    listed = boto3.client("s3").list_objects_v2(Bucket="commissions-test-quarantine")
    assert [each["Key"].split("/")[:2] for each in listed["Contents"]] == [
        ["bigcommerce", "harbour"]
    ]
    assert published() == []
