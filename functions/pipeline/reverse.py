"""order.refunded, .cancelled, .disputed, .decided, .overridden -> settled; commission.reversed,
attribution.carried, customer.named: a person's word on an order is nothing that binds its customer
any more; lines.carried: what came back of a copy, and that its parent was called off.
customers.merged -> attribution.carried: what orders of two customers hear since they are one."""

from collections.abc import Iterable
from functools import partial

from commissions.application.pipeline.merge_customers import merged
from commissions.application.pipeline.say_lines import lines_told
from commissions.application.pipeline.say_to_customers import SAYS_TO_OTHERS, told_to_others
from commissions.application.pipeline.settle import SAYS, settled
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderCancelled
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.people.customer_merge import CustomersMerged
from commissions.domain.sales.attribution_broadcast import with_broadcasts
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer
from commissions.tables import attribution_history, original_marks


@consumer(
    OrderRefunded,
    OrderCancelled,
    OrderDisputed,
    OrderDecided,
    AttributionOverride,
    CustomersMerged,
    tells=(*SAYS, *SAYS_TO_OTHERS),
    last=True,
)
def handler(
    event: Event[
        OrderRefunded
        | OrderCancelled
        | OrderDisputed
        | OrderDecided
        | AttributionOverride
        | CustomersMerged
    ],
) -> Iterable[Record]:
    match event.record:
        case CustomersMerged():
            return with_broadcasts(merged(event.record, attribution_history))
        case AttributionOverride():
            says = partial(
                told_to_others,
                histories=attribution_history,
                originals=original_marks.facts_of_original,
            )
            return settled(event, [event.record], says)
        case _:
            return settled(
                event, [event.record], partial(lines_told, histories=attribution_history)
            )
