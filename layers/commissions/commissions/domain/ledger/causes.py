"""What a journal comes of, in words, and when that happened."""

from datetime import datetime

from commissions.domain.ledger.facts import Content
from commissions.domain.orders.decision import RULE, OrderDecided
from commissions.domain.orders.order import OrderCancelled, OrderPlaced, OrderRefunded
from commissions.domain.sales.attribution import Lock

SALE = "sale"
RULE_CHANGED = "rule changed"


def cause_of(content: Content, *, is_first: bool) -> tuple[str, datetime]:
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
        case OrderDecided():
            return _decided(content), content.at
        case Lock():
            return SALE, content.order_ts


def _decided(decision: OrderDecided) -> str:
    if decision.about == RULE:
        return RULE_CHANGED
    return f"decided: {decision.about} {decision.answer}".rstrip()
