"""A Magento product as REST and mage-os tell it.

Each simple product is what is bought and mapped, by its SKU or id; a configurable one only holds
simple ones together, a dynamic bundle too.
"""

from typing import Any

from commissions.domain.catalogue.listing import ProductListed, Variant
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook
from commissions.platforms.magento.lines import sku_of
from commissions.platforms.magento.name import NAME
from commissions.platforms.magento.times import moment
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word

FETCHED = "products/fetched"
"""What takes the place of a topic where the store was asked."""
HELD_TOGETHER = {
    "configurable": "a configurable product is bought as one of its variants",
    "grouped": "a grouped product is bought as its parts",
    "giftcard": "a gift card earns nothing",
}
_DYNAMIC = ("0", 0)


def parse_product(payload: Any, store: Store) -> ParsedWebhook:
    """The records of a product as REST shows it. Raises InvalidPayload."""
    return parsed_product(Field(payload), store, FETCHED)


def parsed_product(product: Field, store: Store, topic: str) -> ParsedWebhook:
    updated_at = moment(product["updated_at"])
    if why := _not_bought(product):
        return ParsedWebhook(topic=topic, records=(), occurred_at=updated_at, ignored=why)
    product_id = product["id"].identity()
    variant = Variant(product_id, sku_of(product["sku"]), word(product.get("name")))
    record = ProductListed(
        platform=NAME,
        store_id=store.store_id,
        product_id=product_id,
        updated_at=updated_at,
        variants=(variant,),
    )
    return ParsedWebhook(topic=topic, records=(record,), occurred_at=updated_at)


def _not_bought(product: Field) -> str:
    kind = product["type_id"].text()
    if kind == "bundle" and _attribute(product, "price_type") in _DYNAMIC:
        return "a bundle with a dynamic price is bought as its parts"
    return HELD_TOGETHER.get(kind, "")


def _attribute(product: Field, code: str) -> object:
    for attribute in product.get("custom_attributes").each():
        if attribute.get("attribute_code").value == code:
            return attribute.get("value").value
    return None
