"""Next orders of subscriptions of which nobody can know whose they are: a person sees them."""

from commissions.domain.ledger.listings import AT_ONCE, Listing
from commissions.domain.ledger.sorted_facts import SortedFacts
from commissions.domain.orders.continues import RENEWAL
from commissions.domain.orders.parking_reasons import RENEWAL_OF_UNKNOWN
from commissions.domain.sales.whose_sale import NOBODYS, Verdict


def unknown_renewal(known: SortedFacts, verdict: Verdict) -> Listing | None:
    """What is listed of one without contract, original and customer that is nobody's."""
    told = [each.continues for each in known.snapshots if each.continues]
    is_renewal = known.latest.continues is not None and known.latest.continues.as_ == RENEWAL
    names_original = any(each.order or each.number for each in told)
    if not is_renewal or verdict.rule != NOBODYS:
        return None
    if names_original or known.contract or known.customer:
        return None
    detail = "a renewal that names no contract, no first order and no customer: it is nobody's"
    return Listing(reason=RENEWAL_OF_UNKNOWN, detail=detail, due=AT_ONCE)
