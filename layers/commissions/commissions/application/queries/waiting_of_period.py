"""What has not got as far as the ledger, of orders that may be of the period of a plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from commissions.domain.ledger.books import is_certified_order, store_of
from commissions.domain.ledger.facts import Content
from commissions.domain.ledger.months import business_times
from commissions.domain.orders.hint import ORDER, ChangeHinted
from commissions.domain.stores.store import UnknownStore
from commissions.tables import inbox, orders_by_day, parked, pending, stores
from commissions.tables.inbox import InboxItem

EVER = datetime.max.replace(tzinfo=UTC)
PENDING_MAX = 10_000
"""So many that are on their way are looked at: of more the alarm has long been ringing."""


@dataclass(frozen=True, slots=True)
class WaitingOrder:
    order_key: str
    why: str


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    """A stretch of time in which orders are of a plan's period; `plan`: its id, or empty of all."""

    plan: str
    starts: datetime
    ends: datetime


def waiting_of_period(
    period: PlanPeriod, received_before: datetime = EVER
) -> Iterator[WaitingOrder]:
    """What is parked and holds its order up, and what is on its way, also if it has only been
    hinted at. Not of stores of certification, nor of stores that never went by the plan."""
    for entry in parked.all_entries():
        if not entry.holds or not _is_of(entry.order_key, period):
            continue
        if _may_be(entry.order_key, inbox.find(entry.inbox), period):
            why = f"something of it is parked: {entry.reason} ({entry.detail})"
            yield WaitingOrder(entry.order_key, why)
    for item in pending.received_before(received_before, PENDING_MAX):
        for order_key in sorted(_told_of(item)):
            if _is_of(order_key, period) and _may_be(order_key, item, period):
                yield WaitingOrder(order_key, "something of it is on its way to the ledger")


def _is_of(order_key: str, period: PlanPeriod) -> bool:
    """Of a store that is not known it may be all the same."""
    if is_certified_order(order_key):
        return False
    try:
        return period.plan in {"", *stores.plans_ever(store_of(order_key))}
    except UnknownStore:
        return True


def _may_be(order_key: str, item: InboxItem | None, period: PlanPeriod) -> bool:
    """By what came in about an order. Where that does not say when, it may be unless the order is
    known to be younger, or was first heard of when the period was over."""
    own = [each for each in _contents(item) if each.order_key == order_key] if item else []
    if moments := times_of(own):
        return any(period.starts <= each < period.ends for each in moments)
    day = orders_by_day.days_of([order_key]).get(order_key, "")
    if not day and item is not None and item.records and not own:
        return item.received_at < period.ends
    return day <= period.ends.astimezone(UTC).date().isoformat()


def _told_of(item: InboxItem) -> set[str]:
    """The orders that it tells of, or hints at."""
    hinted = (
        each.order_key
        for each in item.records
        if isinstance(each, ChangeHinted) and each.subject == ORDER
    )
    return {each.order_key for each in _contents(item)}.union(hinted)


def _contents(item: InboxItem) -> list[Content]:
    """What it tells of orders; hints tell nothing yet."""
    return [each for each in item.records if isinstance(each, Content)]


def times_of(contents: Iterable[Content]) -> list[datetime]:
    """When what they tell happened."""
    return [time for each in contents for time in business_times(each)]
