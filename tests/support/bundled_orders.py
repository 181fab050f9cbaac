"""A kit of tea for 30.00 and two cups of 5.00, as each platform's API answers it."""

from decimal import Decimal
from typing import Any

from tests.unit.platforms import (
    bigcommerce_builders,
    magento_builders,
    shopify_builders,
    woocommerce_builders,
)

Payload = dict[str, Any]


def shopify_kit(*refunds: Payload, kits: int = 1) -> Payload:
    """Shopify has no line of the kit itself."""
    build = shopify_builders
    group: Payload = {"sales_line_item_group_id": 900}
    lines = [
        build.a_line(11, price="30.00", qty=kits, **group),
        build.a_line(12, price="5.00", qty=2 * kits, sku="CUP", **group),
    ]
    kit = {"id": 900, "quantity": kits, "variant_id": 44190, "variant_sku": "KIT"}
    return build.an_order(*lines, line_item_groups=[kit], refunds=list(refunds))


def woocommerce_kit(*refunds: Payload, kits: int = 1) -> Payload:
    """The kit's own line costs nothing."""
    build = woocommerce_builders
    lines = [
        build.a_line(10, sku="KIT", product_id=190, total="0.00", qty=kits, bundled_items=[11, 12]),
        build.a_line(11, total=f"{30 * kits}.00", qty=kits, bundled_by=10),
        build.a_line(12, sku="CUP", total=f"{10 * kits}.00", qty=2 * kits, bundled_by=10),
    ]
    return build.an_order(*lines, refunds=list(refunds))


def magento_kit(*, kits: int = 1) -> Payload:
    """The kit's own line repeats what its parts cost, which the parts' are told from."""
    build = magento_builders
    items = [
        build.an_item(10, price="40", qty=f"{kits}", sku="KIT", product_type="bundle"),
        build.a_part(11, 10, price="30", qty=f"{kits}"),
        build.a_part(12, 10, price="5", qty=f"{2 * kits}", sku="CUP"),
    ]
    return {"order": build.an_order(*items), "creditmemos": []}


def bigcommerce_kit(*, kits: int = 1) -> Payload:
    """The kit's own line costs nothing."""
    build = bigcommerce_builders

    def line(line_id: int, sku: str, total: int, qty: int, **more: Any) -> Payload:
        shown = f"{total}.0000"
        amounts = dict.fromkeys(
            ("total_ex_tax", "total_inc_tax", "discounted_total_inc_tax"), shown
        )
        each = f"{Decimal(total) / qty:.4f}"
        prices = dict.fromkeys(("price_ex_tax", "price_inc_tax"), each)
        return build.a_line(
            id=line_id, sku=sku, quantity=qty, variant_id=line_id, **amounts, **prices, **more
        )

    kit = {"parent_order_product_id": 10}
    lines = [
        line(10, "KIT", 0, kits),
        line(11, "TEA", 30 * kits, kits, **kit),
        line(12, "CUP", 10 * kits, 2 * kits, **kit),
    ]
    total = f"{40 * kits + 5}.0000"
    order = build.an_order(total_inc_tax=total, total_ex_tax=total)
    return {"order": order, "products": lines, "refunds": []}
