from collections.abc import Iterator
from dataclasses import replace

import pytest

from commissions.clients import InvalidResponse, PublishedValue, bigcommerce
from commissions.domain.catalogue.listing import ProductListed
from commissions.platforms import bigcommerce as platform
from tests.unit.clients.bigcommerce_shop import a_client, a_shop, of
from tests.unit.clients.fake_server import a_reply, answering
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


def test_what_was_written_of_a_call_stays_and_what_was_refused_is_named(
    opened: tuple[FakeStore, Shop],
) -> None:
    store, shop = opened
    first, second = a_value(shop, 0, "10", "12"), a_value(shop, 1, "5", "6")
    gone = PublishedValue(first.product_id, "99999", "TEA-GONE", "1", "1")
    for number in range(9):
        shop.add_product(f"Tea {number}", [(f"T-{number}", 100)])
    many = [a_value(shop, number, "1", "1") for number in range(2, 11)]

    with pytest.raises(InvalidResponse) as raised:
        a_client(shop).publish([first, gone, second, *many])

    assert str(raised.value) == (
        "22 of 24 values are shown; BigCommerce refuses those of the variants 99999: "
        "see that these exist, then publish again"
    )
    assert len(shown(shop)) == 22
    assert shown(shop)[int(first.variant_id), "pv"] == "10"
    assert [each.method for each in store.calls].count("POST") == 3, "what follows is sent too"


def test_values_that_went_while_they_were_changed_are_named(shop: Shop) -> None:
    first, second = a_value(shop, 0, "10", "12"), a_value(shop, 1, "5", "6")
    client = a_client(shop)
    client.publish([first, second])
    kept: dict[int, dict[str, object]] = shop.extra["metafields"]
    stale = {number: dict(each) for number, each in kept.items()}
    shop.extra["metafields"] = Vanishing(stale, int(first.variant_id))

    with pytest.raises(InvalidResponse, match=f"2 of 4 .* variants {first.variant_id}:"):
        client.publish([replace(first, pv="11", bv="13"), replace(second, pv="7", bv="8")])

    assert shown(shop)[int(second.variant_id), "pv"] == "7"


class Vanishing(dict[int, dict[str, object]]):
    """Metafields, of which those of a variant are listed once and then gone."""

    def __init__(self, kept: dict[int, dict[str, object]], variant_id: int) -> None:
        super().__init__(kept)
        self.variant_id = variant_id

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) and self[key]["resource_id"] != self.variant_id  # type: ignore[index]


def test_a_refusal_that_says_nothing_of_what_was_done_is_one(shop: Shop) -> None:
    none, refusal = a_reply(200, b'{"data": [], "meta": {}}'), a_reply(422, b'{"title": "no"}')
    with answering(none, refusal) as played:
        shop_at = replace(of(shop), api_url=played.url)
        client = bigcommerce.create_client(shop_at, {"token": "t"}, ["127.0.0.1"])
        with pytest.raises(InvalidResponse, match="answered 422"):
            client.publish([a_value(shop, 0, "1", "1")])


def test_a_value_of_a_variant_that_cannot_be_is_refused(shop: Shop) -> None:
    with pytest.raises(InvalidResponse):
        a_client(shop).publish([PublishedValue("1", "gid://x", "TEA", "1", "1")])
