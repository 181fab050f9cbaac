import hashlib
from dataclasses import replace
from importlib import import_module

import pytest

from commissions.domain.stores.store import Store
from commissions.platforms import shopify
from tools.cli.errors import Misused
from tools.cli.signing import signed

BODY = b'{"id": 1001, "total_price": "12.50"}'
SECRET = "a secret of the store"


def a_store(platform: str = "shopify") -> Store:
    return Store("tea", platform, "retail_channel", "USD", "demo", domain="tea.myshopify.com")


def test_a_webhook_is_signed_as_the_store_signs_it() -> None:
    request = signed(a_store(), "orders/paid", BODY, SECRET)

    assert request.path == "/webhooks/shopify/tea"
    assert shopify.is_authentic(request.body, request.headers, [SECRET])
    assert shopify.is_for_store(request.headers, a_store())
    assert shopify.topic(request.headers) == "orders/paid"


def test_the_published_vector_of_the_platform_is_met() -> None:
    request = signed(a_store(), "orders/paid", b'{"foo": "bar"}', "test_secret_key")

    signature = request.headers["x-shopify-hmac-sha256"]
    assert signature == "B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g="


@pytest.mark.parametrize("key", ["k-123", "tea.k-123"])
def test_the_order_api_is_given_the_key_with_the_stores_id(key: str) -> None:
    request = signed(a_store("orders"), "", BODY, key)

    assert request.path == "/api/mlm/orders"
    assert request.headers["x-api-key"] == "tea.k-123"
    assert request.headers["idempotency-key"] == hashlib.sha256(BODY).hexdigest()


@pytest.mark.parametrize(
    ("platform", "topic", "channel"),
    [
        ("shopify", "orders/paid", ""),
        ("woocommerce", "order.updated", ""),
        ("magento", "sales.order.paid", "mageos"),
        ("magento", "", "template"),
        ("bigcommerce", "", ""),
    ],
)
def test_what_we_sign_like_a_store_is_authentic(platform: str, topic: str, channel: str) -> None:
    dialect = import_module(f"commissions.platforms.{platform}")
    store = replace(a_store(platform), channel=channel)

    request = signed(store, topic, BODY, SECRET)

    assert dialect.is_authentic(BODY, request.headers, [SECRET])
    assert not dialect.is_authentic(BODY, request.headers, ["another-secret-of-16"])


def test_what_adobe_signs_nobody_else_can_sign() -> None:
    with pytest.raises(Misused, match="Adobe"):
        signed(replace(a_store("magento"), channel="adobe"), "", BODY, SECRET)
