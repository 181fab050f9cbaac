"""order.placed -> order.mapped | order.parked: the value of each line as of the order's time."""

from collections.abc import Iterable

from commissions.domain.catalogue.sku_values import map_skus, names
from commissions.domain.orders.order import OrderPlaced
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer
from commissions.tables import skus, stores


@consumer(OrderPlaced)
def handler(event: Event[OrderPlaced]) -> Iterable[Record]:
    order = event.record
    policies = stores.get(order.store_id).policies
    known = skus.values_in_force(order.store_id, names(order), order.order_ts)
    return [map_skus(order, policies, known, amounts_accepted="amounts" in event.trace.accepted)]
