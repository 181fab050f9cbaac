"""What an order says of its customer, by its own facts alone: whatever others told it is left out.

The version of what it says is the number of those facts: it grows under the condition of the
order's head, and does not move when others speak.
"""

from collections.abc import Sequence
from dataclasses import replace

from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.sorted_facts import SortedFacts, sorted_out
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.attribution_history import histories_of
from commissions.domain.sales.carried_attribution import (
    SaidAttribution,
    contract_history,
    customer_history,
)
from commissions.domain.sales.referral_match import ReferralMatch

_OWN = (OrderPlaced, Lock, ReferralMatch, AttributionOverride)
"""What decides whom an order names; that money went back changes nothing of it."""


def said_by(facts: Sequence[Fact]) -> dict[str, SaidAttribution]:
    """What an order says, by history: whom it names in those of its customer and its contract, and
    nobody in others that a snapshot of it ever named. Nothing where no fact names anybody, and of
    an order that was locked before there were histories."""
    known = sorted_out(facts)
    if known is None or not known.locks or known.locks[0].has_people:
        return {}
    if not any(each.names for each in known.matched):
        return {}
    own = sum(isinstance(each.content, _OWN) for each in facts)
    named = _said(known, own)
    nobody = replace(named, seller="", carrier="", code="", forgeable=False)
    order, contract = known.latest, known.contract
    counts = {
        customer_history(order.store_id, known.customer) if known.customer else "",
        contract_history(order.store_id, contract) if contract else "",
    }
    return {each: named if each in counts else nobody for each in _histories(known)}


def _said(known: SortedFacts, own: int) -> SaidAttribution:
    order, hours = known.latest, known.locks[0].policies.late_referral_hours
    speaks = not (order.test or order.is_machine_made or known.override)
    match = known.named_by(hours) if speaks else None
    return SaidAttribution(
        source=order.order_key,
        source_ts=order.order_ts,
        version=own,
        seller=match.seller if match else "",
        carrier=match.carrier if match else "",
        code=match.code if match else "",
        forgeable=match.forgeable if match else False,
    )


def _histories(known: SortedFacts) -> list[str]:
    policies = {lock.order_version: lock.policies for lock in known.locks}
    named = [
        history
        for order in known.snapshots
        if (of_order := policies.get(order.version))
        for history in histories_of(order, of_order)
    ]
    return [*dict.fromkeys(named)]
