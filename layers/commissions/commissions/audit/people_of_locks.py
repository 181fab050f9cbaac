"""Whom locks name that were written before people became a fact of their own."""

from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.referral_match import ReferralMatch


def people_of(lock: Lock) -> ReferralMatch | None:
    if lock.seller is None:
        return None
    return ReferralMatch(
        platform=lock.platform,
        store_id=lock.store_id,
        platform_order_id=lock.platform_order_id,
        order_version=lock.order_version,
        order_ts=lock.order_ts,
        seller=lock.seller,
        buyer=lock.buyer or "",
        buyer_class=lock.buyer_class or "",
        carrier=lock.carrier or "",
        line=lock.line or (),
    )
