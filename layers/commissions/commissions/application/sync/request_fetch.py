"""A hint of our own: the store shall be asked what an order is now."""

from dataclasses import replace
from datetime import UTC, datetime

from commissions.aws import bus
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.hint import ORDER, ChangeHinted
from commissions.tables import inbox
from commissions.tables.inbox import InboxItem

TOPIC = "hinted"
TELLS = (ChangeHinted,)


def request_fetch(order_key: str, hinted_at: datetime, reason: str) -> bool:
    """Has the store asked for an order; the same hint twice is one. False where it was given.

    Kept first, so that the sweeper brings what the bus does not take.
    """
    item = _item(order_key, hinted_at, reason, datetime.now(UTC))
    if inbox.put(item) != inbox.PENDING:
        return False
    with bus.kept_anyway():
        bus.publish(item.events(), TELLS)
    return True


def request_fetch_later(order_key: str, hinted_at: datetime, reason: str, *, due: datetime) -> None:
    """Has the store asked for an order when the moment has come: the sweeper looks every minute.
    For one reason an order is asked for once, whatever is told of it meanwhile."""
    item = _item(order_key, hinted_at, reason, due)
    once = inbox.item_id(item.platform, item.store_id, TOPIC, f"{order_key} {reason}".encode())
    inbox.put(replace(item, id=once, later=True))


def _item(order_key: str, hinted_at: datetime, reason: str, received_at: datetime) -> InboxItem:
    platform, store_id, order_id = order_key.split("/", 2)
    hint = ChangeHinted(
        platform=platform,
        store_id=store_id,
        subject=ORDER,
        subject_id=order_id,
        hinted_at=hinted_at,
        reason=reason,
    )
    return InboxItem(
        id=inbox.item_id(platform, store_id, TOPIC, canonical(hint).encode()),
        platform=platform,
        store_id=store_id,
        topic=TOPIC,
        received_at=received_at,
        occurred_at=hinted_at,
        records=(hint,),
    )
