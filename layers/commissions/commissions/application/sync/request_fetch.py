"""A hint of our own: the store shall be asked what an order is now."""

from datetime import UTC, datetime

from commissions.aws import bus
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.hint import ORDER, ChangeHinted
from commissions.tables import inbox
from commissions.tables.inbox import InboxItem

TOPIC = "hinted"


def request_fetch(order_key: str, hinted_at: datetime, reason: str) -> bool:
    """Has the store asked for an order; the same hint twice is one. False where it was given.

    Kept first, so that the sweeper brings what the bus does not take.
    """
    platform, store_id, order_id = order_key.split("/", 2)
    hint = ChangeHinted(
        platform=platform,
        store_id=store_id,
        subject=ORDER,
        subject_id=order_id,
        hinted_at=hinted_at,
        reason=reason,
    )
    item = InboxItem(
        id=inbox.item_id(platform, store_id, TOPIC, canonical(hint).encode()),
        platform=platform,
        store_id=store_id,
        topic=TOPIC,
        received_at=datetime.now(UTC),
        occurred_at=hinted_at,
        records=(hint,),
    )
    if inbox.put(item) != inbox.PENDING:
        return False
    bus.publish(item.events())
    return True
