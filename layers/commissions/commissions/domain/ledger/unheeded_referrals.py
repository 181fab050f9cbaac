"""Referrals that a store added or changed after the order was paid, and that move nothing: somebody
should see them, since only a person may give a sale to another."""

from commissions.domain.ledger.listings import AT_ONCE, Listing
from commissions.domain.orders.parking_reasons import LATE_REFERRAL, REFERRAL_CHANGED
from commissions.domain.sales.referral_match import COMPANY
from commissions.domain.sales.whose_sale import Verdict


def unheeded_referral(verdict: Verdict) -> Listing | None:
    """What is listed of it; None where every referral counts that should."""
    found, credit = verdict.unheeded, verdict.credit
    if found is None:
        return None
    name = f"{found.code or found.carrier.replace('_', ' ')} ({found.seller})"
    day = f"{found.order_version[:10]}"
    if credit.seller == COMPANY:
        detail = f"named {name} on {day}, too late to count: it is nobody's"
        return Listing(reason=LATE_REFERRAL, detail=detail, due=AT_ONCE)
    detail = f"names {name} since {day}, and stays {credit.seller}'s"
    return Listing(reason=REFERRAL_CHANGED, detail=detail, due=AT_ONCE)
