"""Where a Magento order may say who referred the buyer."""

from collections.abc import Iterator
from itertools import chain

from commissions.domain.orders.order import Referral
from commissions.platforms.payload import Field
from commissions.platforms.referrals import cleaned, word

COUPON, EXTENSION, CUSTOM = "coupon_code", "extension_attribute", "custom_attribute"
CARRIERS: tuple[str, ...] = (COUPON, EXTENSION, CUSTOM)
ATTRIBUTES = ("distributor_ref", "distributor_id", "referral", "ref", "sponsor")
ATTRIBUTES_MAX = 200


def referrals_of(order: Field) -> Iterator[Referral]:
    """All hints; the shop owns its coupons, an attribute comes with the buyer's cart."""
    extension = order.get("extension_attributes")
    if not isinstance(extension.value, dict):
        extension = Field(None, extension.path)  # PHP writes an empty object as a list
    for code in _codes(order.get("coupon_code"), extension.get("coupon_codes")):
        yield Referral(COUPON, code, forgeable=False)
    for name in ATTRIBUTES:
        if value := word(extension.get(name)):
            yield Referral(EXTENSION, value, forgeable=True)
    custom = chain(
        _listed(order.get("custom_attributes")), _listed(extension.get("custom_attributes"))
    )
    for attribute in custom:
        name = word(attribute.get("attribute_code")) or word(attribute.get("name"))
        if name in ATTRIBUTES:
            yield Referral(CUSTOM, word(attribute.get("value")), forgeable=True)


def _codes(one: Field, several: Field) -> Iterator[str]:
    """Shops that allow several coupons write them with commas, or as a list."""
    for code in chain([one], several.each() if isinstance(several.value, list) else ()):
        yield from filter(None, map(cleaned, word(code).split(",")))


def _listed(attributes: Field) -> Iterator[Field]:
    """What modules write here is theirs: only a list of objects can be read."""
    if isinstance(attributes.value, list):
        found = [each for each in attributes.each() if isinstance(each.value, dict)]
        yield from found[:ATTRIBUTES_MAX]
