"""order.refunded, .cancelled, .disputed, .decided, .overridden -> settled; commission.reversed,
attribution.carried, customer.named: a person's word on an order is nothing that binds its customer
any more."""

from collections.abc import Iterable
from functools import partial

from commissions.application.pipeline.say_to_customers import told_to_others
from commissions.application.pipeline.settle import settled
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderCancelled
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer
from commissions.tables import attribution_history, original_marks


@consumer(
    OrderRefunded, OrderCancelled, OrderDisputed, OrderDecided, AttributionOverride, last=True
)
def handler(
    event: Event[
        OrderRefunded | OrderCancelled | OrderDisputed | OrderDecided | AttributionOverride
    ],
) -> Iterable[Record]:
    if isinstance(event.record, AttributionOverride):
        says = partial(
            told_to_others,
            histories=attribution_history,
            originals=original_marks.facts_of_original,
        )
        return settled(event, [event.record], says)
    return settled(event, [event.record])
