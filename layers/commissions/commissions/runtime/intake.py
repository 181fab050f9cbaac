"""What an authentic message leads to: kept in the inbox, then put on the bus; or quarantined."""

import hashlib
import os
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from commissions.aws import client
from commissions.platforms import ParsedWebhook
from commissions.runtime import bus
from commissions.runtime.observe import count, logger
from commissions.tables import inbox
from commissions.tables.inbox import InboxItem

QUARANTINE = os.environ["QUARANTINE_BUCKET"]


def accept(  # noqa: PLR0913 - who told what, and when
    platform: str,
    store_id: str,
    body: bytes,
    reading: ParsedWebhook,
    *,
    received_at: datetime,
    heard: bool = True,
) -> InboxItem:
    """Keeps what a message says, and puts it on the bus unless that has been done before.

    Once it is kept, nothing more can lose it: what the bus does not take, the sweeper brings.
    `heard`: the store spoke by itself, and so is not silent.
    """
    item = InboxItem(
        id=inbox.item_id(platform, store_id, reading.topic, body),
        platform=platform,
        store_id=store_id,
        topic=reading.topic,
        received_at=received_at,
        told_at=reading.occurred_at,
        records=reading.records,
        state=inbox.PENDING if reading.records else inbox.IGNORED,
        note=reading.ignored,
        delivery=reading.delivery,
    )
    state = inbox.put(item)
    if state != item.state:
        count("Duplicates")
    if heard:
        inbox.seen(store_id, received_at)
    if state in (inbox.PENDING, f"known {inbox.PENDING}"):
        _publish(item)
    return item


def _publish(item: InboxItem) -> None:
    try:
        bus.publish(item.events())
    except (bus.Undelivered, ClientError, BotoCoreError):
        logger.exception("kept, but not on the bus yet: the sweeper will bring it", inbox=item.id)


def quarantine(platform: str, store_id: str, body: bytes, error: ValueError) -> None:
    """Keeps a signed body that cannot be read, encrypted and apart, for a person to look at."""
    name = f"{platform}/{store_id}/{hashlib.sha256(body).hexdigest()}"
    client("s3").put_object(Bucket=QUARANTINE, Key=name, Body=body)
    count("Quarantined")
    logger.error("quarantined", object=name, reason=str(error))
