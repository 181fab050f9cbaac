"""Products as Shopify's API answers them."""

from typing import Any

from tools.fake_store.shopify.ids import gid
from tools.fake_store.shopify.nodes import Sizes, moment
from tools.fake_store.toolkit import Product


def product_node(product: Product, sizes: Sizes) -> dict[str, Any]:
    return {
        "id": gid("Product", product.product_id),
        "legacyResourceId": str(product.product_id),
        "title": product.title,
        "updatedAt": moment(product.updated_at),
        "variants": sizes.connection("variants", variant_nodes(product)),
    }


def variant_nodes(product: Product) -> list[dict[str, Any]]:
    return [
        {"legacyResourceId": str(each.variant_id), "sku": each.sku, "title": each.title}
        for each in product.variants
    ]
