"""What has not got as far as the ledger, of orders that may be of a period."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from commissions.domain.ledger.facts import Content
from commissions.domain.ledger.months import business_times
from commissions.tables import inbox, orders_by_day, parked, pending
from commissions.tables.inbox import InboxItem

EVER = datetime.max.replace(tzinfo=UTC)
PENDING_MAX = 10_000
"""So many that are on their way are looked at: of more the alarm has long been ringing."""


@dataclass(frozen=True, slots=True)
class WaitingOrder:
    order_key: str
    why: str


def waiting_of_period(
    starts: datetime, ends: datetime, received_before: datetime = EVER
) -> Iterator[WaitingOrder]:
    """What is parked and holds its order up, and what is on its way."""
    for entry in parked.all_entries():
        if entry.holds and _may_be(entry.order_key, inbox.find(entry.inbox), starts, ends):
            why = f"something of it is parked: {entry.reason} ({entry.detail})"
            yield WaitingOrder(entry.order_key, why)
    for item in pending.received_before(received_before, PENDING_MAX):
        for order_key in sorted({each.order_key for each in _contents(item)}):
            if _may_be(order_key, item, starts, ends):
                yield WaitingOrder(order_key, "something of it is on its way to the ledger")


def _may_be(order_key: str, item: InboxItem | None, starts: datetime, ends: datetime) -> bool:
    """By what came in about an order; where that does not say when, it may be unless the order is
    known to be younger."""
    own = [each for each in _contents(item) if each.order_key == order_key] if item else []
    if moments := times_of(own):
        return any(starts <= each < ends for each in moments)
    day = orders_by_day.days_of([order_key]).get(order_key, "")
    return day <= ends.astimezone(UTC).date().isoformat()


def _contents(item: InboxItem) -> list[Content]:
    """What it tells of orders; hints tell nothing yet."""
    return [each for each in item.records if isinstance(each, Content)]


def times_of(contents: Iterable[Content]) -> list[datetime]:
    """When what they tell happened."""
    return [time for each in contents for time in business_times(each)]
