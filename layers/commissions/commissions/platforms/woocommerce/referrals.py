"""Where a WooCommerce order may say who referred the buyer.

The customer's note is not read: it is free text, of anybody about anything.
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from commissions.domain.order import Referral
from commissions.platforms.payload import Field
from commissions.platforms.referrals import cleaned

CARRIERS: tuple[str, ...] = ("coupon_code", "order_meta", "attribution")
META_KEYS = frozenset({"distributor_ref", "_distributor_ref", "distributor_id", "_distributor_id"})
SESSION_ENTRY = "_wc_order_attribution_session_entry"
"""WooCommerce's own: the address by which the buyer's visit began."""
PARAMETERS = frozenset({"ref", "referral", "sponsor", "distributor"})
URL_CHARACTERS_MAX = 8000
URL_FIELDS_MAX = 100


def referrals_of(order: Field) -> Iterator[Referral]:
    """All hints. The shop owns its coupons; what plug-ins keep in the order's meta data comes from
    cookies and form fields, which anyone who buys can write."""
    for coupon in order.get("coupon_lines").each():
        yield Referral("coupon_code", coupon.get("code").text(), forgeable=False)
    for entry in order.get("meta_data").each():
        key, value = _word(entry.get("key")), _word(entry.get("value"))
        if key in META_KEYS:
            yield Referral("order_meta", value, forgeable=True)
        elif key == SESSION_ENTRY:
            yield from _of_visit(value)


def _of_visit(url: str) -> Iterator[Referral]:
    for name, value in _parameters(url):
        if name.lower() in PARAMETERS:
            yield Referral("attribution", cleaned(value), forgeable=True)


def _word(field: Field) -> str:
    """Plug-ins keep any JSON here: what is neither text nor number is nothing."""
    return cleaned(str(field.value)) if type(field.value) in (str, int) else ""


def _parameters(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(url[:URL_CHARACTERS_MAX]).query, max_num_fields=URL_FIELDS_MAX)
    except ValueError:
        return []
