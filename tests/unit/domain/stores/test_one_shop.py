from dataclasses import replace

import pytest

from commissions.domain.stores.one_shop import are_one_shop, told_twice
from commissions.domain.stores.own_name import shop_address
from commissions.domain.stores.store import Store

TEA = Store("tea", "shopify", "retail_channel", "USD", "harbour", domain="tea-us.myshopify.com")
BIG = replace(TEA, store_id="big", platform="bigcommerce", domain="harbour1")


def another(store: Store, **changes: object) -> Store:
    return replace(store, store_id="another", **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "domain",
    [
        "tea-us.myshopify.com",
        "TEA-US.myshopify.com",
        "https://tea-us.myshopify.com",
        "http://tea-us.myshopify.com/",
        "tea-us.myshopify.com.",
        " tea-us.myshopify.com ",
    ],
)
def test_a_shop_is_one_however_its_domain_is_written(domain: str) -> None:
    assert shop_address(domain) == TEA.domain
    assert are_one_shop(TEA, another(TEA, domain=domain))


@pytest.mark.parametrize("domain", ["tea-eu.myshopify.com", "", "us.myshopify.com"])
def test_shops_of_other_domains_are_others(domain: str) -> None:
    assert not are_one_shop(TEA, another(TEA, domain=domain))


def test_stores_without_a_domain_are_one_where_they_are_asked_at_one_address() -> None:
    pro = replace(TEA, platform="magento", domain="", api_url="https://pro.example.com")

    assert are_one_shop(pro, another(pro, api_url="https://PRO.example.com/"))
    assert not are_one_shop(pro, another(pro, api_url="https://other.example.com"))


def test_stores_that_call_us_are_not_one_for_having_no_address() -> None:
    desk = replace(TEA, platform="orders", domain="")

    assert not are_one_shop(desk, another(desk))


def test_a_name_on_another_platform_is_another_shop() -> None:
    assert not are_one_shop(BIG, another(BIG, platform="woocommerce"))


def test_a_store_that_is_closed_is_told_of_nothing() -> None:
    assert not are_one_shop(TEA, another(TEA, closed=True))


@pytest.mark.parametrize(
    ("channels", "is_one"),
    [(("", ""), True), (("1", ""), True), (("2", "2"), True), (("1", "2"), False)],
)
def test_stores_that_each_name_a_channel_of_their_own_are_several(
    channels: tuple[str, str], is_one: bool
) -> None:
    one, other = channels

    assert are_one_shop(replace(BIG, channel_id=one), another(BIG, channel_id=other)) == is_one


def test_each_pair_of_one_shop_is_named() -> None:
    second, third = another(TEA), replace(TEA, store_id="third")

    pairs = [(one.store_id, other.store_id) for one, other in told_twice([TEA, BIG, second, third])]

    assert pairs == [("tea", "another"), ("tea", "third"), ("another", "third")]


WOO = replace(
    TEA, platform="woocommerce", domain="shop.example.com", api_url="https://shop.example.com"
)


@pytest.mark.parametrize(
    "addresses",
    [
        {"domain": "old-shop.example.com"},
        {"domain": ""},
        {"domain": "www.shop.example.com", "api_url": "https://www.shop.example.com:443/"},
        {"domain": "other.example.com", "api_url": "HTTP://SHOP.example.com:80"},
        {"domain": "shop.example.com", "api_url": "https://origin.example.com"},
    ],
)
def test_a_shop_that_is_asked_or_called_at_an_address_of_another_one_is_that_one(
    addresses: dict[str, str],
) -> None:
    assert are_one_shop(WOO, another(WOO, **addresses))
    assert are_one_shop(another(WOO, **addresses), WOO)


@pytest.mark.parametrize(
    "address",
    ["shop.example.com/de", "shop.example.com:8443", "de.shop.example.com", "wwwshop.example.com"],
)
def test_shops_of_one_host_in_other_folders_at_other_ports_or_below_it_are_others(
    address: str,
) -> None:
    other = another(WOO, domain=address, api_url=f"https://{address}")

    assert not are_one_shop(WOO, other)
