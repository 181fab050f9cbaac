"""The products of the API, and what their meta data says."""

from functools import partial
from typing import Any

from tools.fake_store.toolkit import Product, Request, Response, Shop, json_response
from tools.fake_store.woocommerce import pagination, shapes


def list_products(shop: Shop, request: Request) -> Response:
    offered = [product for product in shop.products.values() if not product.deleted]
    found = [
        pagination.Entry(each.product_id, each.created_at, partial(shapes.product_json, shop, each))
        for each in offered
    ]
    return pagination.page(request, found)


def get_product(shop: Shop, request: Request, product_id: int) -> Response:
    """A product; a variation has an address among them too."""
    if product := shop.products.get(product_id):
        return pagination.one(request, shapes.product_json(shop, product))
    for product in shop.products.values():
        for variant in product.variants:
            if variant.variant_id == product_id:
                return pagination.one(request, shapes.named_variation_json(shop, product, variant))
    return pagination.invalid_id("product")


def list_variations(shop: Shop, request: Request, product_id: int) -> Response:
    product = shop.products.get(product_id)
    if product is None:
        return pagination.invalid_id("product")
    variants = product.variants if len(product.variants) > 1 else []
    found = [
        pagination.Entry(
            each.variant_id, product.created_at, partial(shapes.variation_json, shop, product, each)
        )
        for each in variants
    ]
    return pagination.page(request, found)


def update_batch(shop: Shop, request: Request, product_id: int = 0) -> Response:
    """Sets meta data of many; of what is not there it says so, and is otherwise content."""
    updates = request.json().get("update", [])
    return json_response({"update": [_updated(shop, one, product_id) for one in updates]})


def _updated(shop: Shop, update: dict[str, Any], product_id: int) -> dict[str, Any]:
    product = shop.products.get(product_id or update["id"])
    if product is None or update["id"] not in _ids(product, of_variation=bool(product_id)):
        error = {"code": "woocommerce_rest_product_invalid_id", "message": "Invalid ID."}
        return {"id": update["id"], "error": error | {"data": {"status": 400}}}
    meta = product.extra.setdefault(str(update["id"]), {})
    meta |= {entry["key"]: entry["value"] for entry in update.get("meta_data", [])}
    product.updated_at = shop.clock()
    shop.notify("product.updated", product.product_id)
    return {"id": update["id"]}


def _ids(product: Product, *, of_variation: bool) -> set[int]:
    if of_variation:
        return {variant.variant_id for variant in product.variants}
    return {product.product_id}
