"""The ledger's one pen: facts, heads and journals, written in one transaction or not at all.

Read head first, then facts, then journals: whatever is written after the head was read moves the
head, and what was decided on the order as it was read is then not written.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.journal import Journal
from commissions.domain.orders.order import OrderPlaced
from commissions.tables import facts
from commissions.tables import journals as journal_items
from commissions.tables.facts import FactRow
from commissions.tables.items import TOO_BUSY, Item, get, marshal, query, scan
from commissions.tables.orders_by_day import HEADS, day_of, orders_of_day

__all__ = ["HEADS", "FactRow", "every_journal", "journal", "orders_of_day", "read", "write"]

FACTS = os.environ["FACTS_TABLE"]
JOURNAL = os.environ["JOURNAL_TABLE"]
JOURNALS_MAX = 50
"""Of the hundred items that a transaction takes."""
BYTES_MAX = 2_000_000
"""Of the journals, of the 4 MB that it takes; a fact beside them has 400 KB at most."""


@dataclass(frozen=True, slots=True)
class Head:
    version: int = 0
    journals: int = 0
    waiting: bool = False
    """Whether refunds wait for the order, or for lines of it."""
    day: str = ""
    """The store and the day of the order, by which it is found: `<store_id>#2026-11-20` in UTC."""
    watch: str = ""
    """The day on which the order is looked at again, or that it was: then something of it may be
    listed, and has to be struck off when it is no more so. Empty of nearly all orders."""
    unfinished: bool = False
    """Whether a settlement took more journals than one transaction, and the rest is to come."""
    continued: bool = False
    """Whether orders go on with it: they are told what it says."""


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """All that the ledger knows of an order."""

    order_key: str
    head: Head
    rows: tuple[FactRow, ...]
    journals: tuple[Journal, ...]

    @property
    def facts(self) -> list[Fact]:
        return [row.fact for row in self.rows]


def read(order_key: str) -> StoredOrder:
    """The order as it stands; where nothing is known of it, a head of version 0 and no more."""
    item = get(HEADS, {"order_key": order_key})
    if item is None:  # every fact and journal comes with a head: without one there is nothing
        return StoredOrder(order_key, Head(), (), ())
    head = Head(
        item["version"],
        item["journals"],
        item["waiting"],
        item.get("day", ""),
        item.get("watch", ""),
        item.get("unfinished", False),
        item.get("continued", False),
    )
    rows = tuple(row for found in _of(FACTS, order_key) for row in facts.from_item(found))
    posted = tuple(journal_items.from_item(found) for found in _of(JOURNAL, order_key))
    return StoredOrder(order_key, head, rows, posted)


def facts_of(order_key: str) -> list[Fact]:
    """All facts of an order, without what was posted of it."""
    return [row.fact for found in _of(FACTS, order_key) for row in facts.from_item(found)]


def version(order_key: str) -> int:
    """Of the order's head: by it anybody sees whether something was written meanwhile."""
    item = get(HEADS, {"order_key": order_key})
    return item["version"] if item else 0


def write(  # noqa: PLR0913 - what one transaction is made of
    stored: StoredOrder,
    rows: Sequence[FactRow],
    journals: Sequence[Journal],
    *,
    waiting: bool,
    order: OrderPlaced | None,
    watch: str = "",
    beside: Sequence[Any] = (),
    unfinished: bool = False,
) -> bool:
    """Adds facts and journals to the order as it was read, in one transaction; False where nothing
    was written, and it has to be decided again on what stands there by now.

    `journals`: as many as are `fitting`; `unfinished`: whether more are to come. `waiting`: whether
    refunds wait for the order, or for lines of it, from now on. `order`: its snapshot that counts
    from now on, if any does. `watch`: as of the head. `beside`: writes of the same transaction to
    other tables, that follow from what the order is now.
    """
    becomes = Head(
        stored.head.version + 1,
        stored.head.journals + len(journals),
        waiting,
        day_of(order) if order else stored.head.day,
        watch,
        unfinished,
        stored.head.continued,
    )
    actions = [_head_put(stored.order_key, stored.head, becomes)]
    actions += [_put(FACTS, each) for each in facts.to_items(stored.order_key, rows)]
    actions += [_put(JOURNAL, journal_items.to_item(each)) for each in journals]
    actions += beside
    return _committed(actions)


def fitting(journals: Sequence[Journal]) -> Sequence[Journal]:
    """As many of the journals as one transaction takes beside facts and head, at least one."""
    if len(journals) <= 1:
        return journals
    sizes = accumulate(len(journal_items.to_item(each)["body"]) for each in journals)
    fit = sum(size <= BYTES_MAX for size in sizes)
    return journals[: max(1, min(fit, JOURNALS_MAX))]


def journal(order_key: str, number: int) -> Journal | None:
    item = get(JOURNAL, {"order_key": order_key, "number": number})
    return journal_items.from_item(item) if item else None


def journals_of(order_key: str) -> list[Journal]:
    """All of a book, without what its order was told."""
    return [journal_items.from_item(found) for found in _of(JOURNAL, order_key)]


def every_journal() -> Iterator[Journal]:
    """All of the ledger, in no order: for whoever builds something from it anew."""
    return map(journal_items.from_item, scan(JOURNAL, ConsistentRead=True))


def _of(table: str, order_key: str) -> list[Item]:
    return list(
        query(
            table,
            KeyConditionExpression="order_key = :order",
            values={":order": order_key},
            ConsistentRead=True,
        )
    )


def _committed(actions: Sequence[Any]) -> bool:
    """One transaction of all of it; False where it is to be decided again."""
    try:
        client("dynamodb").transact_write_items(TransactItems=actions)
    except ClientError as error:
        if _decide_again(error):
            return False
        raise
    return True


def _put(table: str, item: Item) -> Any:
    """Puts an item where none stands under its key."""
    return {
        "Put": {
            "TableName": table,
            "Item": marshal(item),
            "ConditionExpression": "attribute_not_exists(order_key)",
        }
    }


def _head_put(order_key: str, was: Head, becomes: Head) -> Any:
    put = _put(
        HEADS,
        {
            "order_key": order_key,
            "version": becomes.version,
            "journals": becomes.journals,
            "waiting": becomes.waiting,
            "day": becomes.day or None,
            "watch": becomes.watch or None,
            **({"unfinished": True} if becomes.unfinished else {}),
            **({"continued": True} if becomes.continued else {}),
        },
    )
    if was.version:
        put["Put"] |= {
            "ConditionExpression": "version = :was",
            "ExpressionAttributeValues": marshal({":was": was.version}),
        }
    return put


def _decide_again(error: ClientError) -> bool:
    """Whether another try on what stands there now can succeed; looks at every reason."""
    if error.response["Error"]["Code"] in TOO_BUSY:
        return True
    reasons = error.response.get("CancellationReasons", [])
    codes = {reason.get("Code", "None") for reason in reasons} - {"None"}
    again = {"ConditionalCheckFailed", "TransactionConflict", "ThrottlingError"}
    return bool(codes) and codes <= again | {"ProvisionedThroughputExceeded"}
