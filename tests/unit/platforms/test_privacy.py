"""Nobody's name, e-mail, phone or address comes through: only what a commission is made of does."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from commissions import events
from commissions.platforms import orders_api
from commissions.platforms.payload import Field
from tests.unit.platforms import sampled
from tests.unit.platforms.payloads import (
    PUBLISHED,
    SAMPLES,
    published,
    published_webhooks,
    sample,
    samples,
)
from tests.unit.platforms.sampled import ALL, kept_text
from tests.unit.platforms.shopify_builders import KEY, STORE, a_line, an_order, read

PERSONAL = re.compile(
    r"name$|email|phone|address|company|city|zip|province|country$|latitude|longitude|note$|_ip$"
    r"|token|user_agent|status_url|authorization|credit_card|receipt|properties"
    r"|street|postcode|order_key|transaction_id|payment_url|billing|shipping$"
)

PRODUCT = re.compile("product|sku")
"""What is for sale has a name that is nobody's."""
ANY_SHOP = replace(STORE, domain="")


def personal(value: Any, *, within: bool = False) -> Iterator[str]:
    """All texts that stand under a name of something personal, however deep."""
    if isinstance(value, dict):
        for name, each in value.items():
            attribute = value.keys() == {"name", "value"}
            named = not attribute and bool(PERSONAL.search(name))
            yield from personal(each, within=within or named)
    elif isinstance(value, list):
        for each in value:
            yield from personal(each, within=within)
    elif within and isinstance(value, str) and len(value) > 4:
        yield value


def encoded(payload: Any, topic: str) -> str:
    return "\n".join(
        events.encode(record) for record in read(payload, topic, ANY_SHOP).records
    ).lower()


@pytest.mark.parametrize("name", [name for name in ALL if any(personal(sample(name)))])
def test_nothing_personal_of_a_sample_comes_through(name: str) -> None:
    payload = sample(name)
    canaries = {each for each in personal(payload) if not PRODUCT.search(name)}

    text = kept_text(sampled.read(name, payload))

    assert [canary for canary in canaries if canary.lower() in text] == []
    assert "canary" not in text


@pytest.mark.parametrize("platform", ["shopify", "woocommerce", "magento"])
def test_the_samples_name_people(platform: str) -> None:
    texts = [str(list(personal(sample(name)))) for name in ALL if name.startswith(platform)]

    assert sum("canary" in text.lower() for text in texts) >= 6


@pytest.mark.skipif(not PUBLISHED.exists(), reason=f"{PUBLISHED.name}: not beside this folder")
@pytest.mark.parametrize("path", published("shopify"), ids=lambda path: path.stem)
def test_nothing_personal_of_a_published_payload_comes_through(path: Path) -> None:
    for topic, payload in published_webhooks(path):
        text = encoded(payload, topic)

        assert [each for each in personal(payload) if each.lower() in text] == []


def test_of_a_customer_only_a_hash_comes_through() -> None:
    customer = {"id": 7700000000001, "email": "nora@example.org", "first_name": "Nora"}

    text = encoded(an_order(customer=customer), "orders/paid")

    assert "7700000000001" not in text
    assert "nora" not in text


def test_a_field_that_is_new_at_shopify_does_not_come_through() -> None:
    new = {"loyalty": "canary-1"}
    order = an_order(a_line() | new, customer={"id": 1} | new) | new

    assert "canary" not in encoded(order, "orders/paid")


def test_what_is_unreadable_is_named_without_a_word_of_what_it_says() -> None:
    field = Field({"email": "nora@example.org"}, "customer")

    assert "nora" not in str(field["email"].wrong("is not a number"))


@pytest.mark.parametrize("name", samples("orders"))
def test_the_order_api_keeps_no_customer_id(name: str) -> None:
    body = (SAMPLES / "orders" / f"{name}.json").read_bytes()

    records = orders_api.parse_order(body, STORE, KEY).records

    assert b'"4711"' in body
    assert not any('"4711"' in events.encode(record) for record in records)
