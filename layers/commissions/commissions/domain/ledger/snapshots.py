"""Which of an order's snapshots counts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from commissions.domain.ledger.facts import Fact
from commissions.domain.orders.order import (
    DISCOUNT_OF_ALL,
    DISPUTED,
    ON_HOLD,
    STATUSES,
    OrderCancelled,
    OrderPlaced,
)

NEVER = datetime.fromtimestamp(0, UTC)


def by_age(facts: Iterable[Fact]) -> list[OrderPlaced]:
    """The oldest first; the last one counts."""
    orders = [
        (fact.content, fact.digest) for fact in facts if isinstance(fact.content, OrderPlaced)
    ]
    moments = {order.updated_at for order, _ in orders}
    if len(moments) == len(orders):
        return sorted((order for order, _ in orders), key=lambda order: order.updated_at)
    answers = _answers(order for order, _ in orders)

    def place(told: tuple[OrderPlaced, str]) -> tuple[Any, ...]:
        order, digest = told
        updated_at, read_at, *more = age(order)
        return updated_at, answers.get(digest, read_at), read_at, *more, digest

    return [order for order, _ in sorted(orders, key=place)]


def _answers(orders: Iterable[OrderPlaced]) -> dict[str, datetime]:
    """When the store first answered what it sent, by digest: of several snapshots that it sent of
    one moment, the one that it answers of that moment is the last."""
    answers: dict[str, datetime] = {}
    for order in orders:
        if order.read_at is not None:
            digest = without_read_time(order).digest
            answers[digest] = min(order.read_at, answers.get(digest, order.read_at))
    return answers


def latest(facts: Iterable[Fact]) -> OrderPlaced | None:
    """The snapshot that counts, if any was told; of two that are as late, always the same one."""
    return next(iter(by_age(facts)[-1:]), None)


def supersedes(order: OrderPlaced, counts: OrderPlaced) -> bool:
    """Whether a snapshot has to take the place of the one that counts: it is no older, by its
    moment and then by when it was read, and says something else."""
    if _as_of(order) < _as_of(counts):
        return False
    return without_read_time(order).digest != without_read_time(counts).digest


def without_read_time(order: OrderPlaced) -> OrderPlaced:
    """A snapshot without when it was read: what the store says, whenever it was asked."""
    return replace(order, read_at=None)


def age(order: OrderPlaced) -> tuple[datetime, datetime, bool, int, bool, int]:
    """Which of two snapshots is the later one; of the same moment, what the store answered when it
    was asked counts more than what it sent, one that tells of the money more than one that does
    not, one with more refunds more than one with fewer, and a
    later state more than an earlier one."""
    refunds, cancelled = len(order.refund_ids or ()), order.cancelled_at is not None
    status = STATUSES.index(order.status)
    return *_as_of(order), _tells_money(order), refunds, cancelled, status


def _tells_money(order: OrderPlaced) -> bool:
    """Whether it says more of the money than a status: such a telling of a moment counts before
    one that was read in another way, or before such things were read."""
    told = order.received is not None or order.unpaid > 0 or bool(order.word)
    return told or DISCOUNT_OF_ALL in order.flags


def _as_of(order: OrderPlaced) -> tuple[datetime, datetime]:
    return order.updated_at, order.read_at or NEVER


def cancels_order(cancel: OrderCancelled, latest: OrderPlaced) -> bool:
    """Whether an order is off though its snapshot does not say so: one that the store was asked
    for knows of all that happened at its own moment."""
    if latest.read_at:
        return cancel.updated_at > latest.updated_at
    return cancel.updated_at >= latest.updated_at


def is_cancelled_by(snapshots: Sequence[OrderPlaced], cancels: Sequence[OrderCancelled]) -> bool:
    """Whether an order is off by what its store told; the oldest snapshot first.

    That it is disputed, or on hold, says nothing of that: what was cancelled before stays so.
    """
    counts = snapshots[-1]
    if _is_off(counts, cancels):
        return True
    before = next((each for each in reversed(snapshots) if not is_in_dispute(each)), counts)
    return before is not counts and _is_off(before, cancels)


def is_in_dispute(order: OrderPlaced) -> bool:
    """Whether the store says that an order is disputed, or may be, and nothing more of it."""
    return DISPUTED in order.flags or ON_HOLD in order.flags


def in_dispute_since(snapshots: Sequence[OrderPlaced]) -> datetime | None:
    """Since when the store says so without a break; None where it does not say so now."""
    since = None
    for order in snapshots:
        since = (since or order.updated_at) if is_in_dispute(order) else None
    return since


def _is_off(order: OrderPlaced, cancels: Iterable[OrderCancelled]) -> bool:
    return order.cancelled_at is not None or any(cancels_order(each, order) for each in cancels)
