from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved, Variant
from commissions.domain.orders.hint import ChangeHinted
from commissions.platforms import InvalidPayload, shopify
from tests.unit.platforms.payloads import sample
from tests.unit.platforms.shopify_builders import KEY, STORE, Payload, read

AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


def a_product(*variants: Payload, **more: Any) -> Payload:
    return {
        "id": 8800000001,
        "title": "Sencha",
        "updated_at": "2026-11-20T09:30:00-06:00",
        "variants": list(variants or (a_variant(),)),
    } | more


def a_variant(variant_id: int = 44100000001, **more: Any) -> Payload:
    return {"id": variant_id, "sku": "TEA", "title": "100 g"} | more


def listed(payload: Payload) -> ProductListed:
    product = read(payload, "products/update").records[0]
    assert isinstance(product, ProductListed)
    return product


def test_a_product_lists_its_variants() -> None:
    product = listed(a_product(a_variant(), a_variant(44100000002, sku="TEA-250", title="250 g")))

    assert product == ProductListed(
        platform="shopify",
        store_id="tea",
        product_id="8800000001",
        updated_at=AT,
        variants=(
            Variant("44100000001", "TEA", "Sencha - 100 g"),
            Variant("44100000002", "TEA-250", "Sencha - 250 g"),
        ),
    )


def test_a_product_that_is_its_own_only_variant_has_its_own_name() -> None:
    [variant] = listed(a_product(a_variant(title="Default Title"))).variants

    assert variant.name == "Sencha"


@pytest.mark.parametrize("sku", [None, "", " ", "x" * 129, "TEA\x00"])
def test_a_variant_without_a_usable_sku_is_listed_under_its_id(sku: str | None) -> None:
    assert listed(a_product(a_variant(sku=sku))).variants[0].sku == ""


@pytest.mark.parametrize(
    ("sent", "existing", "complete"),
    [(2, 2, True), (2, 3, False), (99, None, True), (100, 100, True)],
)
def test_variants_that_were_not_sent_are_asked_for(
    sent: int, existing: int | None, complete: bool
) -> None:
    gids = [{"admin_graphql_api_id": f"gid://{n}"} for n in range(existing)] if existing else None
    product = a_product(*(a_variant(number + 1) for number in range(sent)), variant_gids=gids)

    first, *others = read(product, "products/update").records

    assert isinstance(first, ProductListed)
    assert first.complete is complete
    assert [isinstance(each, ChangeHinted) for each in others] == ([] if complete else [True])


def test_a_hundred_variants_may_not_be_all() -> None:
    product = a_product(*(a_variant(number) for number in range(1, 101)))

    assert listed(product).complete is False


def test_a_product_too_large_to_deliver_is_asked_for() -> None:
    [hint] = read({"id": 8800000001}, "products/create").records

    assert isinstance(hint, ChangeHinted)
    assert (hint.subject, hint.subject_id) == ("product", "8800000001")


def test_a_product_that_is_gone_is_removed_as_of_the_message() -> None:
    headers = {"x-shopify-triggered-at": "2026-11-20T15:30:00Z"}
    [gone] = shopify.parse_webhook(
        {"id": 8800000001}, "products/delete", headers, STORE, KEY
    ).records

    assert gone == ProductRemoved(
        platform="shopify", store_id="tea", product_id="8800000001", removed_at=AT
    )


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ({"id": 8800000001}, {}),
        ({"id": 8800000001}, {"x-shopify-triggered-at": "yesterday"}),
        (a_product(), {"x-shopify-triggered-at": "2026-11-20T15:30:00Z"}),
    ],
    ids=["of no time", "of a time that is none", "with a body that products/update was signed for"],
)
def test_a_product_of_which_it_is_not_sure_that_it_is_gone_is_asked_for(
    body: Payload, headers: dict[str, str]
) -> None:
    """The topic and its time stand in headers, which nobody signs."""
    [hint] = shopify.parse_webhook(body, "products/delete", headers, STORE, KEY).records

    assert isinstance(hint, ChangeHinted)
    assert (hint.subject, hint.subject_id) == ("product", "8800000001")


@pytest.mark.parametrize("topic", ["products/create", "products/update", "products/delete"])
@pytest.mark.parametrize("product_id", [788032119674292922, 788032119674292900])
def test_the_documented_product_is_not_listed(topic: str, product_id: int) -> None:
    assert read(a_product(id=product_id), topic).ignored == "a test notification"


def test_a_product_that_was_asked_for_reads_as_one_that_was_sent() -> None:
    reading = shopify.parse_product(a_product(), STORE)

    assert reading.records == read(a_product(), "products/create").records
    assert reading.occurred_at == AT


def test_our_samples_of_a_product_are_read() -> None:
    created = listed(sample("shopify/products_create"))
    told = {"x-shopify-triggered-at": "2026-11-20T15:30:00Z"}
    body = sample("shopify/products_delete")
    [gone] = shopify.parse_webhook(body, "products/delete", told, STORE, KEY).records

    assert [variant.sku for variant in created.variants] == ["TEA-GREEN-100", "TEA-GREEN-250"]
    assert isinstance(gone, ProductRemoved)
    assert gone.product_id == created.product_id


@pytest.mark.parametrize(
    "broken",
    [
        {"variants": None, "updated_at": None},
        {"variants": "all"},
        {"variants": [a_variant(), a_variant()]},
        {"variants": [{"sku": "TEA"}]},
        {"id": "sencha"},
        {"variant_gids": "all"},
    ],
)
def test_a_product_that_is_not_as_promised_is_unreadable(broken: Payload) -> None:
    with pytest.raises(InvalidPayload):
        read(a_product() | broken, "products/update")
