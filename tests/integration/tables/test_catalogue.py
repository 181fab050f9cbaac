"""COMMISSIONS_PROOF=1 lists the largest product again more often."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import boto3
import pytest

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved, Variant
from commissions.domain.catalogue.listing_history import ListedProduct
from commissions.tables import catalogue
from tests.support.dynamodb_calls import just_before, round_trips
from tests.support.orders import NOON
from tests.support.proof_size import proof_size

pytestmark = pytest.mark.usefixtures("aws")

UPDATES = proof_size(8, 30)
Told = ProductListed | ProductRemoved
OF: dict[str, Any] = {"platform": "shopify", "store_id": "tea", "product_id": "7"}


def listed(minute: int, *variant_ids: str, **fields: Any) -> ProductListed:
    variants = tuple(Variant(each, f"TEA-{each}", f"Tea {each}") for each in variant_ids)
    moment = NOON + timedelta(minutes=minute)
    return ProductListed(**OF | {"updated_at": moment, "variants": variants} | fields)


def removed(minute: int) -> ProductRemoved:
    return ProductRemoved(removed_at=NOON + timedelta(minutes=minute), **OF)


def shelf() -> ListedProduct:
    found = catalogue.find("tea", "7")
    assert found
    return found


def taken(told: Iterable[Told]) -> list[bool]:
    return [catalogue.apply(each) for each in told]


def for_sale() -> list[str]:
    return [each.variant_id for each in shelf().variants if not each.closed_at]


def test_a_product_is_found_as_it_was_told() -> None:
    assert taken([listed(1, "100g", "250g")]) == [True]

    assert for_sale() == ["100g", "250g"]
    assert (shelf().platform, shelf().variants[0].sku) == ("shopify", "TEA-100g")


def test_a_product_nobody_told_of_is_not_there() -> None:
    assert catalogue.find("tea", "7") is None


def test_what_is_told_twice_writes_nothing() -> None:
    catalogue.apply(listed(1, "100g"))

    with round_trips() as calls:
        assert taken([listed(1, "100g")]) == [False]
    assert calls == ["GetItem"]


def test_in_any_order_the_same_stands_there() -> None:
    told: list[Told] = [listed(1, "100g", "250g"), listed(3, "100g"), removed(5), listed(9, "100g")]
    ends = []
    for order in permutations(told):
        taken([*order, order[0]])
        ends.append(shelf())
        boto3.client("dynamodb").delete_item(
            TableName="CatalogueTable",
            Key={"product": {"S": "tea/7"}},
        )

    assert all(end == ends[0] for end in ends)
    assert [each.closed_at for each in ends[0].variants] == [None, NOON + timedelta(minutes=3)]


def test_a_removal_of_what_nobody_told_of_is_remembered() -> None:
    taken([removed(5), listed(1, "100g")])

    assert for_sale() == []


def test_a_variant_listed_while_another_writer_takes_it_off_is_off() -> None:
    catalogue.apply(listed(1, "100g"))

    with just_before("PutItem", lambda: catalogue.apply(listed(9, "100g"))):
        catalogue.apply(listed(5, "100g", "250g"))

    assert for_sale() == ["100g"]


def test_every_product_of_every_store_is_there() -> None:
    taken([listed(1, "100g"), replace(listed(1, "100g"), store_id="cups", product_id="8")])

    assert sorted((each.store_id, each.product_id) for each in catalogue.all_products()) == [
        ("cups", "8"),
        ("tea", "7"),
    ]


def test_a_product_of_as_many_variants_as_a_store_allows_fits() -> None:
    every = tuple(
        Variant(f"{4_410_000_000 + number * 7919}", f"TEA-{number:04}", f"Tea, kind {number}")
        for number in range(2048)
    )
    gone = [listed(minute, "1") for minute in range(2, UPDATES)]

    taken([listed(1, variants=every), *gone])

    item = boto3.client("dynamodb").scan(TableName="CatalogueTable")["Items"][0]
    assert len(shelf().variants) == 2049
    assert len(item["shelf"]["B"]) < 200_000
