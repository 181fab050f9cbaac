"""Our own samples in WooCommerce's shapes, and what of a person they must not let through."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from commissions import events
from commissions.domain.orders.order import OrderPlaced, difference
from commissions.platforms import woocommerce
from tests.unit.platforms.payloads import sample, samples
from tests.unit.platforms.woocommerce_builders import (
    KEY,
    STORE,
    Payload,
    a_line,
    a_product,
    an_order,
    placed,
    told,
)
from tests.unit.platforms.woocommerce_real import beside, deliveries

PERSONAL = ("billing", "shipping", "customer_note", "customer_ip_address", "customer_user_agent",
            "order_key", "payment_url", "transaction_id")  # fmt: skip


def topic_of(name: str) -> str:
    """`order_updated_paid` is of order.updated."""
    match = re.match(r"([a-z]+)_([a-z]+)", name)
    assert match
    return f"{match[1]}.{match[2]}"


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)
    elif isinstance(value, str) and len(value) > 4:
        yield value.lower()


def personal(payload: Payload) -> set[str]:
    return {text for name in PERSONAL for text in texts(payload.get(name))}


def encoded(payload: Any, topic: str) -> str:
    return "\n".join(events.encode(record) for record in told(payload, topic)).lower()


@pytest.mark.parametrize("name", samples("woocommerce"))
def test_a_sample_gives_records_or_says_why_not(name: str) -> None:
    reading = woocommerce.parse_webhook(
        sample(f"woocommerce/{name}"), topic_of(name), {}, STORE, KEY
    )

    assert bool(reading.records) != bool(reading.ignored)
    for record in reading.records:
        assert events.decode(type(record), events.encode(record)) == record


@pytest.mark.parametrize("name", samples("woocommerce"))
def test_nothing_personal_of_a_sample_comes_through(name: str) -> None:
    payload = sample(f"woocommerce/{name}")

    text = encoded(payload, topic_of(name))

    assert "canary" not in text
    assert [each for each in personal(payload) if each in text] == []


@beside
@pytest.mark.parametrize("topic", ["-order.", "-customer."])
def test_nothing_personal_of_a_real_delivery_comes_through(topic: str) -> None:
    for sent in deliveries(topic):
        text = "\n".join(events.encode(record) for record in sent.read().records).lower()

        assert "example.com" not in text
        assert not re.search(r"ada|beispiel|wc_order|555-0100", text)


def test_a_field_that_is_new_at_woocommerce_does_not_come_through() -> None:
    new = {"loyalty": "canary-1"}

    assert "canary" not in encoded(an_order(a_line() | new) | new, "order.updated")
    assert "canary" not in encoded(a_product() | new, "product.updated")


@pytest.mark.parametrize(
    ("name", "status", "nets", "other"),
    [
        ("order_created_pending", "pending", [4320, 3240], 0),
        ("order_created_checkout_draft", "pending", [4320, 3240], 0),
        ("order_updated_paid", "paid", [4320, 3240], 0),
        ("order_updated_cash_on_delivery", "authorized", [4320, 3240], 0),
        ("order_updated_refunds", "partially_refunded", [4320, 3240], 0),
        ("order_updated_cancelled", "paid", [4320, 3240], 0),
        ("order_updated_negative_fee", "paid", [4320, 3240], -500),
    ],
)
def test_a_sample_reconciles(name: str, status: str, nets: list[int], other: int) -> None:
    payload = sample(f"woocommerce/{name}")
    payload["refunds"] = payload["refunds"] or []

    order = placed(payload)

    assert [item.net for item in order.items] == nets
    assert (order.status, order.shipping, order.other) == (status, 600, other)
    assert difference(order) == 0


def test_the_sample_names_who_referred_by_the_coupon_first() -> None:
    order = placed(sample("woocommerce/order_updated_paid"))

    assert [(each.carrier, each.value) for each in order.referrals] == [
        ("coupon_code", "cara-7"),
        ("attribution", "DORA"),
    ]
    assert len(order.customer) == 32


def test_the_samples_of_one_order_are_one_order() -> None:
    names = ("order_created_pending", "order_updated_paid", "order_updated_refunds")
    found = [told(sample(f"woocommerce/{name}"))[0] for name in names]

    assert {each.order_key for each in found if isinstance(each, OrderPlaced)} == {
        "woocommerce/tea/7301"
    }
