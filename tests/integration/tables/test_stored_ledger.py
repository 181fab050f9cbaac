"""A ledger that was written before reads the same after: orders of the demo, as their items were
stored on 2026-11-28 by the state of that day.

Whoever changes how facts, journals or statements are read, folded or written is held against these
items. They are never written anew: a ledger is only added to, and so are its readers.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from commissions import events
from commissions.aws.clients import client
from commissions.domain.ledger.facts import fact
from commissions.domain.ledger.journal import Journal, broken_link
from commissions.domain.ledger.settlement import next_journal
from commissions.domain.ledger.target import fold
from commissions.tables import journals, ledger, plans, statement_lines, statements
from commissions.tables.items import decompress
from commissions.tables.ledger import FactRow

Item = dict[str, Any]
Stated = tuple[Any, ...]
WHOLE = {"calc_snapshot_json"}
STORED: dict[str, list[Item]] = json.loads(
    (Path(__file__).parents[2] / "stored/demo_ledger.json").read_text()
)
ORDERS = [item["order_key"]["S"] for item in STORED["HeadsTable"]]


@pytest.fixture(autouse=True)
def _stored(aws: None) -> None:
    for table in ("FactsTable", "HeadsTable", "JournalTable", "PlansTable"):
        for item in STORED[table]:
            client("dynamodb").put_item(TableName=table, Item=_typed(item))


def test_the_facts_of_stored_orders_keep_their_ids_and_digests() -> None:
    for order_key in ORDERS:
        rows = ledger.read(order_key).rows

        assert rows
        assert [fact(row.fact.content) for row in rows] == [row.fact for row in rows]


def test_the_journals_of_stored_orders_keep_their_hashes() -> None:
    for order_key in ORDERS:
        chain = ledger.read(order_key).journals

        assert chain
        assert broken_link(chain) == ""


def test_stored_orders_folded_again_post_the_same_journals() -> None:
    for order_key in ORDERS:
        record = ledger.read(order_key)

        assert tuple(_posted_again(order_key, record.rows)) == record.journals


def test_stored_facts_and_journals_would_be_written_as_they_are() -> None:
    for order_key in ORDERS:
        record = ledger.read(order_key)
        contents = {row.fact.fact_id: events.encode(row.fact.content) for row in record.rows}
        bodies = {journal.number: journals.to_item(journal) for journal in record.journals}

        assert contents == {
            item["fact_id"]["S"]: _text(item["content"])
            for item in STORED["FactsTable"]
            if item["order_key"]["S"] == order_key
        }
        assert {n: decompress(item["body"]) for n, item in bodies.items()} == {
            int(item["number"]["N"]): _text(item["body"])
            for item in STORED["JournalTable"]
            if item["order_key"]["S"] == order_key
        }


def test_stored_journals_projected_again_are_the_same_statements() -> None:
    """Each line with all that explains it, whether it has that by itself or not."""
    before = _statements_as_stored()
    for item in _items("StatementsTable"):
        key = {name: item[name] for name in ("distributor_id", "entry")}
        client("dynamodb").delete_item(TableName="StatementsTable", Key=key)
    for order_key in ORDERS:
        for journal in ledger.read(order_key).journals:
            assert statements.project(journal)

    assert {name for item in _items("StatementsTable") for name in item} & WHOLE == set()
    assert _stated() == before == _stated_by(STORED["StatementsTable"])


def test_stored_statement_lines_stay_when_their_journals_come_again() -> None:
    before = _statements_as_stored()
    for order_key in ORDERS:
        for journal in ledger.read(order_key).journals:
            assert not statements.project(journal)

    assert _stated() == before
    assert sorted(_items("StatementsTable"), key=_place) == sorted(
        STORED["StatementsTable"], key=_place
    )


def _statements_as_stored() -> list[Stated]:
    for item in STORED["StatementsTable"]:
        client("dynamodb").put_item(TableName="StatementsTable", Item=_typed(item))
    return _stated()


def _stated() -> list[Stated]:
    people = {item["distributor_id"]["S"] for item in STORED["StatementsTable"]}
    lines = (line for person in people for line in statement_lines.of(person))
    return sorted(
        (line.distributor_id, line.event_id, line.amount, line.kind, line.calc_snapshot_json)
        for line in lines
    )


def _stated_by(items: Sequence[Item]) -> list[Stated]:
    texts = ("distributor_id", "event_id", "amount", "kind", "calc_snapshot_json")
    plain = (tuple(next(iter(item[name].values())) for name in texts) for item in items)
    return sorted((who, event, int(amount), *rest) for who, event, amount, *rest in plain)


def _items(table: str) -> list[Item]:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=table)
    return [item for page in pages for item in page["Items"]]


def _posted_again(order_key: str, rows: Sequence[FactRow]) -> Iterator[Journal]:
    """The journals that the facts lead to, told in the groups in which they were recorded."""
    known, posted = [], list[Journal]()
    by_time = sorted(rows, key=lambda row: row.recorded_at)
    for recorded_at, together in groupby(by_time, key=lambda row: row.recorded_at):
        told = sorted((row.fact for row in together), key=lambda each: each.kind == "lock")
        known += told
        target = fold(known, plans.get)
        if journal := next_journal(order_key, target, posted, told, recorded_at=recorded_at):
            posted.append(journal)
            yield journal


def _typed(item: Item) -> Item:
    return {
        name: {"B": base64.b64decode(value["B"])} if "B" in value else value
        for name, value in item.items()
    }


def _text(stored: Item) -> str:
    return decompress(base64.b64decode(stored["B"]))


def _place(item: Item) -> tuple[str, str]:
    return item["distributor_id"]["S"], item["entry"]["S"]
