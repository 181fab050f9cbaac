"""What PHP and plug-ins write where there is nothing is nothing, and hides no order; what is no
such thing is named by its field. A SKU that is a number is the number's digits."""

from collections.abc import Callable
from typing import Any

import pytest

from commissions.domain.orders.order import OrderPlaced
from commissions.platforms import InvalidPayload, bigcommerce
from tests.unit.platforms import (
    bigcommerce_builders,
    magento_builders,
    shopify_builders,
    woocommerce_builders,
)

Payload = dict[str, Any]
Tell = Callable[[Payload, Payload], OrderPlaced]
"""By the fields of the order and those of its line."""


def on_shopify(order: Payload, line: Payload) -> OrderPlaced:
    build = shopify_builders
    told = build.an_order(**order)
    told["line_items"][0] |= line
    return build.placed(told)


def on_woocommerce(order: Payload, line: Payload) -> OrderPlaced:
    build = woocommerce_builders
    return build.placed(build.an_order(build.a_line(11, **line), **order))


def on_magento(order: Payload, line: Payload) -> OrderPlaced:
    build = magento_builders
    return build.placed(build.an_order(build.an_item(11, **line), **order))


def on_bigcommerce(order: Payload, line: Payload) -> OrderPlaced:
    build = bigcommerce_builders
    told = {
        "order": build.an_order(**order),
        "products": [build.a_line(**line)],
        "refunds": [],
    }
    [placed] = bigcommerce.parse_order(told, build.STORE, build.KEY).records
    assert isinstance(placed, OrderPlaced)
    return placed


TELL: dict[str, Tell] = {
    "shopify": on_shopify,
    "woocommerce": on_woocommerce,
    "magento": on_magento,
    "bigcommerce": on_bigcommerce,
}
OF_ORDERS = {
    "shopify": ("note_attributes", "discount_codes", "discount_applications", "tags"),
    "woocommerce": ("meta_data", "coupon_lines", "fee_lines", "shipping_lines"),
    "magento": ("extension_attributes", "base_shipping_discount_amount", "payment"),
    "bigcommerce": ("coupons", "gift_certificate_amount", "handling_cost_ex_tax", "channel_id"),
}
OF_LINES = {
    "shopify": ("properties", "discount_allocations", "tax_lines", "sales_line_item_group_id"),
    "woocommerce": ("meta_data", "taxes", "bundled_by", "bundled_items"),
    "magento": ("base_weee_tax_applied_amount", "parent_item", "extension_attributes"),
    "bigcommerce": ("applied_discounts", "product_options", "parent_order_product_id"),
}


@pytest.mark.parametrize("nothing", [[], {}, "", None], ids=repr)
@pytest.mark.parametrize("platform", TELL)
def test_a_field_that_says_nothing_changes_nothing_however_that_is_written(
    platform: str, nothing: Any
) -> None:
    tell = TELL[platform]
    plain = tell({}, {})

    for name in OF_ORDERS[platform]:
        assert tell({name: nothing}, {}) == tell({name: None}, {}) == plain, name
    for name in OF_LINES[platform]:
        assert tell({}, {name: nothing}) == tell({}, {name: None}) == plain, name


@pytest.mark.parametrize("platform", TELL)
def test_a_sku_that_is_written_as_a_number_is_its_digits(platform: str) -> None:
    [item] = TELL[platform]({}, {"sku": 5001}).items

    assert item.platform_sku == "5001"


@pytest.mark.parametrize("nothing", [[], {}, "", None], ids=repr)
@pytest.mark.parametrize("platform", TELL)
def test_a_line_whose_sku_is_nothing_has_none_and_is_known_by_its_id(
    platform: str, nothing: Any
) -> None:
    [item], [named] = (TELL[platform]({}, line).items for line in ({"sku": nothing}, {}))

    assert (item.platform_sku, item.variant_id) == ("", named.variant_id)


@pytest.mark.parametrize("platform", TELL)
@pytest.mark.parametrize("odd", [True, {"a": 1}, ["TEA"]], ids=repr)
def test_a_sku_that_is_none_is_named(platform: str, odd: Any) -> None:
    with pytest.raises(InvalidPayload, match="sku is not a text"):
        TELL[platform]({}, {"sku": odd})
