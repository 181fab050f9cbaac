"""sale.attributed -> settled -> commission.earned, attribution.carried, customer.named,
lines.carried: what the sale pays its upline by the plan, and what it says to later orders of its
customer, to its copies and to its parent."""

from collections.abc import Iterable
from functools import partial

from commissions.application.pipeline.say_to_customers import SAYS_TO_OTHERS, told_to_others
from commissions.application.pipeline.settle import SAYS, settled
from commissions.domain.sales.attribution import SaleAttributed
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer
from commissions.tables import attribution_history, original_marks


@consumer(SaleAttributed, tells=(*SAYS, *SAYS_TO_OTHERS), last=True)
def handler(event: Event[SaleAttributed]) -> Iterable[Record]:
    says = partial(
        told_to_others,
        histories=attribution_history,
        originals=original_marks.facts_of_original,
    )
    return settled(event, event.record.contents, says)
