"""Who may do what: each function no more than its work, and nobody change what has been posted."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from commissions.tables import refusals
from tests.support.template import as_list, named, of_type, resource

FUNCTIONS = of_type("AWS::Lambda::Function")
ROLES = of_type("AWS::IAM::Role")
MACHINES = of_type("AWS::StepFunctions::StateMachine")
TABLES = of_type("AWS::DynamoDB::Table")
MANAGED = of_type("AWS::IAM::ManagedPolicy")
LEDGER = {"FactsTable", "JournalTable"}
ONLY_GROWS = {*LEDGER, "AuditLogTable"}
REWRITING = {
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:PartiQLInsert",
    "dynamodb:PartiQLUpdate",
    "dynamodb:PartiQLDelete",
}
# Where AWS knows no finer name: the objects of one bucket, the exports of a table, the secrets of
# this stack's stores.
OPEN_ENDED = (
    r"\$\{\w+Bucket\.Arn\}/\*"
    r"|\$\{\w+Table\.Arn\}/export/\*"
    r"|arn:.*:secret:(\$\{AWS::StackName\}|commissions/\$\{Stage\})/stores/(\w+/)?\*(/(webhook|access)\*)?"
)

OF_THE_ACCOUNT = {
    ("Console", "cloudwatch:DescribeAlarms"),
    ("Console", "cloudwatch:GetMetricData"),
    ("Console", "sqs:ListQueues"),
}
"""What AWS knows no finer right for: names of queues, and whether alarms ring."""

Statement = dict[str, Any]


def role_of(function: str) -> str:
    [role] = named(FUNCTIONS[function]["Role"])
    return role


def statements(function: str) -> Iterator[Statement]:
    """What a function's role itself says; what all roles share is in managed policies."""
    for policy in ROLES[role_of(function)]["Policies"]:
        yield from policy["PolicyDocument"]["Statement"]


def allowed(function: str) -> Iterator[tuple[str, Any, Statement]]:
    """Each action that a function may take, and on what."""
    for statement in statements(function):
        if statement["Effect"] == "Allow":
            for action in as_list(statement["Action"]):
                for target in targets(statement["Resource"]):
                    yield action, target, statement


def targets(resource: Any) -> Iterator[Any]:
    """On what, under whatever conditions."""
    for each in as_list(resource):
        match each:
            case {"Fn::If": [_, *branches]}:
                yield from (branch for branch in branches if branch != {"Ref": "AWS::NoValue"})
            case _:
                yield each


def is_table(target: Any) -> bool:
    return bool(named(target) & TABLES.keys()) and "StreamArn" not in json.dumps(target)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_a_role_of_its_own(name: str) -> None:
    others = [role_of(function) for function in FUNCTIONS if function != name]
    [trust] = ROLES[role_of(name)]["AssumeRolePolicyDocument"]["Statement"]

    assert role_of(name) not in others
    assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_no_role_is_left_over() -> None:
    machines = {role for each in MACHINES.values() for role in named(each["RoleArn"])}

    assert ROLES.keys() == {role_of(name) for name in FUNCTIONS} | machines


@pytest.mark.parametrize("name", MACHINES)
def test_a_state_machine_calls_the_functions_of_its_steps_and_touches_no_table(name: str) -> None:
    [role] = named(MACHINES[name]["RoleArn"])
    [policy] = ROLES[role]["Policies"]
    rights = policy["PolicyDocument"]["Statement"]
    called = {
        each
        for statement in rights
        if "lambda:InvokeFunction" in as_list(statement["Action"])
        for each in named(statement["Resource"])
    }

    assert called == named(MACHINES[name]["DefinitionSubstitutions"]) & FUNCTIONS.keys()
    assert not named(rights) & TABLES.keys()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_role_takes_nothing_over_from_aws(name: str) -> None:
    shared = ROLES[role_of(name)]["ManagedPolicyArns"]

    # Who carries out what people agreed to says what they said.
    words = [{"Ref": "WordsArePeoples"}] if name != "CarryOut" else []
    assert shared == [
        {"Ref": "LedgerOnlyGrows"},
        *words,
        {"Fn::If": ["Traced", {"Ref": "Traces"}, {"Ref": "AWS::NoValue"}]},
    ]


