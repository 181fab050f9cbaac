"""One shop is one entry of stores.yaml, unless each is a sales channel of its own."""

from collections.abc import Callable

import pytest

from tests.unit.tools.company.conftest import Refusal
from tools import company

Read = Callable[..., company.Company]
COMMON = "mode: retail_channel, currency: USD, plan: harbour"
SHOPIFY = f"platform: shopify, {COMMON}, domain: tea-us.myshopify.com"
BIG = f"platform: bigcommerce, {COMMON}, domain: harbour1"
WOO = f"platform: woocommerce, {COMMON}, api_url: https://shop.example.com"


def a_file(**stores: str) -> str:
    return "\n".join(["stores:", *(f"  {name}: {{{fields}}}" for name, fields in stores.items())])


def told(*, tea: str, desk: str, refusal: Refusal) -> str:
    [problem] = refusal("stores.yaml", a_file(tea=tea, desk=desk))
    return problem


def test_two_entries_of_one_shopify_shop_are_refused_with_both_named(refusal: Refusal) -> None:
    assert told(tea=SHOPIFY, desk=SHOPIFY, refusal=refusal) == (
        "stores.yaml:3: stores.desk.domain: tea-us.myshopify.com is the shop of tea too: each of "
        "its orders would earn twice. Leave one of the two out"
    )


@pytest.mark.parametrize(
    "domain",
    ["TEA-US.MyShopify.com", "https://tea-us.myshopify.com/", "tea-us.myshopify.com."],
)
def test_however_a_domain_is_written_it_is_the_same_shop(refusal: Refusal, domain: str) -> None:
    other = SHOPIFY.replace("tea-us.myshopify.com", f"'{domain}'")

    assert "is the shop of tea too" in told(tea=SHOPIFY, desk=other, refusal=refusal)


def test_a_domain_is_kept_as_the_shop_itself_writes_it(read: Read) -> None:
    text = SHOPIFY.replace("tea-us.myshopify.com", "'https://Tea-US.myshopify.com/'")
    stores = read("stores.yaml", a_file(tea=text)).stores

    assert stores
    assert [store.domain for store in stores.stores] == ["tea-us.myshopify.com"]


def test_two_entries_of_one_woocommerce_shop_are_refused(refusal: Refusal) -> None:
    one, other = (f"{WOO}, domain: '{each}'" for each in ("shop.example.com", "Shop.example.com/"))

    assert "is the shop of tea too" in told(tea=one, desk=other, refusal=refusal)


def test_two_entries_of_one_magento_installation_are_refused(refusal: Refusal) -> None:
    entry = f"platform: magento, channel: mageos, {COMMON}, api_url: https://pro.example.com"

    problem = told(tea=entry, desk=entry.replace("pro", "Pro"), refusal=refusal)

    assert problem.startswith(
        "stores.yaml:3: stores.desk.api_url: https://Pro.example.com is the shop of tea too"
    )


@pytest.mark.parametrize(
    "channels", [("", ""), ("1", ""), ("", "2"), ("2", "2")], ids=lambda pair: "/".join(pair)
)
def test_two_entries_of_one_store_hash_are_refused_unless_each_names_its_channel(
    refusal: Refusal, channels: tuple[str, str]
) -> None:
    one, other = (f"{BIG}, channel_id: {each}" if each else BIG for each in channels)

    problem = told(tea=one, desk=other, refusal=refusal)

    assert problem == (
        "stores.yaml:3: stores.desk.domain: harbour1 is the shop of tea too: each of its orders "
        "would earn twice. Leave one of the two out, or say with channel_id which of the shop's "
        "sales channels each of them is"
    )


def test_each_sales_channel_may_be_a_store_of_its_own(read: Read) -> None:
    text = a_file(tea=f"{BIG}, channel_id: 1", desk=f"{BIG}, channel_id: '664179'")
    stores = read("stores.yaml", text).stores

    assert stores
    assert [store.channel_id for store in stores.stores] == ["1", "664179"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (f"{SHOPIFY}, channel_id: 1", "channel_id: is for stores on BigCommerce"),
        (f"{BIG}, channel_id: web", "the id of a sales channel, such as 1"),
        (f"{BIG}, channel_id: 0", "the id of a sales channel, such as 1"),
        (f"{BIG}, channel_id: true", "the id of a sales channel, such as 1"),
        (f"{BIG}, channel_id: ''", "the id of a sales channel, such as 1"),
    ],
)
def test_a_channel_that_is_none_is_named(refusal: Refusal, fields: str, says: str) -> None:
    assert any(says in problem for problem in refusal("stores.yaml", a_file(tea=fields)))


@pytest.mark.parametrize("domain", ["old-shop.example.com", "shop.example.com"])
def test_two_entries_that_are_asked_at_one_address_are_refused_whatever_they_are_called(
    refusal: Refusal, domain: str
) -> None:
    other = f"{WOO}, domain: {domain}".replace("https://shop", "https://www.shop")

    problem = told(tea=f"{WOO}, domain: new-shop.example.com", desk=other, refusal=refusal)

    named = (
        "domain: shop.example.com"
        if domain == "shop.example.com"
        else "api_url: https://www.shop.example.com"
    )
    assert problem.startswith(f"stores.yaml:3: stores.desk.{named} is the shop of tea too")
