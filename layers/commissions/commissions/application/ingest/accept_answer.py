"""What a store's answer leads to: kept in the inbox like a webhook, unless all of it is known."""

from dataclasses import replace
from datetime import datetime
from typing import Any, get_args

from commissions.application.ingest.accepted import announce, item_of
from commissions.domain.catalogue.listing import ProductListed, ProductRemoved
from commissions.domain.ledger.snapshots import without_read_time
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.order import OfOrder, OrderPlaced
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook
from commissions.tables import inbox

FETCHED = "fetched"
"""The topic of all that was asked for, whoever asked: the same content is one inbox item."""
TELLS = (*get_args(OfOrder), ProductListed, ProductRemoved)


def accept_if_new(store: Store, reading: ParsedWebhook, *, via: str, now: datetime) -> bool:
    """Accepts what a store's answer says; False where the same was accepted before, and is on its
    way, or waits with an owner. `via`: why the store was asked.

    When it was read is no part of the inbox item's identity, or else every look would bring what
    waits once more. Only where it has all been told, and something else counts by now, is it told
    anew as of this look.
    """
    fetched = replace(reading, topic=FETCHED, delivery=reading.delivery | {"via": via})
    content = canonical([_unread(record) for record in fetched.records]).encode()
    item = item_of(store.platform, store.store_id, content, fetched, now)
    if known := inbox.find(item.id):
        as_read = canonical(fetched.records).encode()
        if known.is_lost:  # of what it said nothing is left: it is said by another item
            as_read = content + f"\n{now:%Y-%m-%d}".encode()
        elif known.state != inbox.DONE or as_read == content:
            return False
        item = item_of(store.platform, store.store_id, as_read, fetched, now)
    announce(item, inbox.put(item), TELLS)
    return True


def _unread(record: Any) -> Any:
    return without_read_time(record) if isinstance(record, OrderPlaced) else record
