"""What a bundle earns on each platform: its own value, or that of its parts, and never both."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from commissions.domain.catalogue.sku_values import Component
from commissions.domain.orders.order import OrderPlaced
from commissions.platforms import ParsedWebhook, bigcommerce, magento, shopify, woocommerce
from tests.support.bundle_shops import BundleShop
from tests.support.bundled_orders import (
    Payload,
    bigcommerce_kit,
    magento_kit,
    shopify_kit,
    woocommerce_kit,
)
from tests.unit.platforms import (
    bigcommerce_builders,
    magento_builders,
    shopify_builders,
    woocommerce_builders,
)

Tell = Callable[..., ParsedWebhook]
OWN, PARTS = {"KIT": "own"}, {"KIT": "parts"}


def on_shopify(*refunds: Payload, kits: int = 1) -> ParsedWebhook:
    build = shopify_builders
    return shopify.parse_order(shopify_kit(*refunds, kits=kits), build.STORE, build.KEY)


def on_woocommerce(*refunds: Payload, kits: int = 1) -> ParsedWebhook:
    build = woocommerce_builders
    return woocommerce.parse_order(woocommerce_kit(*refunds, kits=kits), build.STORE, build.KEY)


def on_magento(*, kits: int = 1) -> ParsedWebhook:
    build = magento_builders
    return magento.parse_order(magento_kit(kits=kits), build.a_store(), build.KEY)


def on_bigcommerce(*, kits: int = 1) -> ParsedWebhook:
    store = replace(bigcommerce_builders.STORE, store_id="tea")
    return bigcommerce.parse_order(bigcommerce_kit(kits=kits), store, bigcommerce_builders.KEY)


TOLD: dict[str, Tell] = {
    "shopify": on_shopify,
    "woocommerce": on_woocommerce,
    "magento": on_magento,
    "bigcommerce": on_bigcommerce,
}
everywhere = pytest.mark.parametrize("platform", TOLD)


@everywhere
@pytest.mark.parametrize(("kits", "points"), [(1, 40), (3, 120)])
def test_a_bundle_with_a_value_of_its_own_earns_that_and_nothing_for_its_parts(
    platform: str, kits: int, points: int
) -> None:
    assert BundleShop(platform, OWN).tell(TOLD[platform](kits=kits)).points == points


@everywhere
def test_a_bundle_that_is_worth_its_parts_earns_as_they_do_by_themselves(platform: str) -> None:
    assert BundleShop(platform, PARTS).tell(TOLD[platform]()).points == 20 + 2 * 10


@everywhere
def test_an_order_waits_where_both_have_a_value_and_nobody_says_which_counts(
    platform: str,
) -> None:
    shop = BundleShop(platform).tell(TOLD[platform]())

    assert shop.waiting == [("counted_twice", "sku/tea/KIT")]
    assert shop.why().detail == (
        "KIT is worth 40/40/40/40 of its own, and so are its parts: "
        "TEA (20/20/20/20), CUP (10/10/10/10)"
    )
    assert "`own`" in shop.why().advice


@everywhere
def test_where_only_the_bundle_has_a_value_that_counts(platform: str) -> None:
    assert BundleShop(platform, points={"KIT": "40"}).tell(TOLD[platform]()).points == 40


@everywhere
def test_a_bundle_that_costs_nothing_by_itself_needs_no_value(platform: str) -> None:
    shop = BundleShop(platform, points={"TEA": "20", "CUP": "10"}).tell(TOLD[platform]())

    assert not shop.waiting
    assert shop.points == 40


@everywhere
def test_parts_without_a_value_wait_for_one_where_the_bundle_has_none_either(
    platform: str,
) -> None:
    shop = BundleShop(platform, points={"TEA": "20"}).tell(TOLD[platform]())

    assert shop.waiting == [("unmapped_sku", "sku/tea/CUP")]


@everywhere
def test_nobody_is_asked_where_all_are_worth_the_same_share_of_what_they_cost(
    platform: str,
) -> None:
    shares = dict.fromkeys(("KIT", "TEA", "CUP"), "80%")
    shop = BundleShop(platform, points=shares).tell(TOLD[platform]())

    assert not shop.waiting
    assert shop.points == 32


@everywhere
def test_a_share_of_a_bundle_is_one_of_all_that_its_parts_cost(platform: str) -> None:
    worth = {"KIT": "50%", "TEA": "20", "CUP": "10"}

    assert BundleShop(platform, OWN, worth).tell(TOLD[platform]()).points == 20


def test_each_part_has_its_stretch_of_the_bundle_and_says_so() -> None:
    shop = BundleShop("shopify", OWN).tell(on_shopify())

    assert shop.target.maps == (
        "1 x KIT @ 2026-11-01, 30.00 USD of 40.00 USD: 3000/0/3000/0",
        "1 x KIT @ 2026-11-01, 10.00 USD of 40.00 USD: 1000/0/1000/0",
    )


def test_a_part_that_comes_back_takes_its_own_stretch_of_the_bundle() -> None:
    cups = shopify_builders.a_refund({12: 2}, paid_back=[("success", "10.00")])
    for line in cups["refund_line_items"]:
        line["subtotal"] = 10
    shop = BundleShop("shopify", OWN).tell(on_shopify(cups))

    assert shop.points == 30


def test_the_bundles_line_and_its_parts_share_its_value_where_both_cost_something() -> None:
    build = woocommerce_builders
    cups = build.a_refund(build.back(12, qty=-2, total="-10.00"), amount="10.00")
    lines = [
        build.a_line(10, sku="KIT", product_id=190, total="30.00", composite_children=[12]),
        build.a_line(12, sku="CUP", total="10.00", qty=2, composite_parent="10"),
    ]
    told = [build.an_order(*lines, refunds=refunds) for refunds in ([], [cups])]
    whole, less = (
        BundleShop("woocommerce", OWN).tell(woocommerce.parse_order(each, build.STORE, build.KEY))
        for each in told
    )

    assert [whole.points, less.points] == [40, 30]


def test_a_bundle_that_has_all_the_money_counts_as_it_always_did() -> None:
    build = woocommerce_builders
    lines = [
        build.a_line(10, sku="KIT", product_id=190, total="40.00", qty=2),
        build.a_line(11, total="0.00", qty=2, bundled_by=10),
    ]
    order = woocommerce.parse_order(build.an_order(*lines), build.STORE, build.KEY)

    for said in ({}, OWN, PARTS):
        assert BundleShop("woocommerce", said).tell(order).points == 80


def test_what_is_sold_besides_a_bundle_has_its_own_value() -> None:
    build = woocommerce_builders
    lines = [
        build.a_line(10, sku="KIT", product_id=190, total="0.00", bundled_items=[11]),
        build.a_line(11, total="30.00", bundled_by=10),
        build.a_line(13, total="12.00"),
        build.a_line(14, sku="MUG", total="7.00"),
    ]
    order = woocommerce.parse_order(build.an_order(*lines), build.STORE, build.KEY)

    assert BundleShop("woocommerce", OWN).tell(order).points == 40 + 20 + 7


def test_the_widest_bundle_that_counts_alone_counts_alone() -> None:
    build = woocommerce_builders
    lines = [
        build.a_line(10, sku="BOX", product_id=190, total="0.00", composite_children=[11]),
        build.a_line(11, sku="KIT", product_id=191, total="0.00", composite_parent=10),
        build.a_line(12, total="30.00", bundled_by=11),
    ]
    order = woocommerce.parse_order(build.an_order(*lines), build.STORE, build.KEY)
    points = {"BOX": "70", "KIT": "40", "TEA": "20"}

    for said, worth in (
        ({"BOX": "own", "KIT": "own"}, 70),
        ({"BOX": "parts", "KIT": "own"}, 40),
        ({"BOX": "parts", "KIT": "parts"}, 20),
    ):
        assert BundleShop("woocommerce", said, points).tell(order).points == worth


def test_what_a_map_says_that_a_bundle_holds_says_that_its_own_value_counts() -> None:
    shop = BundleShop("shopify")
    versions = shop.registers.versions
    [kit] = versions["tea", "KIT"]
    held = replace(kit.value, components=(Component("TEA", Decimal(1)),))
    versions["tea", "KIT"] = (replace(kit, value=held),)

    assert shop.tell(on_shopify()).points == 40


def test_an_order_that_was_locked_before_the_map_said_anything_stays_as_it_was() -> None:
    shop = BundleShop("shopify", PARTS).tell(on_shopify())
    versions = shop.registers.versions
    [kit] = versions["tea", "KIT"]
    versions["tea", "KIT"] = (replace(kit, value=replace(kit.value, bundle="own")),)
    [placed] = on_shopify().records
    assert isinstance(placed, OrderPlaced)
    later = replace(placed, updated_at=placed.updated_at + timedelta(hours=1))

    assert shop.tell(replace(on_shopify(), records=(later,))).points == 40


def an_edited_kit(*parts: Payload, hours: int = 0, kits: int = 1) -> ParsedWebhook:
    """The kit as a plug-in tells it, so many hours after it was paid."""
    build = woocommerce_builders
    named = [part | {"bundled_by": 10} for part in parts]
    kit = build.a_line(10, sku="KIT", product_id=190, total="0.00", qty=kits)
    at = datetime(2026, 11, 20, 15, 30, 4, tzinfo=UTC) + timedelta(hours=hours)
    order = build.an_order(kit, *named, date_modified_gmt=f"{at:%Y-%m-%dT%H:%M:%S}")
    return woocommerce.parse_order(order, build.STORE, build.KEY)


def in_kit(line_id: int, sku: str, total: int, qty: int = 1) -> Payload:
    return woocommerce_builders.a_line(line_id, sku=sku, total=f"{total}.00", qty=qty)


A_TEA, CUPS = in_kit(11, "TEA", 30), in_kit(12, "CUP", 10, 2)
EDITS: dict[str, tuple[ParsedWebhook, str]] = {
    "a part more": (an_edited_kit(A_TEA, CUPS, in_kit(13, "MUG", 30), hours=5), "40"),
    "a dearer part": (an_edited_kit(A_TEA, in_kit(13, "MUG", 50), hours=5), "40"),
    "a part of the same price": (an_edited_kit(A_TEA, in_kit(13, "MUG", 10), hours=5), "40"),
    "a part less": (an_edited_kit(A_TEA, hours=5), "30"),
    # 5.00 of the 35.00 that the kit costs when it comes into it.
    "a cheaper part": (an_edited_kit(A_TEA, in_kit(13, "MUG", 5), hours=5), "35.71"),
    "all parts anew": (an_edited_kit(in_kit(13, "MUG", 70), hours=5), "40"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_what_is_in_a_bundle_never_makes_it_earn_more_than_it_is_worth(
    name: str,
) -> None:
    edited, points = EDITS[name]
    shop = BundleShop("woocommerce", OWN).tell(an_edited_kit(A_TEA, CUPS), edited)

    assert shop.points == Decimal(points)


def test_a_part_that_came_into_a_bundle_says_how_much_of_its_value_was_left_for_it() -> None:
    edited, _ = EDITS["a dearer part"]
    shop = BundleShop("woocommerce", OWN).tell(an_edited_kit(A_TEA, CUPS), edited)

    assert shop.shown[1:] == [
        "1 x KIT @ 2026-11-01, 30.00 USD of 40.00 USD",
        "1 x KIT @ 2026-11-01, 50.00 USD of 80.00 USD, 20.00 USD of it",
    ]


def test_one_more_kit_that_an_edit_adds_is_worth_what_the_first_is() -> None:
    two = an_edited_kit(in_kit(11, "TEA", 60, 2), in_kit(12, "CUP", 20, 4), hours=5, kits=2)

    assert BundleShop("woocommerce", OWN).tell(an_edited_kit(A_TEA, CUPS), two).points == 80
