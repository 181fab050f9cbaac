"""What people say of an order, on its way to the ledger: kept first, then told like any record."""

from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from botocore.exceptions import BotoCoreError, ClientError

from commissions.aws import bus
from commissions.aws.telemetry import logger
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.tables import inbox
from commissions.tables.inbox import InboxItem

SpokenWord = OrderDecided | AttributionOverride
TELLS = get_args(SpokenWord)
TOPICS = frozenset({"decided", "overridden", "refold"})
"""Of the inbox items that people's words are kept in: by them the template keeps everybody else
from writing such items, and without such an item no word is told (`retell`)."""


def keep(
    topic: str, said: SpokenWord | Sequence[SpokenWord], *, at: datetime, now: datetime
) -> tuple[InboxItem, bool]:
    """The item that it is kept in, and whether it is on its way to the ledger still. The same kept
    twice is one; said of one order. `topic`: one of TOPICS."""
    if topic not in TOPICS:
        raise ValueError(f"{topic} is no topic of what people say")
    records = (said,) if isinstance(said, SpokenWord) else tuple(said)
    first = records[0]
    item = InboxItem(
        id=inbox.item_id(first.platform, first.store_id, topic, canonical(said).encode()),
        platform=first.platform,
        store_id=first.store_id,
        topic=topic,
        received_at=now,
        occurred_at=at,
        records=records,
    )
    return item, inbox.put(item) in (inbox.PENDING, f"known {inbox.PENDING}")


def put_on_record(
    topic: str, said: SpokenWord | Sequence[SpokenWord], *, at: datetime, now: datetime
) -> None:
    """Keeps and tells it; what the bus does not take, the sweeper brings. Told again, it changes
    nothing."""
    item, is_pending = keep(topic, said, at=at, now=now)
    if not is_pending:
        return
    try:
        bus.publish(item.events(), TELLS)
    except (bus.Undelivered, ClientError, BotoCoreError):
        logger.exception("kept, but not on the bus yet: the sweeper will bring it", inbox=item.id)
