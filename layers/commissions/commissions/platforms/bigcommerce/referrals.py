"""Where a BigCommerce order may say who referred the buyer.

Not read: `customer_message` and `staff_notes` (free text, in which people write about people), and
`external_id` and `external_order_id`, which are names in other systems.
"""

from collections.abc import Iterator

from commissions.domain.orders.order import Referral
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word

COUPON, METAFIELD, FORM_FIELD = "coupon_code", "order_metafield", "form_field"
CARRIERS: tuple[str, ...] = (COUPON, METAFIELD, FORM_FIELD)
NAMES = frozenset({"ref", "referral", "referrer", "distributor", "sponsor"})
NAMED_MORE = ("_id", "_code")


def referrals_of(order: Field, coupons: Field, metafields: Field) -> Iterator[Referral]:
    """All hints: the shop owns its coupons, apps write metafields, buyers fill the form."""
    for coupon in coupons.extras():
        yield Referral(COUPON, word(coupon.get("code")), forgeable=False)
    for metafield in metafields.extras():
        if _is_named(metafield.get("key")):
            yield Referral(METAFIELD, word(metafield.get("value")), forgeable=False)
    for field in order.extra_field("billing_address").extra_field("form_fields").extras():
        if _is_named(field.get("name")):
            yield Referral(FORM_FIELD, word(field.get("value")), forgeable=True)


def _is_named(field: Field) -> bool:
    """`Referral code`, `distributor_id`, `REF`."""
    name = word(field).lower().replace(" ", "_").replace("-", "_")
    for more in NAMED_MORE:
        name = name.removesuffix(more)
    return name in NAMES
