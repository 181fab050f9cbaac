"""What an authentic message leads to: kept in the inbox, then put on the bus."""

from dataclasses import replace
from datetime import datetime
from typing import get_args

from commissions.application.ingest.accepted import announce, item_of
from commissions.domain.catalogue.listing import ProductListed, ProductRemoved
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OfOrder
from commissions.domain.people.customer_merge import CustomersMerged
from commissions.domain.people.privacy import PrivacyAsked
from commissions.domain.store_record import StoreRecord
from commissions.platforms import NO_TIME, ParsedWebhook
from commissions.tables import inbox, last_messages
from commissions.tables.inbox import InboxItem

TELLS = (
    *get_args(OfOrder),
    ChangeHinted,
    ProductListed,
    ProductRemoved,
    CustomersMerged,
    PrivacyAsked,
)
"""What a store may say of itself; not what people of the company say (`spoken_words`)."""


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
    item = item_of(platform, store_id, _identity(body, reading), reading, received_at)
    state = inbox.put(item)
    last_messages.note(store_id, received_at, proven_by, twice=state != item.state)
    announce(item, state, TELLS)
    return item


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
