from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.domain.orders.order import OrderPlaced
from commissions.platforms import NO_TIME, InvalidPayload, ParsedWebhook, shopify
from tests.unit.platforms.payloads import sample
from tests.unit.platforms.shopify_builders import KEY, STORE, a_refund, an_order, read

HEADERS = {
    "x-shopify-topic": "orders/paid",
    "x-shopify-shop-domain": "tea.myshopify.com",
    "x-shopify-api-version": "2026-10",
    "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
    "x-shopify-event-id": "98880550-7158-44d4-b7cd-2c97c8a091b5",
    "x-shopify-triggered-at": "2026-11-20T15:30:05.123456789Z",
}


def with_headers(
    headers: dict[str, str], payload: Any = None, topic: str = "orders/paid"
) -> ParsedWebhook:
    return shopify.parse_webhook(payload or an_order(), topic, headers, STORE, KEY)


def test_a_webhook_says_when_the_store_told_it() -> None:
    order, refund = read(an_order(), "orders/paid"), read(a_refund({11: 1}), "refunds/create")

    assert (order.topic, order.ignored) == ("orders/paid", "")
    assert order.occurred_at == datetime(2026, 11, 20, 15, 30, 4, tzinfo=UTC)
    assert refund.occurred_at == datetime(2026, 11, 24, 20, 5, 11, tzinfo=UTC)


def test_the_ids_of_a_delivery_are_kept_beside_the_records() -> None:
    reading = with_headers(HEADERS)

    assert reading.delivery == {
        "webhook_id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
        "event_id": "98880550-7158-44d4-b7cd-2c97c8a091b5",
        "triggered_at": "2026-11-20T15:30:05.123456789Z",
        "api_version": "2026-10",
    }
    assert reading.records == with_headers({}).records


def test_the_newer_headers_tell_the_same_and_win() -> None:
    newer = {name.removeprefix("x-"): value for name, value in HEADERS.items()}
    both = HEADERS | newer | {"shopify-api-version": "2027-01"}

    assert with_headers(newer).delivery == with_headers(HEADERS).delivery
    assert with_headers(both).delivery["api_version"] == "2027-01"


def test_a_delivery_id_that_is_none_is_left_out() -> None:
    odd = {
        "shopify-webhook-id": "x" * 200,
        "x-shopify-event-id": "caf\u00e9",
        "x-shopify-api-version": "",
    }

    assert with_headers(odd).delivery == {}


@pytest.mark.parametrize(
    "topic", ["orders/create", "orders/paid", "orders/updated", "orders/cancelled"]
)
def test_the_test_notification_earns_nothing_whatever_its_topic(topic: str) -> None:
    reading = read(sample("shopify/test_notification"), topic)

    assert (reading.records, reading.ignored) == ((), "a test notification")


@pytest.mark.parametrize("order_id", [820982911946154508, 820982911946154500, "820982911946154508"])
def test_the_documented_orders_earn_nothing_though_they_look_real(order_id: Any) -> None:
    assert read(an_order(id=order_id), "orders/paid").ignored == "a test notification"
    refund = a_refund({11: 1}, order_id=order_id)
    assert read(refund, "refunds/create").ignored == "a test notification"


def test_a_test_order_is_told_as_one_so_that_its_refunds_find_it() -> None:
    [order] = read(an_order(test=True), "orders/paid").records

    assert isinstance(order, OrderPlaced)
    assert order.test


@pytest.mark.parametrize(
    ("topic", "reason"),
    [
        ("app/uninstalled", "app/uninstalled earns nothing"),
        ("draft_orders/create", "draft_orders/create earns nothing"),
        ("orders/fulfilled", "orders/fulfilled earns nothing"),
        ("customers/update", "customers/update tells of a person, of whom nothing is kept"),
        ("customers/delete", "customers/delete tells of a person, of whom nothing is kept"),
    ],
)
def test_other_topics_earn_nothing_whatever_they_hold(topic: str, reason: str) -> None:
    payloads: list[Any] = [an_order(), {}, [], None, "text", 7]
    for payload in payloads:
        reading = read(payload, topic)
        assert (reading.records, reading.ignored) == ((), reason)


def test_what_is_ignored_is_told_when_the_store_says_so() -> None:
    triggered = {"x-shopify-triggered-at": "2026-11-20T15:30:05Z"}

    assert with_headers(triggered, [], "app/uninstalled").occurred_at.hour == 15
    updated = {"updated_at": "2026-11-20T16:30:05Z"}
    assert with_headers({}, updated, "customers/update").occurred_at.hour == 16
    assert with_headers({}, {"a": 1}, "customers/update").occurred_at == NO_TIME


def test_a_webhook_without_a_topic_is_unreadable() -> None:
    with pytest.raises(InvalidPayload, match="names no topic"):
        read(an_order(), "")


@pytest.mark.parametrize(
    ("payload", "topic"),
    [
        (an_order(), "refunds/create"),
        (a_refund({11: 1}), "orders/paid"),
        (sample("shopify/app_uninstalled"), "orders/paid"),
        ({"order": an_order()}, "orders/paid"),
        ([an_order()], "orders/paid"),
        ("paid", "orders/paid"),
        (None, "orders/paid"),
        (None, "refunds/create"),
    ],
    ids=["order as refund", "refund as order", "shop", "wrapped", "list", "text", "null", "none"],
)
def test_a_body_under_another_topic_is_unreadable(payload: Any, topic: str) -> None:
    with pytest.raises(InvalidPayload):
        read(payload, topic)


def test_a_draft_of_an_order_is_no_order() -> None:
    draft = an_order()
    del draft["financial_status"]

    with pytest.raises(InvalidPayload, match="financial_status is missing"):
        read(draft, "orders/paid")
