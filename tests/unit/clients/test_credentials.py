"""What opens a store's API goes to that store alone, and is in no message, log or trace."""

from collections.abc import Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from commissions.aws.secrets import StoreSecrets
from commissions.clients import (
    AccessDenied,
    NotAllowed,
    StoreError,
    bigcommerce,
    magento,
    shopify,
    woocommerce,
)
from commissions.domain.stores.store import Store
from tools.company.secrets import Given

type Opened = tuple[ModuleType, Store, dict[str, str]]
CANARY = "canary-4711-token"
CONSUMER = ("consumer_key", "consumer_secret")
TEA = "https://tea.example.org"


def opened(platform: ModuleType, domain: str, api_url: str, *parts: str) -> Opened:
    store = Store("tea", platform.__name__, "", "USD", "", domain=domain, api_url=api_url)
    return platform, store, dict.fromkeys(parts, CANARY)


OPENED: Mapping[str, Opened] = {
    "shopify": opened(shopify, "tea.myshopify.com", "", "token"),
    "bigcommerce": opened(bigcommerce, "harbour1", "", "token"),
    "woocommerce": opened(woocommerce, "tea.example.org", TEA, *CONSUMER),
    "magento, by a token": opened(magento, "", TEA, "token"),
    "magento, signed": opened(magento, "", TEA, *CONSUMER, "access_token", "access_token_secret"),
}
each_platform = pytest.mark.parametrize("name", OPENED)


def is_refused(
    name: str, kind: type[StoreError], access: dict[str, str] | None = None, **of: Any
) -> None:
    """Without a word of the key, or of what else may be secret in an address."""
    module, store, parts = OPENED[name]
    with pytest.raises(kind) as raised:
        module.create_client(replace(store, **of), access or parts)
    error: BaseException | None = raised.value
    while error:
        assert "canary" not in f"{error!r}{error}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


@each_platform
@pytest.mark.parametrize(
    "address",
    [
        "http://tea.example.org",
        "https://127.0.0.1",
        "https://169.254.169.254/latest",
        "https://[::1]",
        "https://2130706433",
        "https://tea.internal",
        "https://canary:4711@tea.example.org",
        "https://tea.example.org@canary.example.org",
        "https://canary.example.org:22",
        "file:///etc/passwd",
        "//canary.example.org",
        "https://tea.example.org/?to=canary",
        "https://tea.example.org\\@canary.example.org",
    ],
)
def test_no_key_goes_where_a_store_cannot_be(name: str, address: str) -> None:
    is_refused(name, NotAllowed, api_url=address)


@pytest.mark.parametrize("name", ["shopify", "bigcommerce"])
@pytest.mark.parametrize("address", ["https://evil.example.org", "https://api.bigcommerce.com"])
def test_the_key_of_a_platform_goes_to_no_other_host(name: str, address: str) -> None:
    is_refused(name, NotAllowed, api_url=address)


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("shopify", "tea.myshopify.com.example.org"),
        ("shopify", "evil.example.org/?tea.myshopify.com"),
        ("shopify", "tea.myshopify.com@evil.example.org"),
        ("shopify", ""),
        ("bigcommerce", "../../v3"),
        ("bigcommerce", "harbour1/../other1"),
        ("bigcommerce", "harbour1@evil"),
        ("bigcommerce", ""),
    ],
)
def test_the_name_of_a_store_leads_to_no_other(name: str, domain: str) -> None:
    is_refused(name, NotAllowed, domain=domain)


@pytest.mark.parametrize("name", [name for name in OPENED if "token" in OPENED[name][2]])
def test_a_token_that_no_header_can_hold_is_named_without_it(name: str) -> None:
    is_refused(name, AccessDenied, access={"token": f"{CANARY}\u20ac"})


@each_platform
def test_an_open_client_does_not_show_its_key(name: str) -> None:
    module, store, parts = OPENED[name]
    client = module.create_client(store, parts)

    assert "canary" not in repr(client) + repr(vars(client))


def test_secrets_do_not_show_themselves() -> None:
    parts = {"token": CANARY}
    known = StoreSecrets((CANARY,), (CANARY,), CANARY.encode())
    given = Given("tea", CANARY, CANARY, CANARY, parts)

    assert "canary" not in f"{known!r}{known}{given!r}{[known, given]}"
