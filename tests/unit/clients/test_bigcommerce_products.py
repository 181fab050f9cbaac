from collections.abc import Iterator

import pytest

from commissions.clients import InvalidResponse, PublishedValue
from commissions.domain.catalogue.listing import ProductListed
from commissions.platforms import bigcommerce as platform
from tests.unit.clients.bigcommerce_shop import a_client, a_shop, of
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def opened() -> Iterator[tuple[FakeStore, Shop]]:
    with a_shop() as found:
        yield found


@pytest.fixture
def shop(opened: tuple[FakeStore, Shop]) -> Shop:
    return opened[1]


def shown(shop: Shop) -> dict[tuple[int, str], str]:
    kept = shop.extra.get("metafields", {}).values()
    return {(each["resource_id"], each["key"]): each["value"] for each in kept}


def a_value(shop: Shop, number: int, pv: str, bv: str) -> PublishedValue:
    product = list(shop.products.values())[number]
    variant = product.variants[0]
    return PublishedValue(str(product.product_id), str(variant.variant_id), variant.sku, pv, bv)


def test_a_product_comes_with_all_its_variants(shop: Shop) -> None:
    tea = next(iter(shop.products.values()))

    answer = a_client(shop).product(str(tea.product_id))

    assert answer is not None
    [product] = platform.parse_product(answer.payload, of(shop)).records
    assert isinstance(product, ProductListed)
    assert [(each.sku, each.name) for each in product.variants] == [
        ("TEA-50", "Tea / TEA-50"),
        ("TEA-100", "Tea / TEA-100"),
    ]
    assert (product.complete, product.updated_at) == (True, tea.updated_at)


def test_a_product_that_is_gone_is_none(shop: Shop) -> None:
    product_id = next(iter(shop.products))
    shop.delete_product(product_id)
    client = a_client(shop)

    assert [client.product(each) for each in (str(product_id), "1", "x", "0")] == [None] * 4


def test_no_product_is_left_out_when_others_go_between_the_pages(shop: Shop) -> None:
    there = [shop.add_product(f"Tea {n}", [(f"T-{n}", 100)]).product_id for n in range(120)]
    found: list[str] = []
    for page in a_client(shop).products():
        if not found:
            shop.delete_product(there[0])
        found += [answer.source_id for answer in page.items]

    assert [int(each) for each in found] == sorted(shop.products)
    assert len(found) == 122


def test_values_are_shown_beside_their_variants(opened: tuple[FakeStore, Shop]) -> None:
    store, shop = opened
    client = a_client(shop)
    first, second = a_value(shop, 0, "10", "12.50"), a_value(shop, 1, "5", "5")

    client.publish([first])
    client.publish([first, second])
    client.publish([a_value(shop, 0, "10", "13"), second])

    assert shown(shop) == {
        (int(first.variant_id), "pv"): "10",
        (int(first.variant_id), "bv"): "13",
        (int(second.variant_id), "pv"): "5",
        (int(second.variant_id), "bv"): "5",
    }
    written = [each.method for each in store.calls if each.method != "GET"]
    assert written == ["POST", "POST", "PUT"]


def test_many_values_are_sent_ten_at_a_time(opened: tuple[FakeStore, Shop]) -> None:
    store, shop = opened
    for number in range(30):
        shop.add_product(f"Tea {number}", [(f"T-{number}", 100)])

    a_client(shop).publish([a_value(shop, number, "1", "1") for number in range(32)])

    assert len(shown(shop)) == 64
    assert [each.method for each in store.calls].count("POST") == 7


def test_a_value_of_a_variant_that_cannot_be_is_refused(shop: Shop) -> None:
    with pytest.raises(InvalidResponse):
        a_client(shop).publish([PublishedValue("1", "gid://x", "TEA", "1", "1")])
