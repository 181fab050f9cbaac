"""Somebody changes a journal that stands: it is noticed at once, and the chain says which.

IAM cannot demand a condition, so the pen's own role could overwrite one inside a transaction.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.domain.ledger.journal import broken_link
from commissions.tables import journals
from commissions.tables.items import compress, decompress, marshal
from tests.journey.baskets import basket, key
from tests.journey.conftest import Commissions
from tests.journey.ledger_reads import Books
from tests.journey.stores import Stores, happens
from tests.journey.test_rights import as_role
from tools.demo.payloads import order
from tools.stack import Stack

NUMBER = 50_001


@pytest.fixture
def journal(stores: Stores, books: Books) -> Any:
    """A journal as it stands in its table; put back in the end."""
    stores.tell("tea-us", "orders/paid", order(basket(NUMBER)))
    assert happens(lambda: books.of_order("JournalTable", key(NUMBER)))
    assert happens(books.is_quiet), books.on_the_way()
    item = books.of_order("JournalTable", key(NUMBER))[0]
    yield item
    table = books.stack.resources["JournalTable"]
    books.stack.client("dynamodb").put_item(TableName=table, Item=marshal(item))


def overwrite(stack: Stack, item: dict[str, Any]) -> None:
    put = {"Put": {"TableName": stack.resources["JournalTable"], "Item": marshal(item)}}
    as_role(stack, "Earn").transact_write_items(TransactItems=[put])


def test_a_changed_journal_rings_the_alarm_and_is_named(
    stack: Stack, books: Books, commissions: Commissions, journal: dict[str, Any]
) -> None:
    before = datetime.now(UTC)
    true = journals.from_item(journal)
    more = compress(decompress(journal["body"]).replace('"amount":1360', '"amount":9360'))
    overwrite(stack, journal | {"body": more})

    assert happens(lambda: '"LedgerTampered":[1' in books.log("Guard", before).replace(" ", ""))
    assert key(NUMBER) in books.log("Guard", before)
    assert broken_link(books.journals(key(NUMBER))) == true.journal_id
    told = commissions("order", key(NUMBER), "--json").json
    assert told["chain_broken_at"] == true.journal_id


def test_a_removed_journal_rings_the_alarm_too(
    stack: Stack, books: Books, journal: dict[str, Any]
) -> None:
    before = datetime.now(UTC)
    stack.client("dynamodb").delete_item(
        TableName=stack.resources["JournalTable"],
        Key=marshal({"order_key": key(NUMBER), "number": 1}),
    )

    assert happens(lambda: '"LedgerTampered":[1' in books.log("Guard", before).replace(" ", ""))
