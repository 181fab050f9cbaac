"""A journal as an item of its table, and as what the table's stream brings."""

import base64

from commissions import events
from commissions.domain.ledger import Journal
from commissions.tables.items import Item, packed, unpacked


def item(journal: Journal) -> Item:
    return {
        "order_key": journal.order_key,
        "number": journal.number,
        "hash": journal.hash,
        "body": packed(events.encode(journal)),
    }


def read(found: Item) -> Journal:
    return events.decode(Journal, unpacked(found["body"]))


def streamed(image: Item) -> Journal:
    """The journal in a stream's image, where bytes stand as base64."""
    return read({"body": base64.b64decode(image["body"])})
