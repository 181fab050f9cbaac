"""Which lines of an order are parts of bundles, and what those are, as each platform tells it."""

from decimal import Decimal
from typing import Any

import pytest

from commissions import events
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.sold_bundle import SoldBundle
from commissions.platforms import InvalidPayload, ParsedWebhook
from tests.support.bundled_orders import woocommerce_kit
from tests.unit.platforms import (
    bigcommerce_builders,
    magento_builders,
    shopify_builders,
    woocommerce_builders,
)

Payload = dict[str, Any]


def parts(order: OrderPlaced) -> dict[str, str]:
    """By line, the bundle that it is a part of."""
    return {item.line_id: item.bundle_id for item in order.items if item.bundle_id}


def on_shopify(*groups: Any, of: Any = 900) -> ParsedWebhook:
    lines = [shopify_builders.a_line(11, sales_line_item_group_id=of), shopify_builders.a_line(12)]
    order = shopify_builders.an_order(*lines, line_item_groups=list(groups))
    return shopify_builders.read(order, "orders/paid")


def the_order(reading: ParsedWebhook) -> OrderPlaced:
    order = reading.records[0]
    assert isinstance(order, OrderPlaced)
    return order


@pytest.mark.parametrize(
    "group",
    [
        {"id": 900, "variant_id": 44190, "variant_sku": "KIT", "quantity": 2},
        {"id": 900, "variantId": 44190, "variantSku": "KIT", "quantity": 2, "title": "Kit"},
        {
            "id": "gid://shopify/LineItemGroup/900",
            "variantId": "gid://shopify/ProductVariant/44190",
            "variantSku": " KIT ",
            "quantity": 2,
        },
    ],
)
def test_a_shopify_group_is_a_bundle_however_it_is_written(group: Payload) -> None:
    other = {"id": 901, "variant_id": 1, "variant_sku": "BOX", "quantity": 1}
    order = the_order(on_shopify(group, other))

    assert parts(order) == {"11": "900"}
    assert order.bundles == (SoldBundle("900", "44190", "KIT", order.items[0].qty * 2),)


@pytest.mark.parametrize("groups", [[], [{"id": 900}], [{"id": 900, "quantity": 1}]])
def test_shopify_is_asked_what_a_bundle_is_that_a_webhook_only_names(groups: list[Payload]) -> None:
    [hint] = on_shopify(*groups).records

    assert isinstance(hint, ChangeHinted)


@pytest.mark.parametrize("none", [None, 0, "", [], {}])
def test_a_shopify_line_without_a_group_is_a_part_of_none(none: Any) -> None:
    order = the_order(on_shopify(of=none))

    assert (parts(order), order.bundles) == ({}, ())


def test_a_shopify_group_that_cannot_be_read_is_named() -> None:
    with pytest.raises(InvalidPayload, match=r"line_items\[0\]\.sales_line_item_group_id"):
        on_shopify(of="kit")
    with pytest.raises(InvalidPayload, match=r"line_item_groups\[0\]\.quantity"):
        on_shopify({"id": 900, "variant_id": 1, "variant_sku": "KIT", "quantity": "two"})


def woo(*lines: Payload) -> OrderPlaced:
    return woocommerce_builders.placed(woocommerce_builders.an_order(*lines))


def a_kit(**fields: Any) -> Payload:
    return woocommerce_builders.a_line(10, sku="KIT", product_id=190, total="0.00", **fields)


def a_part(line_id: int = 11, **fields: Any) -> Payload:
    return woocommerce_builders.a_line(line_id, total="10.00", **fields)


def meta(key: str, value: Any) -> list[Payload]:
    return [{"id": 1, "key": key, "value": value}]


@pytest.mark.parametrize(
    ("kit", "part"),
    [
        ({}, {"bundled_by": 10}),
        ({}, {"bundled_by": "10"}),
        ({"bundled_items": [11]}, {}),
        ({"bundled_items": ["11"]}, {"bundled_by": 10}),
        ({}, {"composite_parent": 10}),
        ({"composite_children": [11, 99]}, {}),
        ({}, {"meta_data": meta("_woosb_parent_id", 190)}),
        ({}, {"meta_data": meta("_woosb_parent_id", "190")}),
        ({}, {"meta_data": meta("_wooco_parent_id", "190")}),
    ],
)
def test_plug_ins_of_woocommerce_name_a_bundle_and_its_parts_in_their_own_ways(
    kit: Payload, part: Payload
) -> None:
    assert parts(woo(a_kit(**kit), a_part(**part), a_part(12))) == {"11": "10"}


