"""Shopify's products: each of their variants is something that can be bought."""

from typing import Any

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved, Variant
from commissions.domain.orders.hint import PRODUCT
from commissions.domain.stores.store import Store
from commissions.platforms import NO_TIME, ParsedWebhook
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word
from commissions.platforms.shopify.lines import sku_of
from commissions.platforms.shopify.message import TEST_NOTIFICATION, WebhookMessage
from commissions.platforms.shopify.name import NAME
from commissions.platforms.shopify.refetch import is_only_id

FETCHED = "products/fetched"
"""What takes the place of a topic where the store was asked."""
SAMPLE_PRODUCTS = frozenset({"788032119674292922", "788032119674292900"})
VARIANTS_SENT_MAX = 100
"""A webhook holds no more than so many of a product's variants in full."""
NO_VARIANT_OF_ITS_OWN = "Default Title"
NAME_CHARACTERS_MAX = 200


def parse_product(payload: Any, store: Store) -> ParsedWebhook:
    """The records of a product in a webhook's shape. Raises InvalidPayload."""
    product = product_record(Field(payload), store)
    return ParsedWebhook(topic=FETCHED, records=(product,), occurred_at=product.updated_at)


def product_changed(message: WebhookMessage) -> ParsedWebhook:
    """What the product is now; where the body has not all its variants, they are asked for."""
    product_id = message.body["id"].identity()
    if product_id in SAMPLE_PRODUCTS:
        return message.ignored(TEST_NOTIFICATION)
    if is_only_id(message.body):
        return message.refetch(PRODUCT, product_id)
    product = product_record(message.body, message.store)
    hints = () if product.complete else message.refetch(PRODUCT, product_id).records
    return message.parsed((product, *hints), product.updated_at)


def product_deleted(message: WebhookMessage) -> ParsedWebhook:
    product_id = message.body["id"].identity()
    if product_id in SAMPLE_PRODUCTS:
        return message.ignored(TEST_NOTIFICATION)
    # The topic is not signed: a whole product, or one gone nobody says when, is asked for.
    if message.sent_at == NO_TIME or not is_only_id(message.body):
        return message.refetch(PRODUCT, product_id)
    gone = ProductRemoved(
        platform=NAME,
        store_id=message.store.store_id,
        product_id=product_id,
        removed_at=message.sent_at,
    )
    return message.parsed((gone,), message.sent_at)


def product_record(product: Field, store: Store) -> ProductListed:
    """A product of a webhook's shape. Raises InvalidPayload."""
    variants = tuple(_variant(each, product) for each in product["variants"].each())
    if len({variant.variant_id for variant in variants}) < len(variants):
        raise product["variants"].wrong("names a variant twice")
    return ProductListed(
        platform=NAME,
        store_id=store.store_id,
        product_id=product["id"].identity(),
        updated_at=product["updated_at"].moment(),
        variants=variants,
        complete=_is_complete(product, len(variants)),
    )


def _variant(variant: Field, product: Field) -> Variant:
    names = [word(product.get("title")), word(variant.get("title"))]
    shown = " - ".join(name for name in names if name and name != NO_VARIANT_OF_ITS_OWN)
    return Variant(
        variant_id=variant["id"].identity(),
        sku=sku_of(variant),
        name=shown[:NAME_CHARACTERS_MAX],
    )


def _is_complete(product: Field, count: int) -> bool:
    gids = product.get("variant_gids")
    return len(list(gids.each())) <= count if gids.given else count < VARIANTS_SENT_MAX
