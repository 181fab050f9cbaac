"""attribution.carried -> settled: what an order said of its customer, heard by a later order."""

from collections.abc import Iterable
from dataclasses import replace

from commissions.application.pipeline.settle import settled
from commissions.domain.sales.carried_attribution import AttributionCarried
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer
from commissions.tables import genealogy


@consumer(AttributionCarried)
def handler(event: Event[AttributionCarried]) -> Iterable[Record]:
    """With the line above the seller as of the order that hears; it says nothing further."""
    told = event.record.carried
    line = genealogy.line(told.seller, told.order_ts) if told.seller else ()
    return settled(event, [replace(told, line=line)])
