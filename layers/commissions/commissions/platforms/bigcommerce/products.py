"""A BigCommerce product as its catalogue tells it, with all its variants."""

from typing import Any

from commissions.domain.catalogue.listing import ProductListed, Variant
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook
from commissions.platforms.bigcommerce.name import NAME
from commissions.platforms.bigcommerce.times import moment
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word

FETCHED = "product"
"""What takes the place of a topic where the store was asked."""
NAME_CHARACTERS_MAX = 200


def parse_product(payload: Any, store: Store) -> ParsedWebhook:
    """The records of a product of the V3 catalogue, asked for with `include=variants`. Raises
    InvalidPayload."""
    product = product_record(Field(payload), store)
    return ParsedWebhook(topic=FETCHED, records=(product,), occurred_at=product.updated_at)


def product_record(product: Field, store: Store) -> ProductListed:
    """Every product has a variant, the base variant; orders name it as any other."""
    variants = list(product.get("variants").each())
    return ProductListed(
        platform=NAME,
        store_id=store.store_id,
        product_id=product["id"].identity(),
        updated_at=moment(product["date_modified"]),
        variants=tuple(_variant(each, product) for each in variants) or _base(product),
        complete=bool(variants),
    )


def _variant(variant: Field, product: Field) -> Variant:
    labels = [word(option.get("label")) for option in variant.get("option_values").extras()]
    name = " / ".join(filter(None, [word(product.get("name")), *labels]))
    return Variant(
        variant_id=variant["id"].identity(),
        sku=variant.get("sku").text(),
        name=name[:NAME_CHARACTERS_MAX],
    )


def _base(product: Field) -> tuple[Variant, ...]:
    """The one that the product itself names, where its variants were not asked for."""
    if not product.get("base_variant_id").given:
        return ()
    return (
        Variant(
            variant_id=product["base_variant_id"].identity(),
            sku=product.get("sku").text(),
            name=word(product.get("name"))[:NAME_CHARACTERS_MAX],
        ),
    )
