"""Everything told of one order, each thing once, and what of it counts in the end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderCancelled, OrderPlaced, OrderRefunded
from commissions.domain.sales.attribution import Lock

STATES = ["pending", "authorized", "partially_paid", "paid", "partially_refunded"]
STATES += ["refunded", "voided"]
EVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class OrderHistory:
    snapshots: dict[Any, OrderPlaced] = field(default_factory=dict)
    refunds: dict[str, OrderRefunded] = field(default_factory=dict)
    locks: dict[str, Lock] = field(default_factory=dict)
    cancelled_at: datetime = EVER

    @classmethod
    def of(cls, contents: Iterable[Content]) -> "OrderHistory":
        history = cls()
        for content in contents:
            history._add(content)
        return history

    def _add(self, content: Content) -> None:
        match content:
            case OrderPlaced():
                self.snapshots[_precedence(content)] = content
            case OrderRefunded():
                self.refunds[content.refund_id] = content
            case Lock():
                self.locks[content.order_version] = content
            case OrderCancelled():
                self.cancelled_at = max(self.cancelled_at, content.updated_at)

    @property
    def order(self) -> OrderPlaced | None:
        """The snapshot that counts: of the highest date, and of one date what an answer of the
        store said before what it sent."""
        return self.snapshots[max(self.snapshots)] if self.snapshots else None

    @property
    def locks_by_time(self) -> list[Lock]:
        """What was looked up, for the earliest snapshot first; of one moment's, what found a
        seller."""
        parts = ((*version.partition("~"), lock) for version, lock in self.locks.items())
        ordered = sorted((when, not lock.seller, name) for when, _, name, lock in parts)
        return [self.locks[f"{when}~{name}" if name else when] for when, _, name in ordered]

    @property
    def is_cancelled(self) -> bool:
        """Whether the order stands cancelled."""
        order = self.order
        if order is None:
            return False
        if order.cancelled_at is not None or order.updated_at < self.cancelled_at:
            return True
        # Of one moment, an answer of the store knew of the cancellation, and of what undid it.
        return order.updated_at == self.cancelled_at and order.read_at is None

    @property
    def is_paid(self) -> bool:
        """Whether the order counts as paid by the rules that were looked up with it."""
        order, locks = self.order, self.locks_by_time
        if order is None or not locks or order.test:
            return False
        return order.status in locks[0].policies.paid

    def standing_refunds(self) -> list[OrderRefunded]:
        """By their own times; without those that the store took back without a word."""
        order = self.order
        standing = [refund for refund in self.refunds.values() if _stands(refund, order)]
        return sorted(standing, key=lambda refund: (refund.refunded_at, refund.refund_id))


def _precedence(order: OrderPlaced) -> Any:
    asked = order.read_at or EVER
    gone = 0 if order.cancelled_at is None else 1
    back = 0 if order.refund_ids is None else len(order.refund_ids)
    return (order.updated_at, asked, back, gone, STATES.index(order.status), order.digest)


def _stands(refund: OrderRefunded, order: OrderPlaced | None) -> bool:
    """Whether the snapshot that counts lists it, lists none at all, or is older than it."""
    if order is None or order.refund_ids is None:
        return True
    return refund.refunded_at > order.updated_at or refund.refund_id in order.refund_ids