def test_who_says_peoples_words_says_no_others_and_changes_none_in_the_inbox() -> None:
    inbox = [
        (statement["Effect"], as_list(statement["Action"]), statement.get("Condition"))
        for statement in statements("CarryOut")
        if named(statement["Resource"]) == {"InboxTable"}
    ]
    puts = [each for each in inbox if "dynamodb:PutItem" in each[1]]
    denied = [each for each in inbox if each[0] == "Deny"]

    topics = ["*#decided#*", "*#overridden#*", "*#hinted#*"]
    said = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": topics}}
    kept = {"ForAnyValue:StringEquals": {"dynamodb:Attributes": ["records", "claim"]}}
    assert puts == [("Allow", ["dynamodb:PutItem"], said)]
    assert denied == [("Deny", ["dynamodb:UpdateItem"], kept)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_right_is_a_wildcard(name: str) -> None:
    for action, target, _ in allowed(name):
        text = target.get("Fn::Sub", "") if isinstance(target, dict) else target

        assert "*" not in action
        if (name, action) not in OF_THE_ACCOUNT:
            assert "*" not in text or re.fullmatch(OPEN_ENDED, text)


def test_how_much_waits_is_asked_of_our_own_queues_and_of_all_of_them() -> None:
    asked = {
        queue
        for action, target, _ in allowed("Console")
        if action == "sqs:GetQueueAttributes"
        for queue in named(target)
    }

    assert asked == of_type("AWS::SQS::Queue").keys()


def test_what_was_given_up_on_is_looked_at_by_the_console_and_moved_by_who_carries_out() -> None:
    queues = of_type("AWS::SQS::Queue").keys()
    dead = {each for each in queues if each.endswith("DeadLetters")}
    pairs = {each for each in dead if each.replace("DeadLetters", "Queue") in queues}

    def taking(name: str, action: str) -> set[str]:
        return {queue for each, on, _ in allowed(name) if each == action for queue in named(on)}

    assert taking("Console", "sqs:ReceiveMessage") == dead
    assert taking("Console", "sqs:DeleteMessage") == taking("Console", "sqs:SendMessage") == set()
    assert taking("CarryOut", "sqs:DeleteMessage") == taking("CarryOut", "sqs:ReceiveMessage")
    assert taking("CarryOut", "sqs:ReceiveMessage") == pairs
    lively = {each.replace("DeadLetters", "Queue") for each in pairs}
    assert taking("CarryOut", "sqs:SendMessage") == lively


def test_only_tracing_is_on_everything_and_only_where_it_is_on() -> None:
    """Of what functions share; tests/contract/test_people.py has the policies for people."""
    shared = {
        name
        for role in ROLES.values()
        for name in named(role.get("ManagedPolicyArns", [])) & MANAGED.keys()
    }
    open_to_all = {
        name
        for name in shared
        for statement in MANAGED[name]["PolicyDocument"]["Statement"]
        if "*" in json.dumps([statement["Action"], statement["Resource"]])
    }

    assert open_to_all == {"Traces"}
    assert resource("Traces")["Condition"] == "Traced"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_may_touch_only_tables_that_it_knows(name: str) -> None:
    touched = {
        table for _, target, _ in allowed(name) if is_table(target) for table in named(target)
    }

    assert touched <= named(FUNCTIONS[name]["Environment"])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_writes_its_own_log(name: str) -> None:
    logs = {
        log
        for action, target, _ in allowed(name)
        if action.startswith("logs:")
        for log in named(target)
    }

    assert logs == {f"{name}Log"}


@pytest.mark.parametrize("table", sorted(ONLY_GROWS))
def test_nobody_rewrites_the_ledger_or_the_audit_log_not_even_an_administrator(
    table: str,
) -> None:
    [statement] = TABLES[table]["ResourcePolicy"]["PolicyDocument"]["Statement"]

    assert statement["Effect"] == "Deny"
    assert statement["Principal"] == "*"
    assert set(statement["Action"]) == REWRITING
    assert "Condition" not in statement


def test_whatever_a_function_may_do_it_does_not_rewrite_the_ledger() -> None:
    [statement] = MANAGED["LedgerOnlyGrows"]["PolicyDocument"]["Statement"]

    assert statement["Effect"] == "Deny"
    assert set(statement["Action"]) == REWRITING
    assert named(statement["Resource"]) == ONLY_GROWS
    assert "Condition" not in statement


READS = {"GetItem", "BatchGetItem", "Query", "Scan"}
EXPORTS = {"DescribeTable", "ExportTableToPointInTime", "DescribeExport"}
"""What reads a table from its backups; DynamoDB does it, and the table hears nothing of it."""
PENS = ("Earn", "Carry", "Reverse", "PostBooks")
PAYS = "PayOut"
"""It posts what two people agreed to pay, and no fact: those are what stores tell."""
ACTS = ("Console", "CarryOut", "Finance", PAYS)
MARKS_ORIGINALS = ("Attribute", "Earn", "Reverse")
"""Who says on the head of an order that another one goes on with it, and nothing more."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_ledger_is_written_by_its_four_pens_and_by_who_pays_in_transactions(name: str) -> None:
    written = [
        (action, statement.get("Condition"))
        for action, target, statement in allowed(name)
        if is_table(target) and named(target) & {*LEDGER, "HeadsTable"}
        if action.removeprefix("dynamodb:") not in READS
    ]
    within = {"ForAnyValue:StringEquals": {"dynamodb:EnclosingOperation": ["TransactWriteItems"]}}

    tables = 3 if name in PENS else 2 if name == PAYS else 0
    pens = [("dynamodb:PutItem", within)] * tables
    marks = [("dynamodb:UpdateItem", None)] if name in MARKS_ORIGINALS else []
    exports = {each for each, _ in written if each.removeprefix("dynamodb:") in EXPORTS}
    written = [each for each in written if each[0] not in exports]
    assert sorted(written, key=str) == sorted([*pens, *marks], key=str)
    assert bool(exports) == (name == "Export")


def test_who_exports_writes_no_table_and_reads_nothing_of_people_but_what_they_are() -> None:
    done = {action for action, target, _ in allowed("Export") if is_table(target)}

    assert {each.removeprefix("dynamodb:") for each in done} <= READS | EXPORTS


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_warehouse_is_written_by_who_exports_alone(name: str) -> None:
    done = {
        action
        for action, target, _ in allowed(name)
        if named(target) & {"WarehouseBucket", "ExportsBucket"}
    }

    reads = {"s3:GetObject", "s3:ListBucket"}
    assert (done == reads) if name == "ComputePeriod" else (bool(done) == (name == "Export"))
    assert "s3:DeleteObject" not in done


@pytest.mark.parametrize("name", FUNCTIONS)
def test_only_pages_propose_and_approve_and_only_with_a_line_in_the_log(name: str) -> None:
    """And who carries out what was approved; the reconciliation reads whether the log is whole."""
    done = [
        (action, statement.get("Condition"))
        for action, target, statement in allowed(name)
        if is_table(target) and named(target) & {"ActionsTable", "AuditLogTable"}
    ]
    writes = [each for each in done if each[0].removeprefix("dynamodb:") not in READS]
    within = {"ForAnyValue:StringEquals": {"dynamodb:EnclosingOperation": ["TransactWriteItems"]}}

    each_once = [("dynamodb:PutItem", within), ("dynamodb:UpdateItem", within)] * 2
    assert sorted(writes, key=str) == sorted(each_once if name in ACTS else [], key=str)
    assert not done or name in (*ACTS, "Reconcile")


def test_the_reconciliation_reads_histories_and_the_genealogy_and_writes_neither() -> None:
    done = {
        (action, table)
        for action, target, _ in allowed("Reconcile")
        for table in named(target) & {"AttributionHistoryTable", "GenealogyTable"}
    }

    assert done == {
        ("dynamodb:Query", "AttributionHistoryTable"),
        ("dynamodb:BatchGetItem", "GenealogyTable"),
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_nobody_reads_the_quarantine_but_who_erases_from_it(name: str) -> None:
    done = {action for action, target, _ in allowed(name) if named(target) == {"QuarantineBucket"}}
    erasing = {"s3:ListBucket", "s3:GetObject", "s3:DeleteObject"}

    # How many bodies of a store lie there is told by their names alone.
    counting = {"s3:ListBucket"} if name == "Console" else set()
    assert done <= (erasing if name == "Privacy" else {"s3:PutObject"} | counting)


@pytest.mark.parametrize("name", [each for each in FUNCTIONS if each.startswith("Ingest")])
def test_the_edge_counts_what_it_refuses_and_touches_nobodys_progress(name: str) -> None:
    """Whoever took it over would else have stores read from anywhere, or not at all."""
    done = [
        (action, statement.get("Condition"))
        for action, target, statement in allowed(name)
        if named(target) == {"ProgressTable"}
    ]
    counts = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{refusals.PARTITIONS}*"]}}

    assert done == [("dynamodb:UpdateItem", counts)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_who_pays_is_reached_by_no_page_but_by_what_is_on_record(name: str) -> None:
    """No other function writes a payout; and whoever shows pages of finance writes none either."""
    done = {
        action
        for action, target, _ in allowed(name)
        if named(target) == {"PayoutsTable"} and action.removeprefix("dynamodb:") not in READS
    }
    asks = {action for action, target, _ in allowed(name) if named(target) & {PAYS}}

    assert done == ({"dynamodb:PutItem"} if name == PAYS else set())
    assert asks == ({"lambda:InvokeFunction"} if name in {"Finance", "Reconcile"} else set())


PAGES = ("Member", "Console", "Finance")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_who_is_signed_in_is_seen_by_pages_alone_and_no_function_says_what_somebody_may(
    name: str,
) -> None:
    """Roles are given by people; what pages change of an account is how they speak to somebody,
    and which of their sessions count."""
    done = [
        (action, statement.get("Condition"))
        for action, target, statement in allowed(name)
        if named(target) & {"AccountsTable"}
        if action.removeprefix("dynamodb:") not in READS
    ]
    own = {
        "ForAllValues:StringEquals": {
            "dynamodb:Attributes": ["id", "language", "zone", "epoch", "version"]
        },
        "StringEqualsIfExists": {"dynamodb:ReturnValues": ["NONE", "UPDATED_OLD", "UPDATED_NEW"]},
    }
    seen = {table for _, target, _ in allowed(name) for table in named(target)}

    assert done == ([("dynamodb:UpdateItem", own)] if name == "Member" else [])
    assert bool(seen & {"SessionsTable", "AccountsTable"}) == (name in PAGES)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_only_where_people_sign_in_the_user_pool_is_asked_and_nobody_in_it_is_changed(
    name: str,
) -> None:
    done = {action for action, target, _ in allowed(name) if named(target) & {"UserPool"}}

    asks = {"cognito-idp:ListUserPoolClients", "cognito-idp:AdminGetUser"}
    assert done == (asks if name == "Member" else set())
