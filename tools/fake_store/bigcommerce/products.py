"""Products as the V3 catalogue shows them, and the metafields of their variants."""

from typing import Any

from tools.fake_store.bigcommerce.amounts import figure
from tools.fake_store.bigcommerce.pagination import page_of, problem
from tools.fake_store.toolkit import Product, Request, Response, Shop, Variant, json_response

type Metafields = dict[int, dict[str, Any]]


def list_products(shop: Shop, request: Request) -> Response:
    after = int(request.one("id:greater", "0"))
    found = [
        product_json(shop, product, variants="variants" in request.one("include"))
        for product in sorted(shop.products.values(), key=lambda each: each.product_id)
        if not product.deleted and product.product_id > after
    ]
    return page_of(found, request, most=250)


def get_product(shop: Shop, request: Request, product_id: int) -> Response:
    found = shop.product(product_id)
    if found.deleted:
        return problem(404, f"Product with id {product_id} was not found")
    body = product_json(shop, found, variants="variants" in request.one("include"))
    return json_response({"data": body, "meta": {}})


def product_json(shop: Shop, product: Product, *, variants: bool) -> dict[str, Any]:
    first = product.variants[0]
    found: dict[str, Any] = {
        "id": product.product_id,
        "name": product.title,
        "type": "physical",
        "sku": first.sku,
        "price": figure(first.price, shop.currency),
        "is_visible": True,
        "base_variant_id": first.variant_id if len(product.variants) == 1 else None,
        "date_created": product.created_at.isoformat(timespec="seconds"),
        "date_modified": product.updated_at.isoformat(timespec="seconds"),
    }
    if variants:
        found["variants"] = [_variant(shop, product, each) for each in product.variants]
    return found


def _variant(shop: Shop, product: Product, variant: Variant) -> dict[str, Any]:
    options = [{"id": variant.variant_id, "label": variant.sku, "option_display_name": "Kind"}]
    return {
        "id": variant.variant_id,
        "product_id": product.product_id,
        "sku": variant.sku,
        "price": figure(variant.price, shop.currency),
        "option_values": options if len(product.variants) > 1 else [],
    }


def handle_metafields(shop: Shop, request: Request) -> Response:
    stored: Metafields = shop.extra.setdefault("metafields", {})
    match request.method:
        case "GET":
            keys = request.one("key:in").split(",")
            wanted = [
                each
                for each in stored.values()
                if each["namespace"] == request.one("namespace") and each["key"] in keys
            ]
            return page_of(wanted, request, most=250)
        case "POST":
            return _create(shop, stored, request.json())
    changes = [each for each in request.json() if each["id"] in stored]
    for change in changes:
        stored[change["id"]] |= change
    return _written([stored[each["id"]] for each in changes], len(request.json()))


def _create(shop: Shop, stored: Metafields, wanted: list[dict[str, Any]]) -> Response:
    names = ("resource_id", "namespace", "key")
    there = {tuple(each[name] for name in names) for each in stored.values()}
    variants = {each.variant_id for product in shop.products.values() for each in product.variants}
    fit = [
        each
        for each in wanted
        if tuple(each[name] for name in names) not in there and each["resource_id"] in variants
    ]
    made = [each | {"id": shop.ids.next()} for each in fit]
    stored |= {each["id"]: each for each in made}
    return _written(made, len(wanted))


def _written(done: list[dict[str, Any]], wanted: int) -> Response:
    """What was written; 422 where that is not all."""
    failed = wanted - len(done)
    errors = [{"status": 422, "title": "a metafield cannot be written"}] * failed
    meta = {"total": wanted, "success": len(done), "failed": failed}
    return json_response({"data": done, "errors": errors, "meta": meta}, 422 if failed else 200)
