"""One order as its store has it now, read from the answers of the store's API."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from commissions.audit.order_record import is_young
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OfOrder, OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded


@dataclass(slots=True)
class StoreOrder:
    """What the store says now of one order."""

    order: OrderPlaced
    refunds: dict[str, OrderRefunded] = field(default_factory=dict)
    is_cancelled: bool = False
    disputes: list[OrderDisputed] = field(default_factory=list)

    @property
    def currency(self) -> str:
        return self.order.currency

    def is_settling(self, now: datetime) -> bool:
        """Whether we may not have heard of it yet."""
        moments = [refund.refunded_at for refund in self.refunds.values()]
        return is_young([self.order.updated_at, *moments], now)

    def is_of(self, day: date) -> bool:
        """Whether the order was placed or last changed, or any of it refunded, on that day."""
        of_order = [self.order.order_ts, self.order.updated_at]
        moments = [*of_order, *(each.refunded_at for each in self.refunds.values())]
        return any(utc_day(moment) == day for moment in moments)


def store_orders(records: Iterable[OfOrder]) -> dict[str, StoreOrder]:
    """By order key: what the answers of a store's API say in the records of their dialect."""
    found: dict[str, StoreOrder] = {}
    rest: list[OrderRefunded | OrderCancelled | OrderDisputed] = []
    for record in records:
        if isinstance(record, OrderPlaced):
            is_cancelled = record.cancelled_at is not None
            found[record.order_key] = StoreOrder(record, is_cancelled=is_cancelled)
        else:
            rest.append(record)
    for each in rest:
        if store_order := found.get(each.order_key):
            _add(store_order, each)
    return found


def _add(store_order: StoreOrder, record: OrderRefunded | OrderCancelled | OrderDisputed) -> None:
    match record:
        case OrderRefunded():
            store_order.refunds[record.refund_id] = record
        case OrderCancelled():
            store_order.is_cancelled = True
        case OrderDisputed():
            store_order.disputes.append(record)


def utc_day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
