"""A link leads to where the store's orders are read for whose they are."""

from dataclasses import replace
from typing import Any

import pytest

from commissions.domain.stores.referral_links import link_of, takes_coupons
from commissions.domain.stores.store import Store
from commissions.platforms.shopify.referrals import PARAMETERS as SHOPIFY_PARAMETERS
from commissions.platforms.woocommerce.referrals import PARAMETERS as WOOCOMMERCE_PARAMETERS

SHOP = Store(
    store_id="tea-us",
    platform="shopify",
    mode="retail_channel",
    currency="USD",
    plan="uni",
    domain="tea-us.myshopify.com",
)


def a_store(**changed: Any) -> Store:
    return replace(SHOP, **changed)


@pytest.mark.parametrize(
    ("changed", "link"),
    [
        ({}, "https://tea-us.myshopify.com/?ref=CARA-7"),
        (
            {
                "platform": "woocommerce",
                "domain": "https://tea.example/shop/",
                "carriers": ("coupon_code", "attribution"),
            },
            "https://tea.example/shop/?ref=CARA-7",
        ),
        ({"carriers": ("discount_code",)}, ""),
        ({"platform": "bigcommerce", "domain": "x8k2"}, ""),
        ({"domain": ""}, ""),
        ({"domain": "http://tea.example"}, ""),
        ({"domain": "javascript://x"}, ""),
    ],
)
def test_a_store_that_reads_the_visits_address_has_a_link(changed: Any, link: str) -> None:
    assert link_of(a_store(**changed), "CARA-7") == link


def test_a_code_is_written_as_one_value() -> None:
    assert link_of(SHOP, "a&b=c/ü").endswith("/?ref=a%26b%3Dc%2F%C3%BC")
    assert link_of(SHOP, "") == ""


def test_both_platforms_read_the_parameter() -> None:
    assert "ref" in SHOPIFY_PARAMETERS & WOOCOMMERCE_PARAMETERS


def test_coupons_count_where_the_store_looks_at_them() -> None:
    assert takes_coupons(SHOP)
    assert not takes_coupons(a_store(carriers=("landing_site",)))
