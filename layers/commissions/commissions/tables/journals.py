"""A journal as an item of its table, and as what the table's stream brings."""

import base64
import zlib

from commissions import events
from commissions.domain.ledger.journal import Journal
from commissions.tables.items import Item, compress, decompress

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, zlib.error)
"""What reading an item raises that nobody of ours has written so."""


def to_item(journal: Journal) -> Item:
    return {
        "order_key": journal.order_key,
        "number": journal.number,
        "hash": journal.hash,
        "body": compress(events.encode(journal)),
    }


def from_item(found: Item) -> Journal:
    return events.decode(Journal, decompress(found["body"]))


def from_stream(image: Item) -> Journal:
    """The journal in a stream's image, where bytes stand as base64."""
    return from_item({"body": base64.b64decode(image["body"])})
