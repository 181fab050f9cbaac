"""An inbox item of what a message or an answer says, and its way onto the bus."""

from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from commissions.aws import bus
from commissions.aws.telemetry import count, logger
from commissions.platforms import ParsedWebhook
from commissions.tables import inbox
from commissions.tables.inbox import InboxItem


def item_of(
    platform: str, store_id: str, body: bytes, reading: ParsedWebhook, received_at: datetime
) -> InboxItem:
    """What is kept of a reading; of one without records, why it has none."""
    return InboxItem(
        id=inbox.item_id(platform, store_id, reading.topic, body),
        platform=platform,
        store_id=store_id,
        topic=reading.topic,
        received_at=received_at,
        occurred_at=reading.occurred_at,
        records=reading.records,
        state=inbox.PENDING if reading.records else inbox.IGNORED,
        note=reading.ignored,
        delivery=reading.delivery,
    )


def announce(item: InboxItem, state: str, tells: tuple[type[Any], ...]) -> None:
    """Puts an item on the bus that has to go on. `state`: as `inbox.put` told it. `tells`: as
    `bus.publish` takes it."""
    if state != item.state:
        count("Duplicates")
    if state not in (inbox.PENDING, f"known {inbox.PENDING}"):
        return
    try:
        bus.publish(item.events(), tells)
    except (bus.Undelivered, ClientError, BotoCoreError):
        logger.exception("kept, but not on the bus yet: the sweeper will bring it", inbox=item.id)
