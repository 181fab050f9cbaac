"""Who knows one platform knows four: the same file for the same thing."""

import re
from collections.abc import Iterable
from importlib import import_module
from inspect import getmodule
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from commissions import clients, platforms
from commissions.platforms import Platform
from tests.support.template import ROOT

STORE_PLATFORMS = ("bigcommerce", "magento", "shopify", "woocommerce")
OF_A_PLATFORM = {
    "amounts",
    "bundles",
    "continues",
    "headers",
    "lines",
    "name",
    "orders",
    "payment_status",
    "products",
    "referrals",
    "refunds",
    "signatures",
    "times",
    "webhooks",
}
OF_A_CLIENT = {"api", "client", "orders", "pagination", "products", "refusals", "webhooks"}
MORE = {
    "platforms/bigcommerce": {
        "fees",  # fees below nothing are discounts
        "refund_items",  # a refund's items are of seven types
        "refund_money",  # the money of a refund is told apart from what came back
        "sales_channels",  # its stores alone may be several of ours, one for each channel
        "transactions",  # what came in is a list of its own
    },
    "platforms/magento": {
        "rounding",  # sums are rounded to two decimals, whatever the currency has
        "memo_beside",  # a memo's shipping, wrapping and fixed taxes are told with their tax
        "memo_money",  # the money of a memo is told apart from what came back
        # Three modules send its webhooks, each in a way of its own.
        "webhook_adobe",
        "webhook_mageos",
        "webhook_template",
    },
    "platforms/shopify": {
        "customer_merges",  # it alone tells that two customers are one
        "disputes",  # it alone tells how the disputes about a payment end
        "exchange_credit",  # its apps pay exchanges with what came back, by a discount
        "message",  # what each of its many topics is read from
        "privacy",  # it alone passes on what people ask about their data
        "refetch",  # many of its topics say only that the order has to be fetched
        "refund_money",  # the money of a refund is told apart from what came back
        "tips",  # it alone has lines that are tips
    },
    "platforms/woocommerce": {
        "deposits",  # its plug-ins sell one unit in several orders, or take one order in parts
        "fees",  # fees below nothing are discounts
        "rounding",  # a shop shows as many decimals as it likes
    },
    "clients/bigcommerce": {
        "transactions",  # asked for only where an order shows that they may be needed
    },
    "clients/magento": {
        "fields",
        "oauth",  # its integrations sign every call
        "search",  # its lists are searches, in a language of their own
    },
    "clients/shopify": {
        "dispute_shape",  # an order names its disputes; what they are about is asked for apart
        # GraphQL, where the others have REST; its queries are what `fields` is to the others.
        "graphql",
        "queries",
        "schema",
        # An answer takes the shape of a webhook: its extras, its lines, and the rest.
        "extra_shape",
        "line_shape",
        "webhook_shape",
        "token_exchange",  # its apps are opened with tokens of a day
        "versions",  # the versions of its API end, and then it answers by another one
    },
    "clients/woocommerce": {"fields"},
}
"""What one of them has besides, and why; BigCommerce's API cannot be asked for some fields."""
NO_STORE_PLATFORM = {"orders_api": {"name", "orders", "problems", "refunds", "schema", "told_back"}}
"""The order API is called in our own words: it has no webhooks, no products and no client. What its
refunds tell is held against the order's status (`told_back`)."""
PLACES = {
    "handshake": "webhooks",
    "is_authentic": "signatures",
    "is_for_store": "headers",
    "parse_order": "orders",
    "parse_product": "products",
    "parse_webhook": "webhooks",
    "shop_named": "headers",
    "topic": "headers",
}


def files(package: ModuleType, name: str) -> set[str]:
    folder = Path(next(iter(package.__path__))) / name
    return {path.stem for path in folder.glob("*.py")} - {"__init__"}


def folders(package: ModuleType) -> set[str]:
    return {path.parent.name for path in Path(next(iter(package.__path__))).glob("*/__init__.py")}


def first_column(heading: str) -> set[str]:
    """The file names that the document's table under this heading has in its first column."""
    text = (ROOT / "docs" / "platforms" / "README.md").read_text()
    table = text.partition(f"### {heading}\n")[2].partition("\n### ")[0]
    return set(re.findall(r"^\| `(\w+)\.py`", table, re.MULTILINE))


@pytest.mark.parametrize("name", STORE_PLATFORMS)
def test_a_platform_has_the_files_that_every_platform_has(name: str) -> None:
    assert files(platforms, name) == OF_A_PLATFORM | MORE.get(f"platforms/{name}", set())


@pytest.mark.parametrize("name", STORE_PLATFORMS)
def test_a_client_has_the_files_that_every_client_has(name: str) -> None:
    assert files(clients, name) == OF_A_CLIENT | MORE.get(f"clients/{name}", set())


def test_whatever_else_there_is_says_why_it_is_another_kind() -> None:
    assert folders(clients) == set(STORE_PLATFORMS)
    assert folders(platforms) == {*STORE_PLATFORMS, *NO_STORE_PLATFORM}
    for name, expected in NO_STORE_PLATFORM.items():
        assert files(platforms, name) == expected


@pytest.mark.parametrize("name", STORE_PLATFORMS)
@pytest.mark.parametrize(("function", "file"), PLACES.items())
def test_what_a_platform_offers_stands_in_the_file_of_its_concern(
    name: str, function: str, file: str
) -> None:
    platform: Any = import_module(f"commissions.platforms.{name}")

    assert getmodule(getattr(platform, function)) is import_module(f"{platform.__name__}.{file}")


@pytest.mark.parametrize("name", STORE_PLATFORMS)
def test_a_platform_hands_on_what_the_protocol_asks_and_nothing_else(name: str) -> None:
    platform: Any = import_module(f"commissions.platforms.{name}")

    assert set(platform.__all__) == {*PLACES, "CARRIERS", "NAME"} == members(Platform)


def members(protocol: Any) -> set[str]:
    annotated: Iterable[str] = protocol.__annotations__
    return {name for name in {*vars(protocol), *annotated} if not name.startswith("_")}


def test_the_document_names_every_file() -> None:
    every_platform = OF_A_PLATFORM.union(*(MORE[key] for key in MORE if "platforms/" in key))
    every_client = OF_A_CLIENT.union(*(MORE[key] for key in MORE if "clients/" in key))

    assert first_column("Inside `platforms/x/`") == every_platform
    assert first_column("Inside `clients/x/`") == every_client
