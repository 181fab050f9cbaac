"""order.refunded, order.cancelled -> settled -> commission.reversed: what comes back, of each."""

from collections.abc import Iterable

from commissions.application.pipeline.settle import settled
from commissions.domain.orders.order import OrderCancelled, OrderRefunded
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer


@consumer(OrderRefunded, OrderCancelled, last=True)
def handler(event: Event[OrderRefunded | OrderCancelled]) -> Iterable[Record]:
    return settled(event, [event.record])
