"""attribution.carried -> settled: what an order said of its customer, heard by a later order.
attribution.broadcast -> attribution.carried: the same for many orders, each of them told by itself.
lines.carried -> settled: which lines a parent has, heard by its copies; what came back of a copy,
heard by its parent.
customer.named -> nothing: where buyers are placed, the tree shows whose customer it is."""

from collections.abc import Iterable
from dataclasses import replace

from commissions.application.pipeline.place_customers import place_customer
from commissions.application.pipeline.say_lines import lines_told_further_up
from commissions.application.pipeline.say_to_customers import Says
from commissions.application.pipeline.settle import SAYS, settled
from commissions.aws.telemetry import count
from commissions.domain.orders.carried_lines import CarriedLines, LinesCarried
from commissions.domain.sales.attribution_broadcast import AttributionBroadcast
from commissions.domain.sales.carried_attribution import AttributionCarried
from commissions.domain.sales.customer_place import CustomerNamed
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer
from commissions.tables import attribution_history, customer_places, genealogy


@consumer(
    AttributionCarried,
    AttributionBroadcast,
    LinesCarried,
    CustomerNamed,
    tells=(*SAYS, AttributionCarried, LinesCarried),
)
def handler(
    event: Event[AttributionCarried | AttributionBroadcast | LinesCarried | CustomerNamed],
) -> Iterable[Record]:
    """With the line above the seller as of the order that hears; it says nothing further."""
    if isinstance(event.record, AttributionBroadcast):
        count("AttributionsBroadcast", len(event.record.carried))
        return event.record.each
    if isinstance(event.record, CustomerNamed):
        place_customer(event.record, attribution_history, customer_places)
        return []
    if isinstance(event.record, LinesCarried):
        return settled(event, [event.record.carried], _told_further_up(event.record.carried))
    told = event.record.carried
    line = genealogy.line(told.seller, told.order_ts) if told.seller else ()
    return settled(event, [replace(told, line=line)])


def _told_further_up(heard: CarriedLines) -> Says:
    return lambda facts, *, continued: lines_told_further_up(facts, heard)
