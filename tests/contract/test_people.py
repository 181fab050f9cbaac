"""The policies for people: what each may, and what nobody of them may whatever else they have."""

import json
import re
from typing import Any

import pytest

from commissions.tables import audit_log
from tests.contract.test_rights import LEDGER, REWRITING, TABLES, is_table, targets
from tests.support.template import as_list, named, resource, transformed
from tools.cli import roles

PEOPLE = (
    roles.AUDITOR,
    roles.OPERATOR,
    roles.REFOLDER,
    roles.LOADER,
    roles.CLOSER,
    roles.PAYER,
    roles.REGISTRAR,
)
ONLY_GROWS = {*LEDGER, "AuditLogTable"}
READING = {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan"}
LOOKING = {
    "cloudformation:DescribeStacks",
    "cloudformation:ListStackResources",
    "cloudwatch:DescribeAlarms",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:ListBucket",
    "s3:ListBucketVersions",
    "sqs:GetQueueAttributes",
}
WITHIN = {"ForAnyValue:StringEquals": {"dynamodb:EnclosingOperation": ["TransactWriteItems"]}}
SIZE_MAX = 6144
"""Characters that AWS takes of a managed policy."""
LONGEST_NAME = "a-company-whose-name-is-long-production"
Rights = list[tuple[str, Any, Any]]


def rights(policy: str, effect: str = "Allow") -> Rights:
    """Each action, on what, under which condition."""
    return [
        (action, target, statement.get("Condition"))
        for statement in _statements(policy)
        if statement["Effect"] == effect
        for action in as_list(statement["Action"])
        for target in targets(statement["Resource"])
    ]


def _statements(policy: str) -> list[Any]:
    document = resource(policy)["Properties"]["PolicyDocument"]["Statement"]
    return [each["Fn::If"][1] if "Fn::If" in each else each for each in document]


def written(policy: str) -> set[tuple[str, str]]:
    """What may be written, and how."""
    return {
        (table, action.removeprefix("dynamodb:"))
        for action, target, _ in rights(policy)
        if is_table(target) and action not in READING
        for table in named(target)
    }


def test_an_auditor_reads_every_table_and_writes_nowhere() -> None:
    done = {action for action, _, _ in rights(roles.AUDITOR)}
    read = {
        t for action, target, _ in rights(roles.AUDITOR) if action in READING for t in named(target)
    }

    assert done == READING | LOOKING
    # Answers of the order API, which are in the inbox too; and who is signed in, with their names.
    assert read == TABLES.keys() - {"IdempotencyTable", "SessionsTable"}


def test_only_whether_alarms_ring_is_asked_of_the_whole_account() -> None:
    open_to_all = {(each, action) for each in PEOPLE for action, on, _ in rights(each) if on == "*"}

    assert open_to_all == {(roles.AUDITOR, "cloudwatch:DescribeAlarms")}


@pytest.mark.parametrize("policy", PEOPLE)
def test_nobody_puts_an_event_on_the_bus_nor_could_sign_one(policy: str) -> None:
    """What people say is pending in the inbox, and the sweeper tells it."""
    done = {action for action, on, _ in rights(policy) if named(on) & {"Bus", "EventKey"}}
    secrets = [
        on["Fn::Sub"].partition(":secret:")[2]
        for action, on, _ in rights(policy)
        if action.startswith("secretsmanager:")
    ]

    assert done == set()
    assert all("/stores/" in each for each in secrets)


@pytest.mark.parametrize("policy", PEOPLE)
def test_who_reads_secrets_is_said(policy: str) -> None:
    done = {action for action, _, _ in rights(policy) if action.startswith("secretsmanager:")}

    reads, sets = (
        {"secretsmanager:GetSecretValue"},
        {
            "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecretVersionStage",
        },
    )
    assert (
        done
        == {
            roles.AUDITOR: set(),
            roles.OPERATOR: reads | sets,
            roles.REFOLDER: set(),
            roles.CLOSER: set(),
            roles.PAYER: set(),
            roles.REGISTRAR: set(),
            roles.LOADER: reads
            | sets
            | {"secretsmanager:CreateSecret", "secretsmanager:DeleteSecret"},
        }[policy]
    )


@pytest.mark.parametrize("policy", PEOPLE)
def test_nobody_writes_the_warehouse_and_only_an_operator_has_it_written(policy: str) -> None:
    done = {
        action
        for action, on, _ in rights(policy)
        if named(on) & {"WarehouseBucket", "ExportsBucket", "WarehouseKey", "Export"}
    }

    assert done == {
        roles.AUDITOR: {"s3:GetObject", "s3:ListBucket"},
        roles.OPERATOR: {"lambda:InvokeFunction"},
    }.get(policy, set())


@pytest.mark.parametrize("policy", PEOPLE)
def test_only_who_answers_data_requests_reads_what_is_quarantined(policy: str) -> None:
    done = {action for action, on, _ in rights(policy) if "QuarantineBucket" in named(on)}

    assert done == ({"s3:ListBucket", "s3:GetObject"} if policy == roles.OPERATOR else set())


@pytest.mark.parametrize("policy", PEOPLE)
def test_only_who_pays_reads_files_with_the_accounts_of_payees(policy: str) -> None:
    done = {action for action, on, _ in rights(policy) if "PayoutsBucket" in named(on)}

    assert done == ({"s3:PutObject", "s3:GetObject"} if policy == roles.PAYER else set())


def test_an_operator_sets_no_secret_but_a_token_that_does_not_last() -> None:
    sets = [
        t for action, t, _ in rights(roles.OPERATOR) if action == "secretsmanager:PutSecretValue"
    ]

    assert [each["Fn::Sub"].rpartition("/stores/")[2] for each in sets] == ["shopify/*/access*"]


def test_a_loader_deletes_only_secrets_of_before() -> None:
    gone = [t for action, t, _ in rights(roles.LOADER) if action == "secretsmanager:DeleteSecret"]

    assert [each["Fn::Sub"].partition(":secret:")[2] for each in gone] == [
        "commissions/${Stage}/stores/*"
    ]


@pytest.mark.parametrize("policy", PEOPLE)
def test_only_who_refolds_or_pays_adds_to_the_ledger_and_only_in_transactions(policy: str) -> None:
    adds = [
        (action, condition)
        for action, target, condition in rights(policy)
        if is_table(target) and named(target) & LEDGER and action not in READING
    ]

    # Facts and journals; of who pays journals alone.
    many = {roles.REFOLDER: 2, roles.PAYER: 1}.get(policy, 0)
    assert adds == [("dynamodb:PutItem", WITHIN)] * many


@pytest.mark.parametrize("policy", PEOPLE)
def test_nobody_changes_what_only_grows_nor_what_protects_it(policy: str) -> None:
    denied = {
        table: {action for action, target, _ in rights(policy, "Deny") if table in named(target)}
        for table in ONLY_GROWS
    }

    for actions in denied.values():
        assert {
            each
            for each in REWRITING
            if not any(re.fullmatch(a.replace("*", ".*"), each) for a in actions)
        } == set()
        assert {
            "dynamodb:DeleteTable",
            "dynamodb:UpdateTable",
            "dynamodb:PutResourcePolicy",
            "dynamodb:DeleteResourcePolicy",
            "dynamodb:UpdateContinuousBackups",
        } <= actions
    assert not {
        each for each, _, _ in rights(policy) if each.split(":")[0] in ("iam", "sts", "kms")
    }


@pytest.mark.parametrize("policy", [roles.OPERATOR, roles.LOADER])
def test_a_line_of_the_log_is_added_with_what_it_is_of_or_not_at_all(policy: str) -> None:
    of_the_log = [
        condition
        for action, target, condition in rights(policy)
        if named(target) & {"AuditLogTable", "ActionsTable"} and action not in READING
    ]

    assert audit_log.TABLE == "AuditLogTable"
    assert of_the_log == [WITHIN] * 4


def test_only_a_registrar_says_who_may_sign_in_and_touches_no_money() -> None:
    writing = {
        policy for policy in PEOPLE if "AccountsTable" in {table for table, _ in written(policy)}
    }
    pool = {policy for policy in PEOPLE for _, on, _ in rights(policy) if "UserPool" in named(on)}

    assert writing == pool == {roles.REGISTRAR}
    assert {table for table, _ in written(roles.REGISTRAR)} == {
        "AccountsTable",
        "ActionsTable",
        "AuditLogTable",
    }


def test_nobody_may_set_a_password_for_somebody_else() -> None:
    done = {
        action for policy in PEOPLE for action, on, _ in rights(policy) if "UserPool" in named(on)
    }

    assert not any("Password" in each for each in done)


def test_plans_and_registers_are_the_loaders_and_money_is_the_operators() -> None:
    registers = {"StoresTable", "SkusTable", "MembersTable", "GenealogyTable", "RatesTable"}
    money = {"ParkedTable", "StatementsTable", "BalancesTable", "PrivacyTable"}
    loaded = {table for table, _ in written(roles.LOADER)}
    cared = {table for table, _ in written(roles.OPERATOR)}

    assert registers | {"PlansTable"} <= loaded - cared
    assert money <= cared - loaded
    assert ("PlansTable", "PutItem") in written(roles.LOADER)
    assert ("PlansTable", "UpdateItem") not in written(roles.LOADER)


@pytest.mark.parametrize("policy", PEOPLE)
def test_aws_takes_a_policy_of_that_size_for_a_stack_with_a_long_name(policy: str) -> None:
    document = {"Version": "2012-10-17", "Statement": _filled(_statements(policy))}

    assert len(json.dumps(document, separators=(",", ":"))) < SIZE_MAX


@pytest.mark.parametrize("policy", PEOPLE)
def test_the_stack_says_what_to_attach(policy: str) -> None:
    assert transformed()["Outputs"][f"{policy}Policy"]["Value"] == {"Ref": policy}


def _filled(value: Any) -> Any:
    """As long as it is on AWS at most."""
    arn = f"arn:aws:dynamodb:ap-southeast-1:123456789012:table/{LONGEST_NAME}-"
    match value:
        case {"Fn::GetAtt": [name, _]}:
            return f"{arn}{name}-1ABCDEFGHIJKL"
        case {"Fn::If": [_, one, _]}:
            return _filled(one)
        case {"Fn::Sub": str(text)}:
            return re.sub(
                r"\$\{\w+\.Arn\}", f"{arn}AttributionHistoryTable-1ABCDEFGHIJKL", text
            ).replace("${AWS::StackName}", LONGEST_NAME)
        case dict():
            return {key: _filled(each) for key, each in value.items()}
        case list():
            return [_filled(each) for each in value]
    return value
