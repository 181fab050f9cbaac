"""order.refunded, .cancelled, .decided -> settled -> commission.reversed: what comes back."""

from collections.abc import Iterable

from commissions.application.pipeline.settle import settled
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.order import OrderCancelled, OrderRefunded
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer


@consumer(OrderRefunded, OrderCancelled, OrderDecided, last=True)
def handler(event: Event[OrderRefunded | OrderCancelled | OrderDecided]) -> Iterable[Record]:
    return settled(event, [event.record])
