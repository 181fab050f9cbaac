"""What an authentic message leads to: kept in the inbox, then put on the bus."""

from datetime import datetime
from typing import get_args

from commissions.application.ingest.accepted import announce, item_of
from commissions.domain.catalogue.listing import ProductListed, ProductRemoved
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OfOrder
from commissions.domain.people.customer_merge import CustomersMerged
from commissions.domain.people.privacy import PrivacyAsked
from commissions.platforms import ParsedWebhook
from commissions.tables import inbox
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
    item = item_of(platform, store_id, body, reading, received_at)
    state = inbox.put(item)
    inbox.mark_seen(store_id, received_at, proven_by)
    announce(item, state, TELLS)
    return item
