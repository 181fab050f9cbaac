"""Where a Shopify order may say who referred the buyer."""

from collections.abc import Iterator

from commissions.domain.orders.order import Referral
from commissions.platforms.payload import Field
from commissions.platforms.referrals import cleaned, parameters, word

CARRIERS: tuple[str, ...] = ("discount_code", "cart_attribute", "landing_site")
ATTRIBUTES = frozenset({"ref", "referral", "referrer", "distributor", "distributor_id", "sponsor"})
PARAMETERS = frozenset({"ref", "referral", "sponsor"})


def referrals_of(order: Field) -> Iterator[Referral]:
    """All hints; the shop owns its discount codes, the rest can be written by anyone who buys."""
    for code in order.get("discount_codes").each():
        yield Referral("discount_code", code.get("code").text(), forgeable=False)
    for attribute in order.get("note_attributes").each():
        # Shops hide an attribute from the buyer by a leading underscore.
        if word(attribute.get("name")).lstrip("_").lower() in ATTRIBUTES:
            yield Referral("cart_attribute", word(attribute.get("value")), forgeable=True)
    for name, value in parameters(order.get("landing_site").text()):
        if name.lower() in PARAMETERS:
            yield Referral("landing_site", cleaned(value), forgeable=True)
