"""What all lines of a journal have in common to explain them: read from the journal itself.

It names the values of every line of the order: repeated on each statement line it was most of what
statements were, and of a wide order more than a transaction takes.
"""

import os
from collections.abc import Iterable, Iterator, Mapping

from commissions.domain.ledger.journal import Journal
from commissions.domain.orders.canonical import canonical
from commissions.tables import journals
from commissions.tables.items import Item
from commissions.tables.versioned import get_all

JOURNAL = os.environ["JOURNAL_TABLE"]
READ_TOGETHER = 100
"""Statement lines whose journals are asked for at once."""


class ContextLost(LookupError):
    """A statement line is there, and its journal is not, or cannot be read."""

    def __init__(self, journal_id: str) -> None:
        super().__init__(
            f"A statement has a line of journal {journal_id}, which is not there or cannot be "
            "read: `commissions reconcile` says which"
        )


def journal_of(event_id: str) -> str:
    """The id of the journal that a statement line is of."""
    return event_id.rpartition("/")[0]


def of_journals(journal_ids: Iterable[str]) -> dict[str, str]:
    """Each journal's context as JSON, of those that can be read: a round trip for a hundred."""
    found = get_all(JOURNAL, map(_key, dict.fromkeys(journal_ids)))
    return dict(each for item in found for each in _context(item))


def read_journals(journal_ids: Iterable[str]) -> list[Journal]:
    """Each of them once. Raises ContextLost where one is not there, or cannot be read."""
    wanted = list(dict.fromkeys(journal_ids))
    found = get_all(JOURNAL, map(_key, wanted))
    there = {f"{item['order_key']}/{item['number']}": item for item in found}
    return [_journal(journal_id, there) for journal_id in wanted]


def _journal(journal_id: str, there: Mapping[str, Item]) -> Journal:
    try:
        return journals.from_item(there[journal_id])
    except journals.UNREADABLE:
        raise ContextLost(journal_id) from None


def _key(journal_id: str) -> Item:
    order_key, _, number = journal_id.rpartition("/")
    return {"order_key": order_key, "number": int(number) if number.isdecimal() else 0}


def _context(item: Item) -> Iterator[tuple[str, str]]:
    try:
        journal = journals.from_item(item)
    except journals.UNREADABLE:
        return
    yield f"{item['order_key']}/{item['number']}", canonical(journal.context)
