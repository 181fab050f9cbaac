"""What an order says of its customer, and to the orders that go on with it, by its own facts alone:
whatever others told it is left out.

The version of what it says is the number of those facts: it grows under the condition of the
order's head, and does not move when others speak.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.sorted_facts import SortedFacts, sorted_out
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import (
    OVERRIDE,
    AttributionOverride,
    customer_overrides,
)
from commissions.domain.sales.attribution import Lock, match_of
from commissions.domain.sales.attribution_history import histories_of
from commissions.domain.sales.carried_attribution import (
    SaidAttribution,
    contract_history,
    customer_history,
    decided_source,
)
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.domain.sales.sale_evidence import names_somebody

Said = tuple[str, SaidAttribution]
"""A history, and what is said there."""
_OWN = (OrderPlaced, Lock, ReferralMatch, AttributionOverride)
"""What decides whom an order names; that money went back changes nothing of it."""


def said_by(facts: Sequence[Fact]) -> dict[str, SaidAttribution]:
    """What an order says, by history: whom it names in those of its customer and its contract, and
    nobody in others that a snapshot of it ever named. Nothing where no fact names anybody, and of
    an order that was locked before there were histories."""
    contents = [each.content for each in facts]
    histories = _histories(
        [each for each in contents if isinstance(each, OrderPlaced)],
        [each for each in contents if isinstance(each, Lock)],
    )
    known = sorted_out(facts) if histories else None
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
    return {each: named if each in counts else nobody for each in histories}


def decided_by(facts: Sequence[Fact]) -> list[Said]:
    """What people decided of its customer with an order that was paid: whose they are, or that they
    are nobody's, from the order or from a moment on; in histories of others that a snapshot of it
    ever named, that it counts no more. Also of an order from before there were histories."""
    said = [each.content for each in facts if isinstance(each.content, AttributionOverride)]
    words = customer_overrides(said)
    known = sorted_out(facts) if words else None
    if known is None or not known.locks:
        return []
    own = sum(isinstance(each.content, _OWN) for each in facts)
    named = dict.fromkeys(each.customer for each in known.paid if each.customer)
    return [
        (
            customer_history(known.latest.store_id, customer),
            _decided(known, since, word if customer == known.customer else None, own),
        )
        for since, word in words.items()
        for customer in named
    ]


def _decided(
    known: SortedFacts, since: datetime | None, word: AttributionOverride | None, own: int
) -> SaidAttribution:
    """`word`: None where what was said counts no more."""
    order = known.latest
    stands = word if not order.test else None
    return SaidAttribution(
        source=decided_source(order.order_key, since),
        source_ts=since or order.order_ts,
        version=own,
        seller=stands.seller if stands else "",
        carrier=OVERRIDE if stands else "",
        code=stands.override_id if stands else "",
        decided=stands is not None,
        ordered_at=order.order_ts if since else None,
    )


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
    if not known.locks or order.test or known.goes_on or known.override:
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


def _histories(snapshots: Sequence[OrderPlaced], locks: Sequence[Lock]) -> list[str]:
    """In which an order ever stood, by the policies that its snapshots were looked up under."""
    policies = {lock.order_version: lock.policies for lock in locks}
    named = [
        history
        for order in snapshots
        if (of_order := policies.get(order.version))
        for history in histories_of(order, of_order)
    ]
    return [*dict.fromkeys(named)]
