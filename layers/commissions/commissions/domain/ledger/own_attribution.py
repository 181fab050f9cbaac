"""What an order says of its customer, and to the orders that go on with it, by its own facts alone:
whatever others told it is left out.

The version of what it says is the number of those facts: it grows under the condition of the
order's head, and does not move when others speak.
"""

from collections.abc import Sequence
from dataclasses import replace

from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.sorted_facts import SortedFacts, sorted_out
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import OVERRIDE, AttributionOverride
from commissions.domain.sales.attribution import Lock, match_of
from commissions.domain.sales.attribution_history import histories_of
from commissions.domain.sales.carried_attribution import (
    SaidAttribution,
    contract_history,
    customer_history,
)
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.domain.sales.whose_sale import names_somebody

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
    named = _said(known, facts)
    nobody = replace(named, seller="", carrier="", code="", forgeable=False)
    order, contract = known.latest, known.contract
    counts = {
        customer_history(order.store_id, known.customer) if known.customer else "",
        contract_history(order.store_id, contract) if contract else "",
    }
    return {each: named if each in counts else nobody for each in _histories(known)}


def said_as_original(facts: Sequence[Fact], *, even_nobody: bool = False) -> SaidAttribution | None:
    """What an order says to those that go on with it: whom its own referral names, and above all
    what a person said of it, nobody's included. None before it is known, and unless `even_nobody`
    also before anybody was ever named for it.

    One that goes on with another itself says no more than a person's word.
    """
    known = sorted_out(facts)
    if known is None:
        return None
    if said := known.override:
        word = _said(known, facts)
        return replace(word, seller=said.seller, carrier=OVERRIDE, decided=True)
    has_words = any(isinstance(each.content, AttributionOverride) for each in facts)
    is_named = bool(known.locks) and any(each.names for each in known.matched)
    return _said(known, facts) if has_words or is_named or even_nobody else None


def _named(known: SortedFacts) -> ReferralMatch | None:
    """Whom its own referral names, unless a person's word counts; of an order that was locked
    before there were histories, as it was locked."""
    order = known.latest
    if not known.locks or order.test or order.is_machine_made or known.override:
        return None
    own = match_of(known.locks[0])
    if own:
        return own if names_somebody(own) else None
    return known.named_by(known.locks[0].policies.late_referral_hours)


def _said(known: SortedFacts, facts: Sequence[Fact]) -> SaidAttribution:
    order, match = known.latest, _named(known)
    return SaidAttribution(
        source=order.order_key,
        source_ts=order.order_ts,
        version=sum(isinstance(each.content, _OWN) for each in facts),
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
