"""Orders of a customer whom the store merged with one that is another's: the first of both has
them, and a person should see it."""

from datetime import datetime

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
    # Neither may have come through it: what did may have held in between.
    merged_at = min(_merges(has, differs) or _merges(*known.carried))
    detail = f"customers merged on {merged_at:%Y-%m-%d}: {_since(has)}, {_since(differs)}"
    return Listing(reason=MERGED_LINKS_DIFFER, detail=detail, due=AT_ONCE)


def _merges(*carried: CarriedAttribution) -> list[datetime]:
    return [each.merged_at for each in carried if each.merged_at]


def _since(carried: CarriedAttribution) -> str:
    since = named_source(carried.source, f"{carried.source_ts:%Y-%m-%d}")
    return f"{carried.seller}'s since {since}"
