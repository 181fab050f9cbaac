"""Orders of a customer whom the store merged with one that is another's: the first of both has
them, and a person should see it."""

from commissions.domain.ledger.listings import AT_ONCE, Listing
from commissions.domain.ledger.sorted_facts import SortedFacts
from commissions.domain.orders.parking_reasons import MERGED_LINKS_DIFFER
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.whose_sale import Verdict


def differing_links(known: SortedFacts, verdict: Verdict) -> Listing | None:
    """None where it decides nothing of the order, or where the company decided it."""
    if not any(each.merged for each in known.carried):
        return None
    found = known.remembered
    if not found.differs or verdict.credit.carried != found.customer:
        return None
    merged_at = found.differs.merged_at or (found.customer and found.customer.merged_at)
    day = f"{merged_at:%Y-%m-%d}" if merged_at else "before"
    has = f"{verdict.credit.seller}'s since {_order(found.customer)}" if found.customer else ""
    detail = f"{has}, though {found.differs.seller} has an account merged on {day}"
    detail += f", since {_order(found.differs)}"
    return Listing(reason=MERGED_LINKS_DIFFER, detail=detail, due=AT_ONCE)


def _order(carried: CarriedAttribution) -> str:
    return f"order {carried.source.rpartition('/')[2]} of {carried.source_ts:%Y-%m-%d}"
