"""Referrals that move nothing, as another one counts, or as they came too late: somebody should see
them, since only a person may give a sale to another."""

from collections.abc import Iterator

from commissions.domain.ledger.listings import AT_ONCE, Listing
from commissions.domain.orders.parking_reasons import (
    LATE_REFERRAL,
    REFERRAL_CHANGED,
    REFERRALS_DIFFER,
)
from commissions.domain.sales.referral_match import COMPANY, ReferralMatch, SaleCredit
from commissions.domain.sales.whose_sale import Verdict


def unheeded_referrals(verdict: Verdict) -> Iterator[Listing]:
    """What is listed of them; nothing where every referral counts that should."""
    if verdict.credit.outranked:
        yield _differing(verdict.credit)
    if verdict.unheeded:
        yield _unheeded(verdict.unheeded, verdict.credit)


def _differing(credit: SaleCredit) -> Listing:
    first = credit.code or credit.carrier.replace("_", " ")
    detail = f"names {first} and {credit.outranked}, of two people: {credit.seller}'s, by the first"
    return Listing(reason=REFERRALS_DIFFER, detail=detail, due=AT_ONCE)


def _unheeded(found: ReferralMatch, credit: SaleCredit) -> Listing:
    name = f"{found.code or found.carrier.replace('_', ' ')} ({found.seller})"
    day = f"{found.order_version[:10]}"
    if credit.seller == COMPANY:
        detail = f"named {name} on {day}, too late to count: it is nobody's"
        return Listing(reason=LATE_REFERRAL, detail=detail, due=AT_ONCE)
    detail = f"names {name} since {day}, and stays {credit.seller}'s"
    return Listing(reason=REFERRAL_CHANGED, detail=detail, due=AT_ONCE)
