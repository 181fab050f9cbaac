"""WooCommerce's products: one without variations is its own only variant."""

from collections.abc import Iterator
from typing import Any

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved, Variant
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word
from commissions.platforms.woocommerce.lines import sku_of
from commissions.platforms.woocommerce.name import NAME
from commissions.platforms.woocommerce.times import updated

FETCHED = "product.fetched"
"""What takes the place of a topic where the store was asked."""
VARIATION, TRASH = "variation", "trash"
NOT_BOUGHT_HERE = frozenset({"grouped", "external"})
"""A list of other products; an offer of another shop."""
NAME_CHARACTERS_MAX = 200


def parse_product(payload: Any, store: Store) -> ParsedWebhook:
    """The records of a product as the API answers it, its `variations` in full: each as
    `GET /products/{id}/variations` has it. Raises InvalidPayload."""
    product = Field(payload)
    return ParsedWebhook(
        topic=FETCHED, records=(product_record(product, store),), occurred_at=updated(product)
    )


def has_variations(product: Field) -> bool:
    """Whether what can be bought are its variations, which are told of apart from it."""
    return "variable" in product.get("type").text() or bool(product.get("variations").value)


def product_record(product: Field, store: Store) -> ProductListed | ProductRemoved:
    """A product or one variation of one: of a variable product, with its variations in full."""
    if product.get("status").text() == TRASH:
        return _removed(product, store)
    of_variation = product.get("type").text() == VARIATION
    return ProductListed(
        platform=NAME,
        store_id=store.store_id,
        product_id=_product_id(product),
        updated_at=max([updated(product), *map(updated, _variations(product))]),
        variants=tuple(_variants(product)),
        complete=not of_variation,
    )


def _removed(product: Field, store: Store) -> ProductRemoved:
    of_variation = product.get("type").text() == VARIATION
    return ProductRemoved(
        platform=NAME,
        store_id=store.store_id,
        product_id=_product_id(product),
        removed_at=updated(product),
        variant_id=product["id"].identity() if of_variation else "",
    )


def _product_id(product: Field) -> str:
    of_variation = product.get("type").text() == VARIATION
    return product["parent_id" if of_variation else "id"].identity()


def _variations(product: Field) -> Iterator[Field]:
    return product.get("variations").each() if has_variations(product) else iter(())


def _variants(product: Field) -> Iterator[Variant]:
    if has_variations(product):
        for variation in _variations(product):
            yield _variant(variation, _name_of(variation, product))
    elif product.get("type").text() not in NOT_BOUGHT_HERE:
        yield _variant(product, word(product.get("name")))


def _variant(holder: Field, name: str) -> Variant:
    return Variant(
        variant_id=holder["id"].identity(), sku=sku_of(holder), name=name[:NAME_CHARACTERS_MAX]
    )


def _name_of(variation: Field, product: Field) -> str:
    """As a variation is called in a webhook; the list of a product's variations has no names."""
    options = ", ".join(word(each.get("option")) for each in variation.get("attributes").extras())
    return " - ".join(filter(None, (word(product.get("name")), options)))
