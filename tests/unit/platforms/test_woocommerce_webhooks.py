from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved, Variant
from commissions.platforms import NO_TIME, InvalidPayload, woocommerce
from tests.unit.platforms.woocommerce_builders import (
    KEY,
    STORE,
    Payload,
    a_product,
    an_order,
    hints,
    read,
    told,
)

UPDATED = datetime(2026, 11, 20, 15, 30, 4, tzinfo=UTC)


def listed(payload: Payload) -> ProductListed:
    [product] = woocommerce.parse_product(payload, STORE).records
    assert isinstance(product, ProductListed)
    return product


@pytest.mark.parametrize("topic", ["order.created", "order.updated", "order.restored"])
def test_an_order_is_read_by_each_of_its_topics(topic: str) -> None:
    reading = read(an_order(), topic)

    assert (reading.topic, reading.occurred_at, reading.ignored) == (topic, UPDATED, "")
    assert len(reading.records) == 1


def test_a_deleted_order_has_to_be_asked_for() -> None:
    assert hints({"id": 7301}, "order.deleted") == [("order", "7301", "order.deleted")]
    assert read({"id": 7301}, "order.deleted").occurred_at == NO_TIME


@pytest.mark.parametrize(
    "topic",
    ["customer.created", "coupon.deleted", "product.published", "action.woocommerce_add_to_cart"],
)
def test_other_topics_earn_nothing_whatever_they_hold(topic: str) -> None:
    payloads: list[Any] = [an_order(), {"email": "nora@example.org"}, [], None, "text", 7]
    for payload in payloads:
        reading = read(payload, topic)
        assert (reading.records, reading.ignored) == ((), f"{topic} earns nothing")


@pytest.mark.parametrize(
    ("status", "why"),
    [(404, "gone before it was sent"), (403, "lost the right"), (401, "lost the right")],
)
@pytest.mark.parametrize("topic", ["order.created", "order.updated", "product.updated"])
def test_an_error_that_was_signed_never_earns(topic: str, status: int, why: str) -> None:
    error = {"code": "woocommerce_rest_x", "message": "nora", "data": {"status": status}}

    reading = read(error, topic)

    assert reading.records == ()
    assert f"({status})" in reading.ignored
    assert why in reading.ignored
    assert "nora" not in reading.ignored


def test_an_order_that_also_has_a_code_is_an_order() -> None:
    assert len(told(an_order(code="x", data={"status": 404}))) == 1


def test_a_webhook_without_a_topic_is_unreadable() -> None:
    with pytest.raises(InvalidPayload, match="names no topic"):
        read(an_order(), "")


@pytest.mark.parametrize("payload", [[], None, "paid", {}, {"id": 7301}, {"order": an_order()}])
def test_a_body_that_is_no_order_is_unreadable(payload: Any) -> None:
    with pytest.raises(InvalidPayload):
        read(payload)


@pytest.mark.parametrize("named", ["", "orders/paid", "order", "order.updated\n", "../x"])
def test_a_topic_that_is_none_is_empty(named: str) -> None:
    assert woocommerce.topic({"x-wc-webhook-topic": named}) == ""


def test_the_ids_of_a_delivery_are_kept_beside_the_records() -> None:
    headers = {"x-wc-webhook-id": "2", "x-wc-webhook-delivery-id": "f7027f0e8c89e42b64073c57"}

    reading = woocommerce.parse_webhook(an_order(), "order.updated", headers, STORE, KEY)

    assert reading.delivery == {"webhook_id": "2", "delivery_id": "f7027f0e8c89e42b64073c57"}
    assert reading.records == told(an_order())


@pytest.mark.parametrize("topic", ["product.created", "product.updated", "product.restored"])
def test_a_simple_product_is_its_own_only_variant(topic: str) -> None:
    [product] = told(a_product(), topic)

    assert product == listed(a_product())
    assert product.product_id == "88"
    assert product.variants == (Variant("88", "TEA", "Green tea"),)
    assert (product.updated_at, product.complete) == (UPDATED, True)


def test_a_variation_is_one_variant_of_its_product() -> None:
    variation = a_product(id=89, type="variation", parent_id=88, name="Green tea - 50 g")

    [product] = told(variation, "product.updated")

    assert product == listed(variation)
    assert (product.product_id, product.complete) == ("88", False)
    assert product.variants == (Variant("89", "TEA", "Green tea - 50 g"),)


@pytest.mark.parametrize("kind", ["variable", "variable-subscription"])
def test_a_product_with_variations_has_to_be_asked_for(kind: str) -> None:
    product = a_product(type=kind, variations=[89, 90])

    assert hints(product, "product.updated") == [("product", "88", "product.updated")]


def test_a_product_is_listed_with_all_its_variations() -> None:
    later = "2026-11-21T08:00:00"
    sizes = [
        a_product(id=89, sku="TEA-50", attributes=[{"option": "50 g"}], date_modified_gmt=later),
        a_product(id=90, sku=10024, attributes=[{"option": "1 kg"}, {"option": "tin"}]),
    ]

    product = listed(a_product(type="variable", sku="", variations=sizes))

    assert product.variants == (
        Variant("89", "TEA-50", "Green tea - 50 g"),
        Variant("90", "10024", "Green tea - 1 kg, tin"),
    )
    assert (product.complete, product.updated_at.day) == (True, 21)


@pytest.mark.parametrize("kind", ["grouped", "external"])
def test_what_cannot_be_bought_here_has_no_variant(kind: str) -> None:
    assert listed(a_product(type=kind)).variants == ()


def test_a_product_in_the_trash_is_removed() -> None:
    [gone] = woocommerce.parse_product(a_product(status="trash"), STORE).records
    variation = a_product(id=89, parent_id=88, type="variation", status="trash")
    [one] = woocommerce.parse_product(variation, STORE).records

    assert isinstance(gone, ProductRemoved)
    assert isinstance(one, ProductRemoved)
    assert (gone.product_id, gone.variant_id, gone.removed_at) == ("88", "", UPDATED)
    assert (one.product_id, one.variant_id) == ("88", "89")


def test_the_store_of_the_route_is_the_store_of_the_record() -> None:
    [order] = told(an_order(), store=replace(STORE, store_id="cocoa"))

    assert order.key.startswith("woocommerce/cocoa/")
