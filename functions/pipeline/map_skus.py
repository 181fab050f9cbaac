"""order.placed -> order.mapped | order.parked: the value of each line as of the order's time."""

from collections.abc import Iterable

from commissions.application.pipeline.map_skus import mapped
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import OrderParked
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer
from commissions.tables import value_registers


@consumer(OrderPlaced, tells=(OrderMapped, OrderParked))
def handler(event: Event[OrderPlaced]) -> Iterable[Record]:
    accepted = "amounts" in event.trace.accepted
    facts_of = value_registers.facts_of
    return [mapped(event.record, value_registers, facts_of, amounts_accepted=accepted)]
