"""What would come to the ledger of an order that waits to know whose it is."""

from collections.abc import Iterator, Sequence

from commissions.application.pipeline.attribute import attributed
from commissions.application.pipeline.map_skus import mapped
from commissions.application.pipeline.overridden import waits_for_somebody
from commissions.application.queries.order_story import OrderStory
from commissions.domain.ledger.facts import Content, Fact
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import OrderParked
from commissions.domain.sales.attribution_history import AttributionHistories
from commissions.tables import sale_registers, value_registers


def released(
    story: OrderStory, known: Sequence[Fact], histories: AttributionHistories
) -> list[Content]:
    """`known`: the order's facts, with what would be said of it."""

    def facts_of(order_key: str) -> Sequence[Fact]:
        return known if order_key == story.order_key else sale_registers.facts_of(order_key)

    found: list[Content] = []
    for order, accepted in _waiting(story):
        amounts = "amounts" in accepted
        values = mapped(order, value_registers, facts_of, amounts_accepted=amounts)
        if isinstance(values, OrderParked):
            continue
        sale = attributed(values, sale_registers, histories, facts_of)
        found += [] if isinstance(sale, OrderParked) else sale.contents
    return found


def _waiting(story: OrderStory) -> Iterator[tuple[OrderPlaced, tuple[str, ...]]]:
    keys = {each.record_key for each in story.parked if waits_for_somebody(each)}
    for item in story.webhooks:
        for each in item.records:
            if isinstance(each, OrderPlaced) and each.key in keys:
                yield each, item.accepted
