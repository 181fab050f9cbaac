"""What the roles of template.yaml allow, asked of the engine, which enforces identity policies.

It does not enforce: the tables' own policies (`NobodyRewritesHistory`), the queues' policies, and
who may invoke a function; tests/contract looks at those in the template.
"""

from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from tests.journey.deployed import Said
from tests.journey.ledger_reads import Books
from tools.stack import Stack

KEY = {"order_key": {"S": "nobodys/order/1"}}
HISTORY = {
    "JournalTable": KEY | {"number": {"N": "1"}},
    "FactsTable": KEY | {"fact_id": {"S": "order:1"}},
}
PENS = ("Earn", "Carry", "Reverse")
OTHERS = ("IngestShopify", "IngestOrders", "MapSkus", "Attribute", "Project", "Sweep", "Release")
# One for all: it reads what AWS's services know once.
SESSION = botocore.session.get_session()
Call = Callable[[Any, str, dict[str, Any]], Any]

REWRITING: dict[str, Call] = {
    "UpdateItem": lambda db, table, key: db.update_item(
        TableName=table, Key=key, UpdateExpression="REMOVE legs"
    ),
    "DeleteItem": lambda db, table, key: db.delete_item(TableName=table, Key=key),
    "BatchWriteItem": lambda db, table, key: db.batch_write_item(
        RequestItems={table: [{"PutRequest": {"Item": key}}]}
    ),
    "PutItem outside of a transaction": lambda db, table, key: db.put_item(
        TableName=table, Item=key
    ),
    "Update in a transaction": lambda db, table, key: db.transact_write_items(
        TransactItems=[
            {"Update": {"TableName": table, "Key": key, "UpdateExpression": "REMOVE legs"}}
        ]
    ),
    "Delete in a transaction": lambda db, table, key: db.transact_write_items(
        TransactItems=[{"Delete": {"TableName": table, "Key": key}}]
    ),
    "PartiQL": lambda db, table, key: db.execute_statement(
        Statement=f"DELETE FROM \"{table}\" WHERE order_key='nobodys/order/1'"  # noqa: S608 - refused
    ),
}


def as_role(stack: Stack, function: str, service: str = "dynamodb") -> Any:
    """A client of a service with the rights of a function."""
    role = stack.client("iam").get_role(RoleName=stack.resources[f"{function}Role"])["Role"]
    given = stack.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="tests")
    return SESSION.create_client(
        service,
        endpoint_url=stack.endpoint,
        region_name=stack.region,
        aws_access_key_id=given["Credentials"]["AccessKeyId"],
        aws_secret_access_key=given["Credentials"]["SecretAccessKey"],
        aws_session_token=given["Credentials"]["SessionToken"],
    )


def outcome(call: Callable[[], Any]) -> str:
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "allowed"


@pytest.mark.parametrize("table", HISTORY)
@pytest.mark.parametrize("function", PENS)
def test_not_even_the_ledgers_pen_can_rewrite_it(stack: Stack, function: str, table: str) -> None:
    role, name = as_role(stack, function), stack.resources[table]
    outcomes = {
        what: outcome(lambda call=call: call(role, name, HISTORY[table]))  # type: ignore[misc]
        for what, call in REWRITING.items()
    }

    assert outcomes == dict.fromkeys(REWRITING, "AccessDeniedException")


@pytest.mark.parametrize("function", OTHERS)
def test_nobody_else_can_add_to_the_ledger(stack: Stack, function: str) -> None:
    put = {"Put": {"TableName": stack.resources["JournalTable"], "Item": HISTORY["JournalTable"]}}
    role = as_role(stack, function)

    assert (
        outcome(lambda: role.transact_write_items(TransactItems=[put])) == "AccessDeniedException"
    )


def test_the_pen_itself_can_read_and_the_engine_can_tell(stack: Stack) -> None:
    """Else everything would be refused, and the refusals above would say nothing."""
    name, key = stack.resources["JournalTable"], HISTORY["JournalTable"]
    stranger: Any = SESSION.create_client(
        "dynamodb",
        endpoint_url=stack.endpoint,
        region_name=stack.region,
        aws_access_key_id="somebody",
        aws_secret_access_key="else",
    )

    assert outcome(lambda: as_role(stack, "Earn").get_item(TableName=name, Key=key)) == "allowed"
    assert outcome(lambda: stranger.get_item(TableName=name, Key=key)) != "allowed"


SECRETS = {
    "shopify/tea-go/webhook": {"IngestShopify", "Fetch", "Poll", "Check", "Reconcile", "Privacy"},
    "woocommerce/tea-cafe/webhook": {"IngestWoocommerce", "Fetch", "Poll", "Privacy"},
    "orders/b2b/webhook": {"IngestOrders", "Privacy"},
    "shopify/tea-go/access": {"Fetch", "Poll", "Check", "Reconcile"},
    "magento/tea-pro/access": {"Fetch", "Poll", "Check", "Reconcile"},
}
ASKED = (
    "IngestShopify",
    "IngestWoocommerce",
    "IngestMagento",
    "IngestOrders",
    "Fetch",
    "Poll",
    "Privacy",
    "Earn",
)


@pytest.mark.parametrize("function", ASKED)
def test_a_function_reads_the_secrets_of_its_own_work_alone(
    stack: Stack, company: Said, function: str
) -> None:
    """Nothing that the internet reaches can open a store."""
    role = as_role(stack, function, "secretsmanager")
    opened = {
        name
        for name in SECRETS
        if outcome(lambda name=name: role.get_secret_value(SecretId=f"{stack.name}/stores/{name}"))  # type: ignore[misc]
        == "allowed"
    }

    assert opened == {name for name, readers in SECRETS.items() if function in readers}


def test_one_that_is_not_there_yet_is_not_there_and_not_forbidden(stack: Stack) -> None:
    role = as_role(stack, "IngestShopify", "secretsmanager")
    name = f"{stack.name}/stores/shopify/nobodys/webhook"

    assert outcome(lambda: role.get_secret_value(SecretId=name)) == "ResourceNotFoundException"


def test_every_function_has_a_role_of_its_own(books: Books, stack: Stack) -> None:
    assert set(books.functions()) >= {*PENS, *OTHERS, "Guard"}
    assert len({stack.resources[f"{each}Role"] for each in books.functions()}) == len(
        books.functions()
    )
