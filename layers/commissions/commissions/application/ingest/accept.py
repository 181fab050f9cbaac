"""What an authentic message leads to: kept in the inbox, then put on the bus; or quarantined."""

import hashlib
import os
from dataclasses import replace
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from commissions.aws import bus
from commissions.aws.clients import client
from commissions.aws.telemetry import count, logger
from commissions.domain.ledger.snapshots import without_read_time
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.privacy import PrivacyAsked
from commissions.domain.store_record import StoreRecord
from commissions.domain.stores.store import Store
from commissions.platforms import NO_TIME, ParsedWebhook
from commissions.tables import inbox, last_messages
from commissions.tables.inbox import InboxItem

QUARANTINE = os.environ["QUARANTINE_BUCKET"]
FETCHED = "fetched"
"""The topic of all that was asked for, whoever asked: the same content is one inbox item."""


def accept(  # noqa: PLR0913 - what came, and how
    platform: str,
    store_id: str,
    body: bytes,
    reading: ParsedWebhook,
    *,
    received_at: datetime,
    proven_by: str = "",
) -> InboxItem:
    """Keeps what a message says, and puts it on the bus unless that has been done before.
    `proven_by`: what the secret is called that proved it (`StoreSecrets.version`).

    Once it is kept, nothing more can lose it: what the bus does not take, the sweeper brings.
    """
    reading = replace(reading, records=tuple(_dated(each, received_at) for each in reading.records))
    item = _item(platform, store_id, _identity(body, reading), reading, received_at)
    state = inbox.put(item)
    last_messages.note(store_id, received_at, proven_by)
    _announce(item, state)
    return item


def accept_if_new(store: Store, reading: ParsedWebhook, *, via: str, now: datetime) -> bool:
    """Accepts what a store's answer says; False where the same was accepted before, and is on its
    way, or waits with an owner. `via`: why the store was asked.

    When it was read is no part of the inbox item's identity, or else every look would bring what
    waits once more. Only where it has all been told, and something else counts by now, is it told
    anew as of this look.
    """
    fetched = replace(reading, topic=FETCHED, delivery=reading.delivery | {"via": via})
    content = canonical([_unread(record) for record in fetched.records]).encode()
    item = _item(store.platform, store.store_id, content, fetched, now)
    if known := inbox.find(item.id):
        as_read = canonical(fetched.records).encode()
        if known.state != inbox.DONE or as_read == content:
            return False
        item = _item(store.platform, store.store_id, as_read, fetched, now)
    _announce(item, inbox.put(item))
    return True


def quarantine(platform: str, store_id: str, body: bytes, error: ValueError) -> None:
    """Keeps a signed body that cannot be read, encrypted and apart, for a person to look at."""
    name = f"{platform}/{store_id}/{hashlib.sha256(body).hexdigest()}"
    client("s3").put_object(Bucket=QUARANTINE, Key=name, Body=body)
    count("Quarantined")
    logger.error("quarantined", object=name, reason=str(error))


def _item(
    platform: str, store_id: str, body: bytes, reading: ParsedWebhook, received_at: datetime
) -> InboxItem:
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


def _identity(body: bytes, reading: ParsedWebhook) -> bytes:
    """What makes a message the same: all that it says. Who asks to be forgotten, comes back and
    asks again says the same twice, and has to be heard twice: there the platform's id of the event
    counts too, and where there is none, the day."""
    asked = [each for each in reading.records if isinstance(each, PrivacyAsked)]
    if not asked:
        return body
    event = reading.delivery.get("event_id") or f"{asked[0].asked_at:%Y-%m-%d}"
    return body + b"\n" + event.encode()


def _dated(record: StoreRecord, received_at: datetime) -> StoreRecord:
    """A request by law that does not say when it was made is of when it came; of no time, the next
    one would be the same request."""
    if isinstance(record, PrivacyAsked) and record.asked_at == NO_TIME:
        return replace(record, asked_at=received_at)
    return record


def _unread(record: Any) -> Any:
    return without_read_time(record) if isinstance(record, OrderPlaced) else record


def _announce(item: InboxItem, state: str) -> None:
    """Puts an item on the bus that has to go on. `state`: as `inbox.put` told it."""
    if state != item.state:
        count("Duplicates")
    if state not in (inbox.PENDING, f"known {inbox.PENDING}"):
        return
    try:
        bus.publish(item.events())
    except (bus.Undelivered, ClientError, BotoCoreError):
        logger.exception("kept, but not on the bus yet: the sweeper will bring it", inbox=item.id)
