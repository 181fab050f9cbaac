"""Somebody changes a journal that stands: it is noticed at once, and the chain says which.

IAM cannot demand a condition, so the pen's own role could overwrite one inside a transaction, and
leave a chain that holds. The hash that was kept of it says what it was, and nobody takes that back.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from commissions.domain.ledger.journal import broken_link, sealed
from commissions.tables import journals
from commissions.tables.items import compress, decompress, marshal
from tests.journey.baskets import basket, key
from tests.journey.deployed import Commissions
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


def kept(stack: Stack) -> Iterator[tuple[str, str, str, str]]:
    """Of each hash the object and its version, the journal and the hash."""
    s3, bucket = stack.client("s3"), stack.resources["JournalHashesBucket"]
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket)
    for each in (each for page in pages for each in page.get("Versions", [])):
        name, version = each["Key"], each["VersionId"]
        body = s3.get_object(Bucket=bucket, Key=name, VersionId=version)["Body"].read()
        for journal_id, value in json.loads(body)["journals"]:
            yield name, version, journal_id, value


def hashes(stack: Stack) -> set[str]:
    return {value for _, _, name, value in kept(stack) if name == f"{key(NUMBER)}/1"}


def test_the_kept_hash_proves_what_a_chain_that_holds_hides(
    stack: Stack, books: Books, commissions: Commissions, journal: dict[str, Any]
) -> None:
    true = journals.from_item(journal)
    assert happens(lambda: hashes(stack) == {true.hash})
    payable = next(leg for leg in true.legs if leg.account.startswith("commission_payable:"))
    more = {payable.account: 750_000_00, "commission_expense:tea-us": -750_000_00}
    legs = tuple(
        replace(leg, amount=leg.amount + more[leg.account]) if leg.account in more else leg
        for leg in true.legs
    )
    forged = sealed(replace(true, legs=legs))
    overwrite(stack, journals.to_item(forged))

    assert broken_link(books.journals(key(NUMBER))) == ""
    assert happens(lambda: hashes(stack) == {true.hash, forged.hash})
    told = commissions("reconcile", "--day", f"{datetime.now(UTC):%Y-%m-%d}", "--json").json
    found = [each["about"] for each in told["findings"] if each["kind"] == "hash_doubled"]
    assert true.journal_id in found


def test_nobody_takes_a_kept_hash_back(stack: Stack, journal: dict[str, Any]) -> None:
    assert happens(lambda: bool(hashes(stack)))
    name, version, _, _ = next(each for each in kept(stack) if each[2] == f"{key(NUMBER)}/1")
    place = {"Bucket": stack.resources["JournalHashesBucket"], "Key": name}
    refused = {}
    for who, s3 in (("Guard", as_role(stack, "Guard", "s3")), ("root", stack.client("s3"))):
        with pytest.raises(ClientError) as error:
            s3.delete_object(**place, VersionId=version)
        refused[who] = error.value.response["Error"]["Code"]
    with pytest.raises(ClientError) as error:
        as_role(stack, "Earn", "s3").put_object(**place, Body=b"{}")

    assert refused == {"Guard": "AccessDenied", "root": "AccessDenied"}
    assert error.value.response["Error"]["Code"] == "AccessDenied"
    stack.client("s3").put_object(
        **place, Body=b'{"journals": []}'
    )  # a version on top, under which it stands
    stack.client("s3").delete_object(**place)
    assert any(each[:2] == (name, version) for each in _versions(stack))


def _versions(stack: Stack) -> list[tuple[str, str]]:
    bucket = stack.resources["JournalHashesBucket"]
    pages = stack.client("s3").get_paginator("list_object_versions").paginate(Bucket=bucket)
    return [(each["Key"], each["VersionId"]) for page in pages for each in page["Versions"]]
