"""sale.attributed -> settled -> commission.earned: what the sale pays its upline by the plan."""

from collections.abc import Iterable

from commissions.application.pipeline.settle import settled
from commissions.domain.sales.attribution import SaleAttributed
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer


@consumer(SaleAttributed, last=True)
def handler(event: Event[SaleAttributed]) -> Iterable[Record]:
    return settled(event, event.record.contents)
