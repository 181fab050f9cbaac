"""Where a Shopify order may say who referred the buyer."""

from collections.abc import Iterator

from commissions.domain.orders.order import Referral
from commissions.platforms.payload import Field
from commissions.platforms.referrals import cleaned, parameters, word

CARRIERS: tuple[str, ...] = ("discount_code", "cart_attribute", "landing_site")
ATTRIBUTES = frozenset({"ref", "referral", "referrer", "distributor", "distributor_id", "sponsor"})
ADDRESS_CHARACTERS = 255
"""Of a longer address Shopify keeps so many."""
CUT = "\N{HORIZONTAL ELLIPSIS}"
"""Ends what is not whole, which makes it no code: it is dropped, and a person asked."""
PARAMETERS = frozenset({"ref", "referral", "sponsor"})


def referrals_of(order: Field) -> Iterator[Referral]:
    """All hints; the shop owns its discount codes, the rest can be written by anyone who buys."""
    for code in order.get("discount_codes").extras():
        yield Referral("discount_code", word(code.get("code")), forgeable=False)
    for attribute in order.get("note_attributes").extras():
        # Shops hide an attribute from the buyer by a leading underscore.
        if word(attribute.get("name")).lstrip("_").lower() in ATTRIBUTES:
            yield Referral("cart_attribute", word(attribute.get("value")), forgeable=True)
    for value in _of_visit(order):
        yield Referral("landing_site", value, forgeable=True)


def _of_visit(order: Field) -> Iterator[str]:
    """The codes in the address by which the visit began. Where Shopify has cut it off, nobody knows
    what the last one was: the code that its API names completes it, if it begins just so."""
    address = word(order.get("landing_site"))
    found = [(name, cleaned(value)) for name, value in parameters(address)]
    if len(address) == ADDRESS_CHARACTERS and found:
        name, begun = found.pop()
        named = word(order.get("referral_code"))
        found.append((name, named if begun and named.startswith(begun) else f"{begun}{CUT}"))
    yield from (value for name, value in found if name.lower() in PARAMETERS)
