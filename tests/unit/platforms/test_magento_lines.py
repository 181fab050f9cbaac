from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.orders.order import GIFT_CARD, PRODUCT, difference
from commissions.platforms import InvalidPayload
from tests.unit.platforms.magento_builders import a_part, an_item, an_order, placed, told


def nets(*items: Any, **more: Any) -> dict[str, int]:
    order = placed(an_order(*items, **more))
    assert difference(order) == 0
    return {item.line_id: item.net for item in order.items}


def test_a_line_is_worth_its_price_by_its_quantity_less_its_discount() -> None:
    assert nets(an_item(price="69", qty="2", discount_amount="27.6000")) == {"11": 110_40}


@pytest.mark.parametrize("row_total", [0, 69, "138.0000", Decimal("110.4"), None])
def test_the_row_total_is_never_read_since_it_means_another_thing_each_time(row_total: Any) -> None:
    assert nets(an_item(price="69", qty="2", discount_amount="27.6", row_total=row_total)) == {
        "11": 110_40
    }


def test_the_tax_that_a_discount_takes_off_prices_with_tax_is_given_back() -> None:
    # 120.00 with 20 % tax, and 12.00 off: 108.00 paid, of which 18.00 are tax.
    item = an_item(
        price="100", tax_amount=18, discount_amount=12, discount_tax_compensation_amount=2
    )

    order = placed(an_order(item))

    assert (order.items[0].net, order.total, difference(order)) == (90_00, 108_00, 0)
    assert (order.items[0].unit_price, order.items[0].discount) == (100_00, 10_00)


def test_a_unit_price_that_was_rounded_gives_way_to_its_row_where_the_subtotal_proves_it() -> None:
    # 9.99 with 21 % tax, three times: 29.97, of which 24.77 net; but 8.26 by three is 24.78.
    item = an_item(
        price="8.26", qty="3", tax_amount="5.20", row_total_incl_tax="29.97", row_total="24.77"
    )

    order = placed(an_order(item, subtotal="24.77", grand_total="29.97"))

    assert (order.items[0].net, difference(order), order.flags) == (24_77, 0, ())


def test_a_row_is_not_believed_where_the_subtotal_does_not_prove_it() -> None:
    # Without tax in its prices, the row with tax knows only the tax before the discount.
    item = an_item(
        price="8.26", qty="3", discount_amount="0.10", tax_amount="5.18",
        row_total_incl_tax="29.97",
    )  # fmt: skip

    order = placed(an_order(item))

    assert (order.items[0].net, difference(order)) == (24_68, 0)


def test_a_subtotal_that_the_lines_do_not_give_is_flagged() -> None:
    assert "subtotal_differs" in placed(an_order(subtotal=11)).flags


@pytest.mark.parametrize("price", ["0", "69"])
def test_of_a_configurable_product_the_parent_counts_and_the_variant_is_what_was_bought(
    price: str,
) -> None:
    parent = an_item(11, price="69", product_type="configurable", product_id=500, sku="TEE-M")
    variant = a_part(12, 11, price=price, product_id=501, sku="TEE-M", row_total=0)

    order = placed(an_order(parent, variant))

    [line] = order.items
    assert (line.line_id, line.platform_sku, line.variant_id) == ("11", "TEE-M", "501")
    assert (line.net, difference(order)) == (69_00, 0)


def a_bundle(**more: Any) -> dict[str, Any]:
    return an_item(11, product_type="bundle", sku="KIT", **more)


def test_a_bundle_with_a_fixed_price_is_one_line() -> None:
    parts = [a_part(12, 11, price="0", row_total=0), a_part(13, 11, price="0", row_total=0)]

    assert nets(a_bundle(price="80", discount_amount=8), *parts) == {"11": 72_00}


def test_a_fixed_bundle_whose_parts_show_a_price_is_still_one_line() -> None:
    parts = [a_part(12, 11, price="50", row_total=0), a_part(13, 11, price="30", row_total=0)]

    assert nets(a_bundle(price="80"), *parts) == {"11": 80_00}


def test_a_fixed_bundle_is_one_line_when_its_parts_show_whole_rows_but_it_has_the_discount() -> (
    None
):
    parts = [a_part(12, 11, price="50"), a_part(13, 11, price="30")]

    assert nets(a_bundle(price="80", discount_amount=8), *parts) == {"11": 72_00}


@pytest.mark.parametrize("shown", ["0", "80"])
def test_a_bundle_with_a_dynamic_price_is_its_parts_though_it_may_show_the_sum(shown: str) -> None:
    parts = [
        a_part(12, 11, price="25", qty="2", discount_amount=5, sku="TEA"),
        a_part(13, 11, price="30", discount_amount=3, sku="CUP"),
    ]
    header = {"subtotal": 80, "grand_total": 72, "total_paid": 72}

    assert nets(a_bundle(price=shown), *parts, **header) == {"12": 45_00, "13": 27_00}


def test_a_dynamic_bundle_without_any_discount_is_its_parts() -> None:
    parts = [a_part(12, 11, price="25", qty="2"), a_part(13, 11, price="30")]

    assert nets(a_bundle(price="80"), *parts) == {"12": 50_00, "13": 30_00}


def test_a_free_part_of_a_dynamic_bundle_is_a_line_of_nothing() -> None:
    parts = [a_part(12, 11, price="80"), a_part(13, 11, price="0")]

    assert nets(a_bundle(price="80"), *parts) == {"12": 80_00, "13": 0}


def test_a_part_whose_whole_is_not_there_is_not_read() -> None:
    with pytest.raises(InvalidPayload, match="a part whose whole is not there"):
        told(an_order(an_item(11), a_part(12, 99)))


def test_a_line_that_comes_twice_is_not_read() -> None:
    items = [a_bundle(price="0"), a_part(12, 11, price="25"), a_part(12, 11, price="30")]

    with pytest.raises(InvalidPayload, match="names a line twice"):
        told(an_order(*items))


def test_a_gift_card_is_told_apart() -> None:
    order = placed(an_order(an_item(11), an_item(12, product_type="giftcard")))

    assert [item.kind for item in order.items] == [PRODUCT, GIFT_CARD]


def test_a_quantity_may_have_a_fraction() -> None:
    order = placed(an_order(an_item(price="12.40", qty="1.5")))

    assert (order.items[0].qty, order.items[0].net) == (Decimal("1.5"), 18_60)


def test_a_line_below_nothing_is_flagged() -> None:
    order = placed(an_order(an_item(11), an_item(12, price="1", discount_amount=3)))

    assert (order.items[1].net, order.flags) == (-2_00, ("discount_of_all", "negative_net"))


@pytest.mark.parametrize("sku", ["", "A" * 129, "TE\u200bA", "TEA\n1", None])
def test_a_sku_that_no_map_can_hold_is_none(sku: Any) -> None:
    order = placed(an_order(an_item(sku=sku)))

    assert (order.items[0].platform_sku, order.flags) == ("", ("sku_unusable",))
    assert order.items[0].variant_id == "81"


def test_a_quantity_below_nothing_is_not_read() -> None:
    with pytest.raises(InvalidPayload, match="qty_ordered is below nothing"):
        told(an_order(an_item(qty="-1")))