@pytest.mark.parametrize(
    ("above", "own"),
    [
        ("_bundled_by", "_bundle_cart_key"),
        ("_bundled_by", "_yith_bundle_cart_key"),
        ("_composite_parent", "_composite_cart_key"),
        ("_mnm_container", "_mnm_cart_key"),
    ],
)
def test_plug_ins_that_add_no_fields_to_the_api_name_a_bundle_by_the_key_it_had_in_the_cart(
    above: str, own: str
) -> None:
    first, second = "d41d8cd98f00b204", "9e107d9d372bb682"
    lines = [
        a_kit(meta_data=meta(own, first)),
        a_part(11, meta_data=meta(above, first)),
        woocommerce_builders.a_line(20, sku="KIT", total="0.00", meta_data=meta(own, second)),
        a_part(21, meta_data=meta(above, second)),
        a_part(31, meta_data=meta(above, "of none that is here")),
    ]

    assert parts(woo(*lines)) == {"11": "10", "21": "20"}


@pytest.mark.parametrize("odd", [None, "", 0, 1.5, True, [], ["k"], {}, {"a": 1}, "x" * 5000])
def test_an_odd_key_of_the_cart_names_no_bundle(odd: Any) -> None:
    lines = [
        a_kit(meta_data=meta("_bundle_cart_key", odd)),
        a_part(11, meta_data=meta("_bundled_by", [odd, "another"])),
    ]

    assert parts(woo(*lines)) == {}


def test_of_two_bundles_of_one_product_a_part_is_in_the_one_before_it() -> None:
    of_kit = {"meta_data": meta("_woosb_parent_id", 190)}
    second = woocommerce_builders.a_line(20, sku="KIT", product_id=190, total="0.00")

    order = woo(a_kit(), a_part(11, **of_kit), second, a_part(21, **of_kit))

    assert parts(order) == {"11": "10", "21": "20"}


@pytest.mark.parametrize(
    "odd", [None, "", 0, "none", 99, 11, {"a": 1}, [11], "10 and 12", True, -10, 1.5]
)
@pytest.mark.parametrize("name", ["bundled_by", "composite_parent", "bundled_items", "_woosb"])
def test_a_bundle_that_woocommerce_does_not_name_rightly_is_none(name: str, odd: Any) -> None:
    """A plug-in's field decides no money by itself: the order reads as if it were not there."""
    field = {"meta_data": meta("_woosb_parent_id", odd)} if name == "_woosb" else {name: odd}

    plain, read = woo(a_kit(), a_part()), woo(a_kit(), a_part(**field))

    assert (read.items, parts(read)) == (plain.items, {})


def test_lines_that_are_in_each_other_are_in_none() -> None:
    loop = woo(a_kit(bundled_by=11), a_part(bundled_by=10), a_part(12, bundled_by=10))

    assert parts(loop) == {}


def test_a_bundle_in_a_bundle_is_one_too() -> None:
    lines = [a_kit(), a_part(11, composite_parent=10), a_part(12, bundled_by=11)]

    assert parts(woo(*lines)) == {"11": "10", "12": "11"}


def test_the_parts_of_a_magento_bundle_with_their_own_prices_are_of_it() -> None:
    build = magento_builders
    bundle = build.an_item(10, price="40", qty="2", sku="KIT", product_type="bundle")
    order = build.placed(
        build.an_order(bundle, build.a_part(11, 10, price="30"), build.an_item(12))
    )

    assert parts(order) == {"11": "10"}
    [kit] = order.bundles
    assert (kit.bundle_id, kit.platform_sku, kit.qty) == ("10", "KIT", Decimal(2))


def test_a_magento_bundle_with_a_price_of_its_own_is_a_line_as_it_always_was() -> None:
    build = magento_builders
    bundle = build.an_item(10, price="40", sku="KIT", product_type="bundle")
    order = build.placed(build.an_order(bundle, build.a_part(11, 10, price="0")))

    assert [item.platform_sku for item in order.items] == ["KIT"]
    assert (parts(order), order.bundles) == ({}, ())


@pytest.mark.parametrize(
    ("parent", "found"),
    [(501, {"502": "501"}), ("501", {"502": "501"}), (None, {}), (0, {}), ("", {}), (99, {}),
     (502, {})],
)  # fmt: skip
def test_a_line_of_bigcommerce_names_the_one_that_stands_for_its_bundle(
    parent: Any, found: dict[str, str]
) -> None:
    build = bigcommerce_builders
    lines = [build.a_line(), build.a_line(id=502, parent_order_product_id=parent)]

    assert parts(build.placed(None, *lines)) == found


def test_a_parent_of_a_line_of_bigcommerce_that_is_no_id_is_named() -> None:
    build = bigcommerce_builders
    with pytest.raises(InvalidPayload, match=r"products\[0\]\.parent_order_product_id"):
        build.placed(None, build.a_line(parent_order_product_id="kit"))


def test_an_order_without_bundles_is_written_as_it_always_was() -> None:
    """What is new about them is left out where there is nothing of it."""
    kit, plain = woocommerce_kit(), woocommerce_kit()
    for line in plain["line_items"]:
        for name in ("bundled_by", "bundled_items"):
            line.pop(name, None)
    bundled, without = (woocommerce_builders.placed(each) for each in (kit, plain))

    assert parts(bundled)
    assert bundled.digest != without.digest
    assert "bundle" in events.encode(bundled)
    assert "bundle" not in events.encode(without)
