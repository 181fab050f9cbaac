"""Two customers of a store become one: orders of the kept one from then on hear both histories."""

from collections.abc import Iterator

from commissions.application.pipeline.freed_customers import told_all_of_freed
from commissions.domain.people.customer_merge import CustomersMerged
from commissions.domain.sales.attribution_history import (
    AttributionHistories,
    HistoryPlace,
    told_of_merge,
)
from commissions.domain.sales.carried_attribution import (
    AttributionCarried,
    Seniority,
    customer_history,
)


def merged(merge: CustomersMerged, histories: AttributionHistories) -> Iterator[AttributionCarried]:
    """What orders that came before have to be told of it; told again, the same. The merge is found
    first: who enters or says something later reads it."""
    kept, gone = (customer_history(merge.store_id, each) for each in (merge.kept, merge.gone))
    places: dict[tuple[str, Seniority], HistoryPlace] = {}
    for told in histories.merge(kept, gone, merge.merged_at):
        yield from told_of_merge(told)
        places |= {(each.history, each.seniority): each for each in told.places}
    yield from told_all_of_freed(gone, places.values(), histories)
