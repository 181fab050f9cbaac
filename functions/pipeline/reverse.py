"""order.refunded, .cancelled, .disputed, .decided, .overridden -> settled; commission.reversed."""

from collections.abc import Iterable

from commissions.application.pipeline.settle import settled
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderCancelled
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer


@consumer(
    OrderRefunded, OrderCancelled, OrderDisputed, OrderDecided, AttributionOverride, last=True
)
def handler(
    event: Event[
        OrderRefunded | OrderCancelled | OrderDisputed | OrderDecided | AttributionOverride
    ],
) -> Iterable[Record]:
    return settled(event, [event.record])
