"""A person's decision about an order: what it would change, and putting it on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.care import refund_tellings
from commissions.application.care.decision_effect import Change, changes
from commissions.application.care.drafted_decisions import Answer, drafted
from commissions.application.care.spoken_words import put_on_record
from commissions.application.queries import order_story
from commissions.application.queries.order_reference import OrderReference
from commissions.application.queries.order_story import OrderStory
from commissions.domain.ledger.own_lines import parent_told
from commissions.domain.ledger.snapshots import latest
from commissions.domain.orders.decision import REFUND, WHETHER_COPY, OrderDecided
from commissions.domain.orders.refund import OrderRefunded

TOPIC = "decided"


class OrderNotInLedger(LookupError):
    """An order of which no fact is known: nothing of it has been posted."""

    def __init__(self, order_key: str) -> None:
        super().__init__(f"Order {order_key} has not reached the ledger: nothing to decide yet")


class NoOtherTelling(LookupError):
    """No telling of the refund waits that has other figures than the one that counts."""

    def __init__(self, refund_id: str) -> None:
        super().__init__(f"No other telling of refund {refund_id} waits")


class NoParent(LookupError):
    """The order is below no other one that it could be a copy of."""

    def __init__(self, order_key: str) -> None:
        super().__init__(f"Order {order_key} names no order that it could be a copy of")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be put on record of an order, and what that would change."""

    order_key: str
    currency: str
    """The order's, in which a lost dispute's amount is; empty where it has not been told yet."""
    decisions: tuple[OrderDecided, ...]
    """Empty where the same stands decided."""
    changes: tuple[Change, ...]
    """Of everybody who earns on the order, or would."""


def propose(reference: OrderReference, answer: Answer, *, now: datetime) -> Proposal:
    """What the answer would put on record, and change; nothing is written.

    Raises UnknownOrder, AmbiguousOrder, OrderNotInLedger, NoSuchAnswer, NoOtherTelling, NoParent,
    NothingToWithdraw, or NoAmount.
    """
    story = order_story.find(reference)
    facts = [row.fact for row in story.rows]
    if not facts:
        raise OrderNotInLedger(story.order_key)
    tellings = _tellings(story, answer)
    decisions = drafted(story.order_key, answer, facts, tellings, now)
    order = latest(facts)
    if answer.about == WHETHER_COPY and (order is None or parent_told(order) is None):
        raise NoParent(story.order_key)
    return Proposal(
        order_key=story.order_key,
        currency=order.currency if order else "",
        decisions=decisions,
        changes=changes(facts, (*decisions, *tellings)),
    )


def record(decisions: Sequence[OrderDecided], *, now: datetime) -> None:
    """Puts decisions about one order on record. Told again, they change nothing."""
    put_on_record(TOPIC, tuple(decisions), at=decisions[0].at, now=now)


def _tellings(story: OrderStory, answer: Answer) -> list[OrderRefunded]:
    """Those of a refund that would be accepted."""
    if answer.about != REFUND or answer.withdraw:
        return []
    if found := refund_tellings.waiting(story, answer.subject):
        return found
    raise NoOtherTelling(answer.subject)
