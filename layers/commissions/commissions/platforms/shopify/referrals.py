"""Where a Shopify order may say who referred the buyer."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from commissions.domain.order import Referral
from commissions.platforms.payload import Field
from commissions.platforms.referrals import cleaned

ATTRIBUTES = frozenset({"ref", "referral", "referrer", "distributor", "distributor_id", "sponsor"})
PARAMETERS = frozenset({"ref", "referral", "sponsor"})
URL_CHARACTERS_MAX = 8000
URL_FIELDS_MAX = 100


def referrals_of(order: Field) -> Iterator[Referral]:
    """All hints; the shop owns its discount codes, the rest can be written by anyone who buys."""
    for code in order.get("discount_codes").each():
        yield Referral("discount_code", code.get("code").text(), forgeable=False)
    for attribute in order.get("note_attributes").each():
        # Shops hide an attribute from the buyer by a leading underscore.
        if _word(attribute.get("name")).lstrip("_").lower() in ATTRIBUTES:
            yield Referral("cart_attribute", _word(attribute.get("value")), forgeable=True)
    for name, value in _parameters(order.get("landing_site").text()):
        if name.lower() in PARAMETERS:
            yield Referral("landing_site", cleaned(value), forgeable=True)


def _word(field: Field) -> str:
    """Buyers' scripts write what they like here: what is neither text nor number is nothing."""
    return cleaned(str(field.value)) if type(field.value) in (str, int) else ""


def _parameters(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(url[:URL_CHARACTERS_MAX]).query, max_num_fields=URL_FIELDS_MAX)
    except ValueError:
        return []
