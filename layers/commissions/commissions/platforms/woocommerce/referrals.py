"""Where a WooCommerce order may say who referred the buyer.

The customer's note is not read: it is free text, of anybody about anything.
"""

from collections.abc import Iterator

from commissions.domain.orders.order import Referral
from commissions.platforms.payload import Field
from commissions.platforms.referrals import cleaned, parameters, word

CARRIERS: tuple[str, ...] = ("coupon_code", "order_meta", "attribution")
META_KEYS = frozenset({"distributor_ref", "_distributor_ref", "distributor_id", "_distributor_id"})
SESSION_ENTRY = "_wc_order_attribution_session_entry"
"""WooCommerce's own: the address by which the buyer's visit began."""
PARAMETERS = frozenset({"ref", "referral", "sponsor", "distributor"})


def referrals_of(order: Field) -> Iterator[Referral]:
    """All hints. The shop owns its coupons; what plug-ins keep in the order's meta data comes from
    cookies and form fields, which anyone who buys can write."""
    for coupon in order.get("coupon_lines").extras():
        yield Referral("coupon_code", word(coupon.get("code")), forgeable=False)
    for entry in order.get("meta_data").extras():
        key, value = word(entry.get("key")), word(entry.get("value"))
        if key in META_KEYS:
            yield Referral("order_meta", value, forgeable=True)
        elif key == SESSION_ENTRY:
            yield from _of_visit(value)


def _of_visit(url: str) -> Iterator[Referral]:
    for name, value in parameters(url):
        if name.lower() in PARAMETERS:
            yield Referral("attribution", cleaned(value), forgeable=True)
