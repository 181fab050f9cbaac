"""A store that is loaded beside those that are registered: one shop is one of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from commissions.aws import cache
from commissions.tables import stores
from tests.support.company_loading import NOW, Load, Refusal
from tools import company

pytestmark = pytest.mark.usefixtures("demo")
FIELDS = "mode: retail_channel, currency: USD, plan: harbour"
SHOPIFY = f"platform: shopify, {FIELDS}"
BIG = f"platform: bigcommerce, {FIELDS}, domain: harbourtea"


def an_entry(store_id: str, fields: str) -> str:
    return f"stores:\n  {store_id}: {{{fields}}}"


def test_the_shop_of_a_registered_store_is_refused_with_both_named(refusal: Refusal) -> None:
    domain = "'https://Tea-US.myshopify.com/'"

    assert refusal("stores.yaml", an_entry("desk", f"{SHOPIFY}, domain: {domain}")) == [
        "stores.yaml:2: stores.desk.domain: tea-us.myshopify.com is the shop of tea-us, which is "
        "registered, too: each of its orders would earn twice. Leave one of the two out"
    ]


def test_a_registered_store_cannot_become_anothers_shop(refusal: Refusal) -> None:
    moved = an_entry("tea-us", f"{SHOPIFY}, domain: tea-go.myshopify.com")

    [problem] = refusal("stores.yaml", moved)

    assert "stores.tea-us.domain: tea-go.myshopify.com is the shop of tea-go" in problem


def test_the_store_hash_of_a_registered_store_is_refused_unless_both_name_a_channel(
    refusal: Refusal, load: Load
) -> None:
    """Nor does it do that the file names one, while the registered store is the whole shop."""
    [problem] = refusal("stores.yaml", an_entry("desk", f"{BIG}, channel_id: 2"))
    assert "harbourtea is the shop of tea-de, which is registered, too" in problem

    both = f"{an_entry('tea-de', BIG + ', channel_id: 1')}\n  desk: {{{BIG}, channel_id: 2}}"
    loaded = load("stores.yaml", both)
    assert (loaded.stores, list(loaded.changed_stores)) == (1, ["tea-de"])
    assert "channel_id" in loaded.changed_stores["tea-de"]
    cache.forget_all()
    assert (stores.get("tea-de").channel_id, stores.get("desk").channel_id) == ("1", "2")


def test_a_shop_that_was_closed_may_come_again_under_another_id(load: Load) -> None:
    stores.close("tea-us")

    loaded = load("stores.yaml", an_entry("desk", f"{SHOPIFY}, domain: tea-us.myshopify.com"))

    assert loaded.stores == 1


def test_two_that_are_both_registered_are_told_of_and_loading_goes_on(tmp_path: Path) -> None:
    twin = replace(stores.get("tea-us"), store_id="desk", domain="TEA-US.myshopify.com")
    stores.put(twin)

    entry = an_entry("tea-us", f"{SHOPIFY}, domain: tea-us.myshopify.com")
    (tmp_path / "stores.yaml").write_text(entry)

    assert company.check(company.read(tmp_path), NOW).notices == (
        "tea-us and desk, both registered, are one shop: each of its orders earns twice. Keep only "
        "one of them connected.",
    )
