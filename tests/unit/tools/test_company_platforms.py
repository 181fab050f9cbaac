"""What stores.yaml has to say of a store on each platform."""

from pathlib import Path

import pytest

from commissions.domain.stores.store import Store
from tools import company
from tools.company import Refused
from tools.company.platforms import PLATFORMS, carriers_of

COMMON = "mode: retail_channel, currency: USD, plan: harbour"
WOO = (
    f"platform: woocommerce, {COMMON}, domain: shop.example.com, api_url: https://shop.example.com"
)
MAGENTO = f"platform: magento, {COMMON}, api_url: https://pro.example.com"
BIG = f"platform: bigcommerce, {COMMON}, domain: abc123"
SHOPIFY = f"platform: shopify, {COMMON}, domain: tea-us.myshopify.com"


def read(folder: Path, fields: str) -> Store:
    (folder / "stores.yaml").write_text(f"stores:\n  tea: {{{fields}}}\n")
    stores = company.read(folder).stores
    assert stores
    return stores.stores[0]


def refused(folder: Path, fields: str) -> str:
    with pytest.raises(Refused) as error:
        read(folder, fields)
    return "\n".join(str(problem) for problem in error.value.problems)


@pytest.mark.parametrize(
    ("fields", "platform"),
    [
        (SHOPIFY, "shopify"),
        (WOO, "woocommerce"),
        (f"{MAGENTO}, channel: mageos", "magento"),
        (f"{MAGENTO}, channel: adobe, client_ids: [abc-1]", "magento"),
        (BIG, "bigcommerce"),
        (f"platform: orders, {COMMON}", "orders"),
    ],
)
def test_a_store_of_each_platform_reads_with_its_own_carriers(
    tmp_path: Path, fields: str, platform: str
) -> None:
    store = read(tmp_path, fields)

    assert store.platform == platform
    assert store.carriers == carriers_of(platform)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (f"platform: woocommerce, {COMMON}, domain: a.example", "api_url: has to be stated"),
        (f"platform: woocommerce, {COMMON}, api_url: https://a.example", "domain: has to be"),
        (f"platform: bigcommerce, {COMMON}", "domain: has to be stated"),
        (f"{BIG}/../x", "the store hash"),
        (f"platform: magento, {COMMON}, channel: mageos", "api_url: has to be stated"),
        (MAGENTO, "channel: has to be stated: one of adobe"),
        (f"{MAGENTO}, channel: soap", "channel: 'soap' is not one of"),
        (f"{MAGENTO}, channel: adobe", "client_ids: go with channel adobe"),
        (f"{MAGENTO}, channel: mageos, client_ids: [abc-1]", "client_ids: go with channel adobe"),
        (f"{SHOPIFY}, channel: mageos", "channel: is for stores on Magento"),
        (f"{WOO}, carriers: [landing_site]", "carriers"),
        (f"{BIG}, paid_when: [pending]", "'pending' is no <status id>/<payment status>"),
        (f"platform: orders, {COMMON}, domain: x", "domain: means nothing to orders"),
        (f"{SHOPIFY}, api_url: 'ftp://x'", "api_url"),
    ],
)
def test_what_is_missing_or_means_nothing_is_named(tmp_path: Path, fields: str, says: str) -> None:
    assert says in refused(tmp_path, fields)


def test_what_else_counts_as_paid_is_said_in_the_platforms_own_words(tmp_path: Path) -> None:
    assert read(tmp_path, f"{BIG}, paid_when: [10/pending, '*/authorized']").paid_when == (
        "10/pending",
        "*/authorized",
    )
    assert read(tmp_path, f"{WOO}, paid_when: [processing]").paid_when == ("processing",)


def test_every_platform_says_where_an_order_may_carry_a_referral() -> None:
    assert all(carriers_of(platform) for platform in PLATFORMS)
