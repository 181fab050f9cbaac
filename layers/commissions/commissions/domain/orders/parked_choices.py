"""What a person may do about what is parked, by the reason for which it is."""

from commissions.domain.orders.parking_reasons import (
    ADVICE,
    EXCHANGE_CREDIT,
    NO_REFERRER,
    ORDER_GONE,
    RECEIVED_SHORT,
    REFUNDED_WITHOUT_REFUND,
    UNMAPPED_SKU,
)

RELEASE, DISMISS = "release", "dismiss"
"""It shall go on as things are now; it shall wait no longer, and not go on either."""
ADD_VALUE, MAP_CODE, TO_NOBODY = "value", "code", "nobody"
"""A SKU gets a value; a referral code becomes somebody's; the order is nobody's by a word."""
ACCEPT_AMOUNTS, ACCEPT_GONE = "amounts", "gone"
"""The store's figures stand although they do not add up; an order that is gone is cancelled."""
CHOICES = (ADD_VALUE, MAP_CODE, TO_NOBODY, ACCEPT_AMOUNTS, ACCEPT_GONE, RELEASE, DISMISS)
"""What answers the question first: the others are for whoever knows why."""
UNKNOWN_REFERRER = "unknown_referrer"
_OWN: dict[str, tuple[str, ...]] = {
    UNMAPPED_SKU: (ADD_VALUE,),
    UNKNOWN_REFERRER: (MAP_CODE, TO_NOBODY),
    NO_REFERRER: (TO_NOBODY,),
    ORDER_GONE: (ACCEPT_GONE,),
    **dict.fromkeys(
        (
            "does_not_reconcile",
            "negative_line",
            EXCHANGE_CREDIT,
            "payments_unknown",
            "due_though_done",
            RECEIVED_SHORT,
            REFUNDED_WITHOUT_REFUND,
        ),
        (ACCEPT_AMOUNTS,),
    ),
}
REASONS = tuple(ADVICE)
"""All that there are; another version of ours may have had others."""


def choices(reason: str) -> tuple[str, ...]:
    """The likeliest first; of every reason something can be done."""
    return (*_OWN.get(reason, ()), RELEASE, DISMISS)
