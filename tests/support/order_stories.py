"""Stories of orders, as they are read from the tables."""

from commissions.application.queries.order_story import OrderStory
from commissions.domain.ledger.facts import fact
from commissions.domain.orders.refund import OrderRefunded
from commissions.tables.inbox import DONE, PARKED, InboxItem
from commissions.tables.ledger import FactRow
from commissions.tables.parked import ParkedEntry
from tests.support.settled_orders import KEY, PLACED, a_refund, an_order, locked, settled

ORDER, REFUND = an_order(), a_refund()
LOCK = locked(ORDER, "cat < bob (inactive)")


def a_webhook(topic: str, *records: object, state: str = DONE) -> InboxItem:
    return InboxItem(
        id=f"shopify#tea#{topic}#{topic.encode().hex():0<64}",
        platform="shopify",
        store_id="tea",
        topic=topic,
        received_at=PLACED,
        occurred_at=PLACED,
        records=tuple(records),  # type: ignore[arg-type]
        state=state,
    )


def a_story(*refunds: OrderRefunded) -> OrderStory:
    """An order of cat, and what came back of it."""
    placed = a_webhook("orders/paid", ORDER)
    returned = a_webhook("refunds/create", *refunds)
    rows = [FactRow(fact(each), placed.id, PLACED) for each in (LOCK, ORDER)]
    return OrderStory(
        order_key=KEY,
        rows=rows + [FactRow(fact(each), returned.id, PLACED) for each in refunds],
        webhooks=[placed, returned] if refunds else [placed],
        journals=settled((ORDER, LOCK), *((each,) for each in refunds)),
        parked=(),
    )


def a_waiting_story() -> OrderStory:
    """An order that is parked, as one of its SKUs has no value."""
    entry = ParkedEntry(
        waits_for="sku/tea/NEW",
        record_key=ORDER.key,
        order_key=KEY,
        reason="unmapped_sku",
        detail="NEW has no value in the SKU map",
        advice="Add the SKU.",
        inbox="i",
        since=PLACED,
        tried_at=PLACED,
    )
    webhook = a_webhook("orders/paid", ORDER, state=PARKED)
    return OrderStory(order_key=KEY, rows=(), webhooks=[webhook], journals=(), parked=[entry])
