"""Orders of a customer whom the store merged with one that is another's: the first of both has
them, and a person should see it."""

from commissions.domain.ledger.listings import AT_ONCE, Listing
from commissions.domain.ledger.sorted_facts import SortedFacts
from commissions.domain.orders.parking_reasons import MERGED_LINKS_DIFFER
from commissions.domain.sales.carried_attribution import CarriedAttribution, named_source
from commissions.domain.sales.whose_sale import Verdict


def differing_links(known: SortedFacts, verdict: Verdict) -> Listing | None:
    """None where it decides nothing of the order, or where the company decided it."""
    if not any(each.merged for each in known.carried):
        return None
    found = known.remembered
    has, differs = found.customer, found.differs
    if not has or not differs or verdict.credit.carried != has:
        return None
    merged_at = min(each.merged_at for each in (has, differs) if each.merged_at)
    detail = f"customers merged on {merged_at:%Y-%m-%d}: {_since(has)}, {_since(differs)}"
    return Listing(reason=MERGED_LINKS_DIFFER, detail=detail, due=AT_ONCE)


def _since(carried: CarriedAttribution) -> str:
    since = named_source(carried.source, f"{carried.source_ts:%Y-%m-%d}")
    return f"{carried.seller}'s since {since}"
