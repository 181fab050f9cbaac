"""Two stacks in one account, with the same stores: neither hears, reads or silences the other.

The second one's name begins with the first one's, as that of another stage or country may.
"""

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.journey import people
from tests.journey.baskets import basket, key
from tests.journey.deployed import Said
from tests.journey.ledger_reads import Books
from tests.journey.stores import Stores, happens
from tests.journey.test_rights import as_role, outcome
from tools.demo.payloads import order
from tools.local import build, deploy, lifecycle
from tools.local.engine import Engine
from tools.stack import Stack

TOLD = 60_701
STORE = {"store_id": {"S": "tea-us"}}
ACCESS, PROOF = "shopify/tea-go/access", "shopify/tea-us/webhook"
REFUSED = "AccessDenied"


@pytest.fixture(scope="module")
def other(local_engine: Engine, stack: Stack) -> Iterator[Stack]:
    """A second stack, with a store of the first one's name and secrets of its own."""
    name = f"{stack.name}-other"
    deployed = deploy.deploy(
        local_engine, build.build(), name=name, parameters=lifecycle.PARAMETERS
    )
    secrets = deployed.client("secretsmanager")
    for each in (ACCESS, PROOF):
        secrets.create_secret(Name=f"{name}/stores/{each}", SecretString='{"webhook": []}')
    yield deployed
    deployed.client("cloudformation").delete_stack(StackName=name)


@pytest.fixture(scope="module")
def both(stack: Stack, other: Stack, company: Said) -> list[tuple[Stack, Stack]]:
    """Each as the one who tries, and the one that is tried."""
    return [(stack, other), (other, stack)]


def test_what_a_store_tells_one_is_not_heard_by_the_other(
    stores: Stores, books: Books, other: Stack
) -> None:
    stores.tell("tea-us", "orders/paid", order(basket(TOLD)))

    assert happens(lambda: books.journals(key(TOLD)))
    assert happens(books.is_quiet), books.on_the_way()
    theirs = Books(other)
    assert [
        list(theirs.items(table)) for table in ("InboxTable", "JournalTable", "ParkedTable")
    ] == [
        [],
        [],
        [],
    ]
    assert theirs.waiting_messages("Queue") == theirs.waiting_messages("DeadLetters") == {}


def test_a_store_of_one_is_a_stranger_to_the_other(other: Stack, company: Said) -> None:
    with Stores(other.api_url) as stranger:
        assert stranger.tell("tea-us", "orders/paid", order(basket(TOLD))).status == 401


TRIES: dict[str, tuple[str, Callable[[Any, Stack], Any]]] = {
    "a table": (
        "dynamodb",
        lambda db, to: db.get_item(TableName=to.resources["StoresTable"], Key=STORE),
    ),
    "the ledger": (
        "dynamodb",
        lambda db, to: db.transact_write_items(
            TransactItems=[{"Put": {"TableName": to.resources["JournalTable"], "Item": {}}}]
        ),
    ),
    "the bus": (
        "events",
        lambda bus, to: bus.put_events(
            Entries=[
                {
                    "EventBusName": to.resources["Bus"],
                    "Source": "commissions",
                    "DetailType": "sale.attributed",
                    "Detail": "{}",
                }
            ]
        ),
    ),
    "a queue": (
        "sqs",
        lambda sqs, to: sqs.send_message(QueueUrl=to.resources["PollQueue"], MessageBody="{}"),
    ),
    "what opens a store": (
        "secretsmanager",
        lambda each, to: each.get_secret_value(SecretId=f"{to.name}/stores/{ACCESS}"),
    ),
    "what proves its messages": (
        "secretsmanager",
        lambda each, to: each.get_secret_value(SecretId=f"{to.name}/stores/{PROOF}"),
    ),
    "a claim": (
        "s3",
        lambda s3, to: s3.put_object(Bucket=to.resources["ClaimsBucket"], Key="x", Body=b"x"),
    ),
}


@pytest.mark.parametrize("what", TRIES)
def test_no_function_of_one_reaches_what_is_the_others(
    both: list[tuple[Stack, Stack]], books: Books, what: str
) -> None:
    service, reach = TRIES[what]
    reached = {
        (mine.name, function): said
        for mine, theirs in both
        for function in books.functions()
        for role in [as_role(mine, function, service)]
        if not (said := outcome(lambda role=role, theirs=theirs: reach(role, theirs))).startswith(  # type: ignore[misc]
            REFUSED
        )
    }

    assert reached == {}


def test_somebody_of_one_is_nobody_in_the_other(stack: Stack, other: Stack, company: Said) -> None:
    iam = other.client("iam")
    assert outcome(lambda: iam.get_role(RoleName=f"{other.name}-loader")) == "NoSuchEntity"
    who = people.person(other, "loader")
    tries = [
        lambda to: who.client("dynamodb").get_item(
            TableName=to.resources["StoresTable"], Key=STORE
        ),
        lambda to: who.client("secretsmanager").get_secret_value(
            SecretId=f"{to.name}/stores/{ACCESS}"
        ),
        lambda to: who.client("cloudformation").describe_stacks(StackName=to.name),
    ]

    assert [outcome(lambda each=each: each(other)) for each in tries] == ["allowed"] * 3  # type: ignore[misc]
    assert all(outcome(lambda each=each: each(stack)).startswith(REFUSED) for each in tries)  # type: ignore[misc]


def test_what_one_counts_is_not_what_the_others_alarms_hear(
    both: list[tuple[Stack, Stack]],
) -> None:
    """Else one that is dead is kept quiet by one that lives."""
    for mine, theirs in both:
        names = {name for id_, name in mine.resources.items() if id_.endswith("Alarm")}
        pages = mine.client("cloudwatch").get_paginator("describe_alarms").paginate()
        alarms = [
            each for page in pages for each in page["MetricAlarms"] if each["AlarmName"] in names
        ]
        heard = {
            value["Value"]
            for each in alarms
            if each.get("Namespace") == "Commissions"
            for value in each["Dimensions"]
            if value["Name"] == "service"
        }

        assert heard == {mine.name}
        assert counted_by(mine) == {mine.name}
        assert {a for each in alarms for a in each["AlarmActions"]} == {mine.resources["Alarms"]}
        assert not names & set(theirs.resources.values())


def counted_by(stack: Stack) -> set[str]:
    """As what its sweeper counts, by the lines that become metrics."""
    answer = stack.client("lambda").invoke(
        FunctionName=stack.resources["Sweep"], Payload=b"{}", LogType="Tail"
    )
    lines = b64decode(answer["LogResult"]).decode().splitlines()
    counted = [json.loads(line) for line in lines if '"CloudWatchMetrics"' in line]
    assert counted, lines
    return {each["service"] for each in counted}
