"""What goes wrong in tables, or what somebody does to them, past everything that guards them."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import boto3

from commissions import events
from commissions.domain.ledger.facts import KINDS, Content, fact
from commissions.domain.ledger.journal import FIRST, Journal, JournalLine, Leg, sealed
from commissions.domain.orders.canonical import stamp
from commissions.tables import journals, ledger
from commissions.tables.items import Item, compress, decompress, marshal, scan

FACTS, HEADS, JOURNAL = "FactsTable", "HeadsTable", "JournalTable"
STATEMENTS, BALANCES = "StatementsTable", "BalancesTable"
KEYS = {
    FACTS: ("order_key", "fact_id"),
    HEADS: ("order_key",),
    JOURNAL: ("order_key", "number"),
    STATEMENTS: ("distributor_id", "entry"),
    BALANCES: ("distributor_id", "scope"),
}
Change = Callable[[Item], Item]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done to the tables in here is undone after it."""
    before = {table: list(scan(table)) for table in KEYS}
    yield
    for table, items in before.items():
        if list(scan(table)) != items:
            for item in scan(table):
                drop(table, item)
            for item in items:
                put(table, item)


def put(table: str, item: Item) -> None:
    boto3.client("dynamodb").put_item(TableName=table, Item=marshal(item))


def drop(table: str, item: Item) -> None:
    key = {name: item[name] for name in KEYS[table]}
    boto3.client("dynamodb").delete_item(TableName=table, Key=marshal(key))


def item_of(table: str, **wanted: Any) -> Item:
    """The first item of which all this is true."""
    return next(
        item
        for item in scan(table)
        if all(item.get(name) == value for name, value in wanted.items())
    )


def change(table: str, item: Item, **fields: Any) -> None:
    drop(table, item)
    put(table, item | fields)


# Journals


def edit(order_key: str, number: int, **fields: Any) -> None:
    """A journal that says something else, with all hashes as they have to be."""
    chain = list(ledger.read(order_key).journals)
    chain[number - 1] = replace(chain[number - 1], **fields)
    forge(chain)


def forge(chain: list[Journal]) -> None:
    """Writes a chain that holds, in place of the one that stands."""
    previous = FIRST
    for journal in chain:
        linked = sealed(replace(journal, previous_hash=previous))
        put(JOURNAL, journals.to_item(linked))
        previous = linked.hash


def add_journal(journal: Journal, *, head: bool) -> None:
    """Appends a journal to its order's chain; with the head, or without."""
    chain = list(ledger.read(journal.order_key).journals)
    forge([*chain, replace(journal, number=len(chain) + 1)])
    if head:
        item = item_of(HEADS, order_key=journal.order_key)
        put(HEADS, item | {"journals": len(chain) + 1})


def journal(order_key: str, number: int = 1) -> Journal:
    return ledger.read(order_key).journals[number - 1]


def with_legs(of: Journal, change_leg: Callable[[Leg], Leg]) -> tuple[Leg, ...]:
    return tuple(map(change_leg, of.legs))


def with_lines(
    of: Journal, change_line: Callable[[JournalLine], JournalLine]
) -> tuple[JournalLine, ...]:
    return tuple(map(change_line, of.lines))


# Facts


def tell(order_key: str, content: Content, *, at: datetime, inbox: str = "") -> None:
    """A fact under its right id, as if it had been told; with nothing, unless it says with what."""
    known = fact(content)
    put(
        FACTS,
        {
            "order_key": order_key,
            "fact_id": known.fact_id,
            "kind": known.kind,
            "digest": known.digest,
            "content": compress(events.encode(content)),
            "inbox": inbox,
            "recorded_at": stamp(at),
        },
    )


def told(order_key: str, kind: str) -> Any:
    """The content of the order's first fact of a kind."""
    rows = ledger.read(order_key).rows
    return next(row.fact.content for row in rows if row.fact.kind == kind)


def forget(order_key: str, kind: str) -> None:
    drop(FACTS, item_of(FACTS, order_key=order_key, kind=kind))


def reword(order_key: str, kind: str, **fields: Any) -> None:
    """A fact whose item says something else under its id and digest of before. Of a lock with its
    match beside it `kind` says which of the two."""
    item = next(
        item
        for item in scan(FACTS)
        if item["order_key"] == order_key and (item["kind"] == kind or "with_match" in item)
    )
    content = json.loads(decompress(item["content"]))
    [content_type] = (each for each, name in KINDS.items() if name == kind)
    assert fields.keys() <= {each.name for each in dataclasses.fields(content_type)}
    put(FACTS, item | {"content": compress(json.dumps(content | _within(content, kind, fields)))})


def _within(content: Item, kind: str, fields: Item) -> Item:
    return {kind: content[kind] | fields} if isinstance(content.get(kind), dict) else fields


def retell(order_key: str, kind: str, *, at: datetime, **fields: Any) -> None:
    """A fact that is gone, and another in its place that says something else."""
    content = replace(told(order_key, kind), **fields)
    forget(order_key, kind)
    tell(order_key, content, at=at)
