"""By which marks of a store's own its orders are known that go on with others: what stores.yaml may
say, and what it may not."""

from collections.abc import Callable

import pytest

from commissions.domain.stores.order_marks import OrderMarks
from tools import company

Read = Callable[..., company.Company]
Refusal = Callable[..., list[str]]
SHOP = """
stores:
  tea:
    platform: {platform}
    mode: retail_channel
    currency: USD
    plan: harbour
    domain: {domain}
""".strip()
SHOPIFY = SHOP.format(platform="shopify", domain="tea.myshopify.com")
BIGCOMMERCE = SHOP.format(platform="bigcommerce", domain="harbour1")


def marks(read: Read, text: str) -> OrderMarks:
    stores = read("stores.yaml", text).stores
    assert stores
    return stores.stores[0].marks


def test_a_store_that_says_nothing_has_what_is_usual(read: Read) -> None:
    assert marks(read, SHOPIFY) == OrderMarks()
    assert OrderMarks().renewal_tags == ("Subscription Recurring Order",)


def test_a_shop_says_how_its_apps_mark_their_orders(read: Read) -> None:
    found = marks(
        read,
        f"""{SHOPIFY}
    renewal_tags: [Autoship, Subscription Recurring Order]
    contract_attributes: [sub_id]
    exchange_prefix: EXC-
    exchange_credit: [Exchange credit]
    split_names: "#{{order}}-{{number}}"
    recreated_names: "#{{order}}{{letter}}"
""",
    )

    assert found == OrderMarks(
        renewal_tags=("Autoship", "Subscription Recurring Order"),
        contract_attributes=("sub_id",),
        exchange_prefix="EXC-",
        exchange_credit=("Exchange credit",),
        split_names="#{order}-{number}",
        recreated_names="#{order}{letter}",
    )
    sources = marks(read, f"{BIGCOMMERCE}\n    renewal_sources: [Recharge]")
    assert sources == OrderMarks(renewal_sources=("Recharge",))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (f"{SHOPIFY}\n    renewal_tags: Autoship", "renewal_tags: has to be a list"),
        (f"{SHOPIFY}\n    renewal_tags: [7]", "renewal_tags[0]: has to be a tag"),
        (f'{SHOPIFY}\n    renewal_tags: ["a, b"]', "renewal_tags[0]: 'a, b' is not a tag"),
        (f'{SHOPIFY}\n    exchange_prefix: ""', "exchange_prefix: '' is not how names begin"),
        (f'{SHOPIFY}\n    exchange_prefix: "#"', "exchange_prefix: '#' is not how names begin"),
        (f"{SHOPIFY}\n    exchange_prefix: [EXC-]", "exchange_prefix: has to be how names begin"),
        (f'{SHOPIFY}\n    split_names: "#1001-.*"', "split_names: '#1001-.*' is not a pattern"),
        (f'{SHOPIFY}\n    split_names: "#{{order}}"', "is not a pattern of names"),
        (f'{SHOPIFY}\n    split_names: "#{{order}}{{number}}"', "is not a pattern of names"),
        (f'{SHOPIFY}\n    recreated_names: "{{letter}}{{order}}"', "is not a pattern of names"),
        (f"{SHOPIFY}\n    renewal_sources: [Recharge]", "is for stores on bigcommerce"),
        (f"{BIGCOMMERCE}\n    exchange_prefix: EXC-", "exchange_prefix: is for stores on shopify"),
    ],
)
def test_what_is_no_mark_is_refused_where_it_stands(
    refusal: Refusal, text: str, wrong: str
) -> None:
    [problem] = refusal("stores.yaml", text)

    assert wrong in problem
    assert problem.startswith("stores.yaml:")
