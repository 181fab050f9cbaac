"""After all journeys of the run: nothing on its way, nothing lost, nothing personal, nothing
refused."""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from commissions.application.export.export import SETTLES
from commissions.domain.ledger.books import is_payout_book
from commissions.domain.ledger.journal import broken_link
from tests.journey.bus import Listener
from tests.journey.deployed import Commissions
from tests.journey.ledger_reads import TABLES, Books, owed, unlike
from tests.journey.personal import personal_words
from tests.journey.stores import happens
from tests.support.memory_ledger import problems

WORDS = personal_words()


@pytest.fixture(autouse=True, scope="module")
def _quiet(request: pytest.FixtureRequest, books: Books, company: Any) -> None:
    if not any(item.path.name == "test_journey.py" for item in request.session.items):
        pytest.skip("looks at what the journeys left: run all of tests/journey")
    assert happens(books.is_quiet), books.on_the_way()


def test_nothing_is_on_its_way_and_no_letter_is_dead(books: Books) -> None:
    assert books.pending() == []
    assert books.waiting_messages("DeadLetters") == {}


def test_every_chain_is_whole_and_balances(books: Books) -> None:
    chains = books.all_journals()
    # What a payout takes is no award that is taken back; its sums are held in `test_close`.
    earned = {name: chain for name, chain in chains.items() if not is_payout_book(name)}

    assert {name: found for name, chain in earned.items() if (found := problems(chain))} == {}
    assert [name for chain in chains.values() if (name := broken_link(chain))] == []


def test_statements_and_balances_say_what_the_journals_say(books: Books) -> None:
    due = owed(books.all_journals().values())

    assert due
    assert happens(lambda: books.stated() == due == books.balances()), _differences(books)


def _differences(books: Books) -> str:
    due = owed(books.all_journals().values())
    return f"owed {due}\nstated {books.stated()}\nbalances {books.balances()}"


def test_members_months_say_what_the_journals_say(books: Books) -> None:
    due = books.due_months()

    assert len({month for _, month, _ in due}) > 1
    assert happens(lambda: books.months() == due), unlike(books.months(), due)


def test_no_function_was_refused_anything_by_its_role(books: Books) -> None:
    refused = {
        function: [line for line in books.log(function).splitlines() if "AccessDenied" in line]
        for function in books.functions()
    }

    assert {function: lines[:3] for function, lines in refused.items() if lines} == {}


def test_the_words_looked_for_are_in_what_the_stores_told() -> None:
    assert {"nora.canary@example.org", "+15550100142", "14 Canary Wharf Lane"} <= WORDS
    assert {"bea.canary@example.org", "1 Canary Quay", "wc_order_CanaryKey4711"} <= WORDS
    assert len(WORDS) > 20


@pytest.mark.parametrize("table", TABLES)
def test_nothing_personal_is_in_a_table(books: Books, table: str) -> None:
    found = {
        f"{word} in {item}"
        for item in books.items(table)
        for word in words_in(" ".join(texts_of(item)))
    }

    assert sorted(found)[:3] == []


def test_nothing_personal_is_in_a_log(books: Books) -> None:
    found = {function: words_in(books.log(function)) for function in books.functions()}

    assert {function: words for function, words in found.items() if words} == {}


def test_nothing_personal_was_on_the_bus(listener: Listener) -> None:
    heard = listener.heard()

    assert {event["detail-type"] for event in heard} >= {
        "order.placed",
        "order.mapped",
        "sale.attributed",
        "order.refunded",
        "order.parked",
        "commission.earned",
    }
    assert [event["id"] for event in heard if words_in(str(event))] == []


def test_nothing_personal_is_in_a_claim(books: Books) -> None:
    s3, bucket = books.stack.client("s3"), books.stack.resources["ClaimsBucket"]
    claims = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    texts = {
        claim["Key"]: s3.get_object(Bucket=bucket, Key=claim["Key"])["Body"].read().decode()
        for claim in claims
    }

    assert texts
    assert {name: words_in(text) for name, text in texts.items() if words_in(text)} == {}


def test_nothing_personal_is_in_the_warehouse(
    books: Books, commissions: Commissions, tmp_path: Path
) -> None:
    """Of all that was recorded until a little ago."""
    until = datetime.now(UTC) - SETTLES - timedelta(seconds=1)
    assert commissions("warehouse", "run", "--until", until.isoformat()).code == 0
    s3, bucket = books.stack.client("s3"), books.stack.resources["WarehouseBucket"]
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="warehouse/")
    keys = [each["Key"] for page in pages for each in page.get("Contents", ())]
    found = {}
    for key in keys:
        body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        found[key] = words_in(f"{_rows(body, tmp_path)}" if key.endswith(".parquet") else f"{body}")

    assert any("dim_member" in key for key in keys)
    assert {key: words for key, words in found.items() if words} == {}


def _rows(body: bytes, folder: Path) -> list[Any]:
    (folder / "part").write_bytes(body)
    return duckdb.connect().read_parquet(str(folder / "part")).fetchall()


def words_in(text: str) -> list[str]:
    low = text.lower()
    return sorted(word for word in WORDS if word.lower() in low)


def texts_of(value: Any) -> Iterator[str]:
    """All text in an item, also what is packed."""
    match value:
        case dict():
            for key, each in value.items():
                yield str(key)
                yield from texts_of(each)
        case list() | tuple() | set():
            for each in value:
                yield from texts_of(each)
        case bytes():
            yield zlib.decompress(value).decode()
        case _:
            yield str(value)
