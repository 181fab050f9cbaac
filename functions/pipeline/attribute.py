"""order.mapped -> sale.attributed | order.parked: whose sale it was, and who stood above."""

from collections.abc import Iterable

from commissions.application.pipeline.attribute import attributed
from commissions.application.pipeline.unknown_parents import ask_for_parent
from commissions.application.pipeline.unreferred import follow_up
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.orders.parking import OrderParked
from commissions.domain.sales.attribution import SaleAttributed
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer
from commissions.tables import attribution_history, sale_registers


@consumer(OrderMapped, tells=(SaleAttributed, OrderParked))
def handler(event: Event[OrderMapped]) -> Iterable[Record]:
    outcome = attributed(
        event.record,
        sale_registers,
        attribution_history,
        sale_registers.facts_of,
        sale_registers.facts_of_original,
    )
    follow_up(event, outcome)
    ask_for_parent(event.record.order, outcome)
    return [outcome]
