"""POST /webhooks/shopify/{store_id}: what is answered, and what is kept."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from commissions.aws import bus, secrets
from commissions.domain.orders.order import OrderPlaced
from commissions.tables import inbox, items, stores
from commissions.tables.items import scan
from functions.ingest import shopify as ingest
from tests.support.lambdas import a_context, answer, http_event
from tests.support.pipeline_driver import (
    WEBHOOK_SECRET,
    a_company,
    changed,
    open_store,
    shopify,
    types,
)
from tests.support.samples import webhook_sample

Published = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company(domain="harbour-tea.myshopify.com")


def send(*arguments: Any, **options: Any) -> int:
    shop = {"X-Shopify-Shop-Domain": "harbour-tea.myshopify.com"}
    return shopify(*arguments, **(shop | options)).status


def kept() -> list[dict[str, Any]]:
    return [item for item in scan(inbox.TABLE) if not item["id"].startswith("seen#")]


def quarantined() -> list[str]:
    listed = boto3.client("s3").list_objects_v2(Bucket="commissions-test-quarantine")
    return [each["Key"] for each in listed.get("Contents", [])]


def test_a_signed_order_is_kept_and_put_on_the_bus(published: Published) -> None:
    assert send("orders_paid") == 200

    assert types(published()) == ["order.placed"]
    assert [item["state"] for item in kept()] == ["pending"]


def test_a_webhook_sent_twice_is_kept_once(published: Published) -> None:
    send("orders_paid")
    send("orders_paid")

    assert len(kept()) == 1


def test_a_webhook_that_comes_again_after_it_reached_the_ledger_stays_off_the_bus(
    published: Published,
) -> None:
    send("orders_paid")
    inbox.close(kept()[0]["id"], inbox.DONE)
    published()

    assert send("orders_paid") == 200
    assert published() == []


def test_a_bad_signature_is_refused_and_nothing_of_it_is_kept(published: Published) -> None:
    assert send("orders_paid", secret="a-secret-of-somebody-else") == 401

    assert (kept(), published(), quarantined()) == ([], [], [])


def test_a_webhook_of_another_shop_is_refused_though_the_app_signed_it(
    published: Published,
) -> None:
    other = {"X-Shopify-Shop-Domain": "other.myshopify.com"}

    assert send("orders_paid", **other) == 401
    assert (kept(), published()) == ([], [])


def test_an_unknown_store_and_one_of_another_platform_answer_as_a_wrong_signature() -> None:
    open_store("b2b", platform="orders")

    assert send("orders_paid", store_id="nowhere") == 401
    assert send("orders_paid", store_id="b2b") == 401


@pytest.mark.parametrize("store_id", ["x" * 2049, "a b", "tea-us#", "../tea-us", "\u00e9", "."])
def test_what_can_be_no_stores_id_is_looked_up_nowhere(
    store_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table refuses some of it with an error of ours, which rings."""
    monkeypatch.setattr(items, "get", lambda *_: pytest.fail("looked up"))

    assert send("orders_paid", store_id=store_id) == 401


def test_a_body_over_a_mebibyte_is_too_large(published: Published) -> None:
    assert send(b"x" * (1024 * 1024 + 1)) == 413
    assert (kept(), quarantined()) == ([], [])


def test_a_signed_body_that_cannot_be_read_is_quarantined_and_answered_well() -> None:
    assert send(b'{"id": 1, "id": 2}') == 200
    assert send(changed("orders_paid", currency="EURO")) == 200

    assert len(quarantined()) == 2
    assert kept() == []


def test_a_test_notification_is_answered_well_and_never_earns(published: Published) -> None:
    assert send("test_notification") == 200

    assert published() == []
    assert [(item["state"], item["note"]) for item in kept()] == [
        ("ignored", "a test notification")
    ]


def test_during_a_change_of_secrets_both_are_good() -> None:
    secrets.set_secret(stores.get("tea"), "the-secret-that-comes-next")

    assert send("orders_paid") == 200
    assert send("orders_create", "orders/create", secret="the-secret-that-comes-next") == 200


def test_the_signature_is_of_the_bytes_also_where_the_route_hands_them_on_as_base64() -> None:
    body = webhook_sample("shopify/orders_paid")
    signature = base64.b64encode(hmac.digest(WEBHOOK_SECRET.encode(), body, hashlib.sha256))
    headers = {
        "X-Shopify-Topic": "orders/paid",
        "X-Shopify-Shop-Domain": "harbour-tea.myshopify.com",
        "X-Shopify-Hmac-Sha256": signature.decode(),
    }
    event = http_event(body, headers, store_id="tea", as_base64=True)

    assert answer(ingest.handler(event, a_context())).status == 200


def test_without_an_inbox_the_store_is_asked_to_send_again(
    monkeypatch: pytest.MonkeyPatch, published: Published
) -> None:
    def unavailable(item: object) -> str:
        raise ClientError({"Error": {"Code": "InternalServerError"}}, "PutItem")

    monkeypatch.setattr(inbox, "put", unavailable)

    assert send("orders_paid") == 503
    assert published() == []


def test_what_the_bus_refuses_is_kept_for_the_sweeper(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(told: object, tells: object) -> None:
        raise bus.Undelivered("1 of 1: InternalFailure")

    monkeypatch.setattr(bus, "publish", refuse)

    assert send("orders_paid") == 200
    assert [item["state"] for item in kept()] == ["pending"]


def test_an_order_of_more_than_a_thousand_lines_fits(published: Published) -> None:
    order = json.loads(webhook_sample("shopify/orders_paid"))
    line = order["line_items"][0]
    slim = {
        key: line[key]
        for key in ("sku", "variant_id", "product_id", "price", "quantity", "discount_allocations")
    }
    order["line_items"] = [
        {**slim, "id": 10**10 + number, "discount_allocations": [], "tax_lines": []}
        for number in range(1500)
    ]
    order |= {"total_price": "72006.90", "total_tax": "0.00", "shipping_lines": []}
    order |= {"total_tip_received": "6.90"}

    assert send(json.dumps(order).encode()) == 200
    [event] = published()
    assert set(event["detail"]) == {"schema_version", "claim"}
    assert len(bus.decode_event(OrderPlaced, event["detail"]).record.items) == 1500
