"""change.hinted -> order.placed, order.refunded … | order.parked: asks the store what it is now."""

from collections.abc import Iterable

from commissions.application.sync.fetch import fetched
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.parking import OrderParked
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer


@consumer(ChangeHinted, tells=(OrderParked,), last=True)
def handler(event: Event[ChangeHinted]) -> Iterable[Record]:
    return fetched(event)
