"""Customers whom Shopify made one: which is kept, and since when."""

from datetime import UTC, datetime

import pytest

from commissions.domain.people.customer_merge import CustomersMerged
from commissions.platforms import InvalidPayload, ParsedWebhook, shopify
from tests.unit.platforms.payloads import sample
from tests.unit.platforms.shopify_builders import KEY, STORE, Payload, an_order, placed

HEADERS = {"x-shopify-triggered-at": "2026-11-20T15:30:00Z"}
KEPT, GONE = "admin_graphql_api_customer_kept_id", "admin_graphql_api_customer_deleted_id"


def told(headers: dict[str, str] = HEADERS, **changes: object) -> ParsedWebhook:
    body: Payload = sample("shopify/customers_merge") | changes
    return shopify.parse_webhook(body, "customers/merge", headers, STORE, KEY)


def test_both_customers_are_named_as_their_orders_name_them() -> None:
    [merge] = told().records

    assert merge == CustomersMerged(
        platform="shopify",
        store_id="tea",
        kept=placed(an_order(customer={"id": 7700000000001})).customer,
        gone=placed(an_order(customer={"id": 7700000000002})).customer,
        merged_at=datetime(2026, 11, 20, 15, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "failed"},
        {"status": "in_progress"},
        {"status": "completed", "errors": [{"field": "merge_in_progress", "message": "Nora"}]},
    ],
)
def test_a_merge_that_is_not_done_makes_nobody_one(changes: Payload) -> None:
    reading = told(**changes)

    assert reading.records == ()
    assert "not done" in reading.ignored
    assert "Nora" not in reading.ignored


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "perhaps"}, "status"),
        ({"status": None}, "status"),
        ({KEPT: "gid://shopify/Order/7"}, KEPT),
        ({KEPT: 7700000000001}, KEPT),
        ({GONE: "gid://shopify/Customer/"}, GONE),
        ({GONE: None}, GONE),
        ({GONE: "gid://shopify/Customer/7700000000001"}, GONE),
    ],
)
def test_what_names_no_two_customers_is_refused(changes: Payload, field: str) -> None:
    with pytest.raises(InvalidPayload, match=field):
        told(**changes)


def test_without_a_time_nobody_knows_which_orders_are_of_both() -> None:
    with pytest.raises(InvalidPayload, match="X-Shopify-Triggered-At"):
        told({})


def test_other_news_of_customers_are_still_of_no_concern() -> None:
    reading = shopify.parse_webhook({"id": 7}, "customers/update", HEADERS, STORE, KEY)

    assert (reading.records, reading.ignored != "") == ((), True)
