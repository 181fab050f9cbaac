"""The journals that another follows on in its book."""

import os

from commissions.domain.ledger.books import is_payout_book
from commissions.domain.ledger.journal import Journal
from commissions.tables import journals
from commissions.tables.items import query

JOURNAL = os.environ["JOURNAL_TABLE"]


def before(journal: Journal) -> tuple[Journal, ...]:
    """The oldest first; none of a payout, of which each journal says all by itself. They are
    written before it, and never change."""
    if journal.number == 1 or is_payout_book(journal.order_key):
        return ()
    found = query(
        JOURNAL,
        KeyConditionExpression="order_key = :book AND #number < :own",
        ExpressionAttributeNames={"#number": "number"},
        values={":book": journal.order_key, ":own": journal.number},
        ConsistentRead=True,
    )
    return tuple(map(journals.from_item, found))
