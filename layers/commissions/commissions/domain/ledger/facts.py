"""Facts: what a store told us and what was locked for it, under ids made of their content."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from commissions.domain.orders.canonical import canonical, stamp
from commissions.domain.orders.carried_lines import CarriedLines
from commissions.domain.orders.decision import DISPUTE, REFUND, OrderDecided, telling_of
from commissions.domain.orders.dispute import OrderDisputed, telling_of_dispute
from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.sales.attribution import Lock, match_of
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import ReferralMatch

Content = (
    OrderPlaced
    | OrderRefunded
    | OrderCancelled
    | OrderDisputed
    | OrderDecided
    | AttributionOverride
    | Lock
    | ReferralMatch
    | CarriedAttribution
    | CarriedLines
)
LookedUp = Lock | ReferralMatch
"""What we found for a snapshot, and no store told: it stays as it was found first."""
Heard = CarriedAttribution | CarriedLines
"""What other orders said."""
NotTold = LookedUp | Heard
"""All that no store told."""
KINDS: dict[type[Content], str] = {
    OrderPlaced: "order",
    OrderRefunded: "refund",
    OrderCancelled: "cancel",
    OrderDisputed: "dispute",
    OrderDecided: "decision",
    AttributionOverride: "override",
    Lock: "lock",
    ReferralMatch: "match",
    CarriedAttribution: "carried",
    CarriedLines: "lines",
}
LOOKED_UP = ("lock", "match", "carried", "lines")


@dataclass(frozen=True, slots=True)
class Fact:
    """A content with its identity. The same id with another digest is a conflict, except of a lock
    and a referral match: what was looked up first stays."""

    fact_id: str
    kind: str
    digest: str
    content: Content


class FactConflict(ValueError):
    """The store told a fact again with another content: neither is guessed to be the right one."""

    def __init__(self, conflicting: Fact, first: Fact) -> None:
        order_key = conflicting.content.order_key
        super().__init__(
            f"{order_key}: {conflicting.kind} {conflicting.fact_id} was told with another content"
        )
        self.order_key = order_key
        self.fact, self.first = conflicting, first


def fact(content: Content) -> Fact:
    """The fact of a content: `kind:` and a hash of store, order, source and version."""
    digest = _sha256(canonical(content)) if isinstance(content, NotTold) else content.digest
    return Fact(_fact_id(content, _source(content)), KINDS[type(content)], digest, content)


def telling(told: OrderRefunded | OrderDisputed) -> Fact:
    """A telling of a refund or dispute as a fact of its own, beside the first one of the same."""
    name = telling_of(told) if isinstance(told, OrderRefunded) else telling_of_dispute(told)
    return replace(fact(told), fact_id=_fact_id(told, name))


def named(facts: Sequence[Fact], known: Sequence[Fact]) -> list[Fact]:
    """The facts, each under the id that it has beside those that are known: a telling of a refund
    that a person named in a decision is a fact of its own, and no conflict any more; so is one of a
    dispute that a person decided, and whose tellings decide nothing."""
    told = {each.fact_id: each.digest for each in known}
    decided = {
        (each.content.about, each.content.subject)
        for each in (*known, *facts)
        if isinstance(each.content, OrderDecided)
    }
    return [
        each if told.get(each.fact_id) == each.digest else _beside(each, told, decided)
        for each in facts
    ]


def _beside(each: Fact, told: Mapping[str, str], decided: Collection[tuple[str, str]]) -> Fact:
    match each.content:
        case OrderRefunded() as refund if (REFUND, telling_of(refund)) in decided:
            return telling(refund)
        case OrderDisputed() as dispute if each.fact_id in told:
            return telling(dispute) if (DISPUTE, dispute.dispute_id) in decided else each
    return each


def new_facts(facts: Iterable[Fact], known: Sequence[Fact]) -> list[Fact]:
    """Those of the facts that are not known yet. Raises FactConflict."""
    told = {each.fact_id: each for each in known}
    told |= {each.fact_id: each for each in _people_of_locks(known)}
    new = []
    for each in facts:
        # A lock is what we looked up, not what the store said: the first look stays.
        first = told.get(each.fact_id, each)
        if each.kind not in LOOKED_UP and first.digest != each.digest:
            raise FactConflict(each, first)
        new += [] if each.fact_id in told else [each]
    return new


def _people_of_locks(known: Iterable[Fact]) -> Iterator[Fact]:
    """Whom locks of before name stays what was found for their snapshots."""
    for each in known:
        if isinstance(each.content, Lock) and (match := match_of(each.content)):
            yield fact(match)


def _fact_id(content: Content, source: str) -> str:
    kind = KINDS[type(content)]
    return f"{kind}:{_sha256(f'fact|v1|{content.order_key}|{kind}|{source}')[:40]}"


def _source(content: Content) -> str:  # noqa: C901, PLR0911 - one return a fact reads best
    match content:
        case OrderPlaced():
            return content.version
        case OrderRefunded():
            return content.refund_id
        case OrderCancelled():
            return stamp(content.updated_at)
        case OrderDisputed():
            return content.telling_id
        case OrderDecided():
            return content.decision_id
        case AttributionOverride():
            return content.override_id
        case Lock():
            return content.order_version
        case ReferralMatch() | CarriedAttribution() | CarriedLines():
            return content.found_as


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
