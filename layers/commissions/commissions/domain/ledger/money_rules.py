"""By what the sums of one order are judged, by its first lock and what people decided."""

from commissions.domain.ledger.disputes import took_back
from commissions.domain.ledger.money_walk import Rules
from commissions.domain.ledger.sorted_facts import SortedFacts

SHARE, SPREAD, PARK = "share", "spread", "park"
EXCHANGED = "exchanged"


def rules_of(known: SortedFacts) -> Rules:
    """Of an order that something was looked up for."""
    policies, decisions = known.locks[0].policies, known.decisions
    goodwill = decisions.goodwill or policies.amount_only_refund
    return Rules(
        paid=policies.paid,
        spread=goodwill == SPREAD,
        share_partial=policies.partial_payment == SHARE,
        disputes_lost=(
            *decisions.disputes_lost,
            *took_back(known.disputes, known.latest.currency),
        ),
        exchanged_at=decisions.returned_at if decisions.returned == EXCHANGED else None,
    )
