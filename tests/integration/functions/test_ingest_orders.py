"""POST /api/mlm/orders: one format for every other store."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from functions.ingest import orders as ingest
from tests.support.lambdas import Answer, a_context, answer, http_event
from tests.support.pipeline_driver import (
    API_KEY,
    a_company,
    open_store,
    postings,
    run,
    types,
    value,
)
from tests.support.samples import webhook_sample

Published = Callable[[], list[dict[str, Any]]]
KEY = f"b2b.{API_KEY}"
ORDER = "orders/b2b/W-20261120-0042"
RECEIVED = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()
    open_store("b2b", platform="orders")
    for sku in ("TEA-GREEN-100", "TEA-CUPS-2"):
        value(sku, "b2b")


def post(body: bytes | str = "order", *, key: str = KEY, **headers: str) -> Answer:
    sent = webhook_sample(f"orders/{body}") if isinstance(body, str) else body
    event = http_event(sent, {"X-Api-Key": key} | headers, at=RECEIVED)
    return answer(ingest.handler(event, a_context()))


def changed(**fields: Any) -> bytes:
    return json.dumps(json.loads(webhook_sample("orders/order")) | fields).encode()


def test_an_order_is_accepted_and_pays(published: Published) -> None:
    told = post()
    run(published)

    assert (told.status, told.body["order_key"]) == (202, ORDER)
    assert postings(ORDER) == [["cara 12.00 USD", "cara 6.00 USD", "bob 3.00 USD"]]


def test_an_order_posted_twice_pays_once(published: Published) -> None:
    post()
    post()
    run(published)

    assert len(postings(ORDER)) == 1


def test_a_refund_in_a_later_post_takes_back(published: Published) -> None:
    post()
    run(published)
    post("order_refunded")

    assert "commission.reversed" in types(run(published))


@pytest.mark.parametrize(
    "key",
    [
        "",
        "b2b",
        "b2b.",
        "b2b.wrong-key-of-somebody",
        "nowhere.x",
        "tea." + API_KEY,
        ".aaaaaaaa",
        "x" * 2049 + ".k",
    ],
)
def test_without_the_stores_key_nothing_is_taken(key: str, published: Published) -> None:
    assert post(key=key).status == 401
    assert published() == []


def test_what_is_wrong_is_said_field_by_field(published: Published) -> None:
    told = post(changed(currency="EURO", total="1e5", nickname="x"))

    assert told.status == 422
    assert {"currency", "total", "nickname"} <= {error["field"] for error in told.body["errors"]}
    assert published() == []


def test_what_is_no_json_is_unprocessable() -> None:
    assert post(b"{").status == 422


def test_the_same_idempotency_key_replays_the_answer(published: Published) -> None:
    first = post(**{"Idempotency-Key": "k1"})
    again = post(**{"Idempotency-Key": "k1"})

    assert first == again
    assert len(published()) == 1


def test_an_idempotency_key_with_another_body_is_refused(published: Published) -> None:
    post(**{"Idempotency-Key": "k1"})

    assert post(changed(platform_order_id="W-2"), **{"Idempotency-Key": "k1"}).status == 422
    assert len(published()) == 1


def test_without_the_idempotency_table_an_order_still_pays_once(published: Published) -> None:
    boto3.client("dynamodb").delete_table(TableName="IdempotencyTable")

    assert post(**{"Idempotency-Key": "k1"}).status == 202
    assert post(**{"Idempotency-Key": "k1"}).status == 202
    run(published)

    assert len(postings(ORDER)) == 1
