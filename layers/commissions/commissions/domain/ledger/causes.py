"""What a journal comes of, in words, and when that happened."""

from datetime import datetime

from commissions.domain.ledger.disputes import ended
from commissions.domain.ledger.facts import Content, LookedUp
from commissions.domain.orders.carried_lines import CHILD, CarriedLines
from commissions.domain.orders.decision import DISPUTE, RULE, OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import TAKEN_BACK, AttributionOverride
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.carried_attribution import (
    CONTINUED,
    CarriedAttribution,
    is_decided_source,
    named_source,
)
from commissions.domain.sales.referral_match import ReferralMatch

SALE = "sale"
RULE_CHANGED = "rule changed"


def cause_of(  # noqa: C901, PLR0911 - one return a fact reads best
    content: Content, *, is_first: bool
) -> tuple[str, datetime]:
    """In words what a journal comes of that a fact leads to, and its business time.

    `is_first`: whether nothing was posted of the order yet.
    """
    match content:
        case OrderPlaced() if is_first:
            return SALE, content.order_ts
        case OrderPlaced():
            cause = "cancelled" if content.cancelled_at else "order changed"
            return cause, content.updated_at
        case OrderRefunded():
            return f"refund {content.refund_id}", content.refunded_at
        case OrderCancelled():
            return "cancelled", content.cancelled_at
        case OrderDisputed():
            return ended(content), content.at
        case OrderDecided():
            return _decided(content), content.at
        case AttributionOverride():
            return _overridden(content), content.effective_at
        case CarriedLines():
            return (SALE if is_first else _heard(content)), content.times[-1]
        case Lock() | ReferralMatch() | CarriedAttribution():
            return _found(content), content.order_ts


def _heard(carried: CarriedLines) -> str:
    order = f"order {carried.source.rpartition('/')[2]}"
    if carried.role == CHILD:
        return f"what came back by {order}, a copy"
    return f"{order}, of which it may be a copy, was told anew"


def _found(carried: LookedUp | CarriedAttribution) -> str:
    """As of the sale: it was so from then on, whoever came to know of it later."""
    if not isinstance(carried, CarriedAttribution):
        return SALE
    order = named_source(carried.source, f"{carried.source_ts:%Y-%m-%d}")
    if carried.merged_at:
        order = f"customers merged on {carried.merged_at:%Y-%m-%d}, {order}"
    if is_decided_source(carried.source):
        return _of_customer(carried, order)
    if carried.decided and carried.kind == CONTINUED:
        return f"{order}, which it goes on with: {carried.seller or 'nobody'}'s by override"
    if not carried.stands:
        return f"{order} names nobody any more"
    if carried.kind == CONTINUED:
        return f"{order}, which it goes on with: {carried.seller}'s"
    return f"{order}: {carried.kind} of {carried.seller}"


def _of_customer(decided: CarriedAttribution, since: str) -> str:
    if not decided.decided:
        return f"what was said of the customer since {since} counts no more"
    return f"override {decided.code}: customer of {decided.seller or 'nobody'} since {since}"


def _overridden(override: AttributionOverride) -> str:
    if override.says == TAKEN_BACK:
        return f"override {override.takes_back} taken back"
    return f"override {override.override_id}: {override.seller or 'nobody'}'s"


def _decided(decision: OrderDecided) -> str:
    if decision.about == RULE:
        return RULE_CHANGED
    dispute = f" {decision.subject}" if decision.about == DISPUTE else ""
    return f"decided: {decision.about}{dispute} {decision.answer}".rstrip()
