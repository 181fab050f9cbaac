from datetime import UTC, datetime
from typing import Any

import pytest

from commissions import events
from commissions.domain.people.privacy import PrivacyAsked
from commissions.domain.stores.store import Store
from commissions.platforms import InvalidPayload, WrongRecipient, shopify
from tests.unit.platforms.payloads import sample
from tests.unit.platforms.shopify_builders import KEY, STORE, Payload, an_order, placed, read

HEADERS = {"x-shopify-triggered-at": "2026-11-20T15:30:00Z"}
SHOP: Payload = {"shop_id": 548380, "shop_domain": "tea.myshopify.com"}
NORA: Payload = {"id": 7700000000001, "email": "nora@example.org", "phone": "555-0100"}


def asked(body: Payload, topic: str) -> PrivacyAsked:
    [request] = shopify.parse_webhook(body, topic, HEADERS, STORE, KEY).records
    assert isinstance(request, PrivacyAsked)
    return request


def test_a_request_for_data_names_its_customer_as_orders_do() -> None:
    body = SHOP | {"customer": NORA, "orders_requested": [7, 8], "data_request": {"id": 9998}}

    request = asked(body, "customers/data_request")

    assert request == PrivacyAsked(
        platform="shopify",
        store_id="tea",
        kind="data_request",
        asked_at=datetime(2026, 11, 20, 15, 30, tzinfo=UTC),
        customer=placed(an_order(customer={"id": NORA["id"]})).customer,
        orders=("7", "8"),
        request_id="9998",
    )


def test_an_erasure_names_the_orders_to_forget() -> None:
    request = asked(SHOP | {"customer": NORA, "orders_to_redact": [7]}, "customers/redact")

    assert (request.kind, request.orders, request.request_id) == ("customer_erasure", ("7",), "")


def test_a_store_that_leaves_is_forgotten_whole() -> None:
    request = asked(SHOP, "shop/redact")

    assert (request.kind, request.customer, request.orders) == ("store_erasure", "", ())


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("customers_data_request", "customers/redact"),
        ("customers_data_request", "shop/redact"),
        ("customers_redact", "customers/data_request"),
        ("customers_redact", "shop/redact"),
    ],
)
def test_a_signed_question_sent_on_under_another_topic_erases_nothing(
    name: str, topic: str
) -> None:
    """Whoever has seen one signed request must not end a whole store with it."""
    body = sample(f"shopify/{name}") | {"shop_domain": SHOP["shop_domain"]}

    with pytest.raises(InvalidPayload, match="is not that of"):
        read(body, topic)


@pytest.mark.parametrize("more", [{"customer": None}, {"id": 7}, {"orders_to_redact": []}])
def test_the_end_of_a_store_is_told_by_its_name_and_no_more(more: Payload) -> None:
    with pytest.raises(InvalidPayload):
        read(SHOP | more, "shop/redact")


def test_nothing_of_the_person_is_in_the_request() -> None:
    text = events.encode(asked(SHOP | {"customer": NORA}, "customers/redact"))

    assert not [value for value in ("7700000000001", "nora", "0100") if value in text]


@pytest.mark.parametrize("topic", ["customers/data_request", "customers/redact", "shop/redact"])
def test_what_another_shop_asks_is_not_ours(topic: str) -> None:
    with pytest.raises(WrongRecipient):
        read(SHOP | {"shop_domain": "coffee.myshopify.com"}, topic)


def test_a_store_without_a_name_of_its_own_answers_for_its_secret() -> None:
    unnamed = Store("tea", "shopify", "retail_channel", "USD", "harbour")

    assert read(SHOP | {"shop_domain": "any.myshopify.com"}, "shop/redact", unnamed).records


@pytest.mark.parametrize("topic", ["customers/data_request", "customers/redact", "shop/redact"])
def test_the_documented_shop_asks_nothing(topic: str) -> None:
    body = {"shop_id": 954889, "shop_domain": "{shop}.myshopify.com", "customer": {"id": 191167}}

    assert read(body, topic).ignored == "a test notification"


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("customers_data_request", "customers/data_request"),
        ("customers_redact", "customers/redact"),
        ("shop_redact", "shop/redact"),
    ],
)
def test_our_samples_ask(name: str, topic: str) -> None:
    store = Store("tea", "shopify", "retail_channel", "USD", "harbour")

    [request] = read(sample(f"shopify/{name}"), topic, store).records

    assert isinstance(request, PrivacyAsked)


@pytest.mark.parametrize(
    "body",
    [
        {},
        SHOP | {"shop_id": "tea"},
        SHOP | {"customer": {"id": "nora"}},
        SHOP | {"orders_to_redact": "all"},
        SHOP | {"data_request": {"id": 1.5}},
        [],
        None,
    ],
)
def test_a_request_that_is_not_as_promised_is_unreadable(body: Any) -> None:
    with pytest.raises(InvalidPayload):
        read(body, "customers/redact")
