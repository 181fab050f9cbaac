"""What template.yaml promises, and no linter knows to ask for."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import grimp
import pytest

from commissions.application.actions.kinds import KINDS
from commissions.domain.actions.paid_kinds import PAID_OUT
from commissions.domain.actions.second_person import second_person_rule
from commissions.domain.stores.circuit_breaker import PAUSE
from tests.support.template import (
    ROOT,
    as_list,
    named,
    of_type,
    resource,
    transformed,
    written,
)
from tools.stack import TWO_PEOPLE

SOURCES = of_type("AWS::Serverless::Function")
FUNCTIONS = of_type("AWS::Lambda::Function")
MAPPINGS = of_type("AWS::Lambda::EventSourceMapping")
TABLES = of_type("AWS::DynamoDB::Table")
BUCKETS = of_type("AWS::S3::Bucket")
GO_WITH_THEIR_STACK = {"IdempotencyTable", "SessionsTable"}
READ_BY_THE_C_LIBRARY = {"MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"}
KEPT_FOR_GOOD = {"ReportsBucket", "JournalHashesBucket", "WarehouseBucket", "PeriodsBucket"}
MADE_ANEW = {"TeamsBucket"}
"""What lies there is looked at for a year, and can be made anew."""
GRAPH = grimp.build_graph(
    "commissions", "functions", exclude_type_checking_imports=True, cache_dir=None
)


def file_of(function: dict[str, str]) -> str:
    return function["CodeUri"] + function["Handler"].removesuffix(".handler") + ".py"


def imported_by(module: str) -> set[str]:
    """A module and all that is imported with it, the packages around each of them too."""
    found: set[str] = set()
    ahead = {module}
    while ahead:
        name = ahead.pop()
        found.add(name)
        ahead |= GRAPH.find_modules_directly_imported_by(name)
        ahead |= {name.rpartition(".")[0]} & GRAPH.modules
        ahead -= found
    return found


def environment_read_by(module: str) -> set[str]:
    names = set()
    for name in imported_by(module):
        home = ROOT / "layers/commissions" if name.startswith("commissions") else ROOT
        path = home / name.replace(".", "/")
        for source in (path / "__init__.py", path.with_suffix(".py")):
            if source.exists():
                names |= set(re.findall(r'os\.environ\["(\w+)"\]', source.read_text()))
    return names


def reads(name: str) -> set[str]:
    return environment_read_by(file_of(SOURCES[name]).removesuffix(".py").replace("/", "."))


@pytest.mark.parametrize("name", SOURCES)
def test_a_function_is_given_what_it_reads(name: str) -> None:
    given = FUNCTIONS[name]["Environment"]["Variables"]

    assert reads(name) <= given.keys()


@pytest.mark.parametrize("name", SOURCES)
def test_a_function_is_given_nothing_else(name: str) -> None:
    own = SOURCES[name].get("Environment", {"Variables": {}})["Variables"]

    assert own.keys() - READ_BY_THE_C_LIBRARY <= reads(name)


def test_every_function_that_is_written_is_deployed() -> None:
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "functions").glob("*/*.py")}

    assert {file_of(function) for function in SOURCES.values()} == files


@pytest.mark.parametrize("name", SOURCES)
def test_a_functions_logs_are_kept_for_a_time(name: str) -> None:
    log = of_type("AWS::Logs::LogGroup")[f"{name}Log"]
    function = FUNCTIONS[name]["FunctionName"]["Fn::Sub"]

    assert log["LogGroupName"] == {"Fn::Sub": f"/aws/lambda/{function}"}
    assert log["RetentionInDays"] == {"Ref": "LogDays"}


@pytest.mark.parametrize("name", SOURCES)
def test_a_route_takes_one_method(name: str) -> None:
    sources = SOURCES[name].get("Events", {}).values()
    methods = [source["Properties"]["Method"] for source in sources if source["Type"] == "HttpApi"]

    assert set(methods) <= {"GET", "POST", "PUT", "DELETE"}


def _own_queues() -> set[str]:
    """The functions that read a queue to which their own role may write."""
    found = set()
    for mapping in MAPPINGS.values():
        source, [name] = named(mapping["EventSourceArn"]), named(mapping["FunctionName"])
        policies = json.dumps(resource(named(FUNCTIONS[name]["Role"]).pop())["Properties"])
        sends = [
            statement
            for policy in json.loads(policies)["Policies"]
            for statement in policy["PolicyDocument"]["Statement"]
            if "sqs:SendMessage" in as_list(statement["Action"])
        ]
        if any(source & named(each["Resource"]) for each in sends):
            found.add(name)
    return found


def test_a_function_that_feeds_its_own_queue_says_so_or_lambda_would_stop_it() -> None:
    """After sixteen hops; it is bounded by its own count of them instead (polling.HOPS_MAX)."""
    allowed = {name for name, each in FUNCTIONS.items() if each.get("RecursiveLoop") == "Allow"}

    assert allowed == _own_queues() == {"Poll"}


def test_what_a_schedule_calls_in_vain_ends_where_somebody_sees_it() -> None:
    """Such a call is no message of a queue: Lambda tries it again twice, and forgets it. Of the
    sweeper the next minute's call is the next try."""
    called = {
        name
        for rule in of_type("AWS::Events::Rule").values()
        if "ScheduleExpression" in rule
        for target in rule["Targets"]
        for name in named(target["Arn"]) & FUNCTIONS.keys()
    }
    failures = {
        named(each["FunctionName"]).pop(): named(each["DestinationConfig"]["OnFailure"])
        for each in of_type("AWS::Lambda::EventInvokeConfig").values()
        if each.get("DestinationConfig", {}).get("OnFailure")
    }
    called.remove("Sweep")

    assert called == {"Poll", "Check", "Reconcile", "Export", "ClosePeriods", "TeamSnapshots"}
    assert failures == {name: {f"{name}CallDeadLetters"} for name in called}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_can_be_had_back_unless_it_goes_with_its_stack(name: str) -> None:
    """One that goes is not protected either, or the stack could not be deleted."""
    table = TABLES[name]

    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    if name in GO_WITH_THEIR_STACK:
        assert not table.keys() & {"PointInTimeRecoverySpecification", "DeletionProtectionEnabled"}
        return
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["Protected", True, False]}


@pytest.mark.parametrize("name", [*TABLES, *BUCKETS])
def test_what_money_depends_on_outlives_the_stack_but_not_a_first_deploy_that_fails(
    name: str,
) -> None:
    goes = name in GO_WITH_THEIR_STACK
    found = resource(name)["DeletionPolicy"], resource(name)["UpdateReplacePolicy"]

    assert found == (("Delete", "Delete") if goes else ("RetainExceptOnCreate", "Retain"))


@pytest.mark.parametrize("name", ["FactsTable", "JournalTable", "AuditLogTable"])
def test_a_change_of_what_only_grows_is_seen_with_what_stood_there(name: str) -> None:
    [mapping] = [
        mapping
        for mapping in MAPPINGS.values()
        if named([mapping["EventSourceArn"], mapping["FunctionName"]]) == {name, "Guard"}
    ]
    [pattern] = mapping["FilterCriteria"]["Filters"]
    heard = json.loads(pattern["Pattern"])["eventName"]

    assert TABLES[name]["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    # Of every journal the hash is kept.
    assert heard == [*(["INSERT"] if name == "JournalTable" else []), "MODIFY", "REMOVE"]


def test_the_hashes_of_journals_are_locked_for_as_long_as_a_company_says() -> None:
    bucket, parameters = BUCKETS["JournalHashesBucket"], written()["Parameters"]
    retention = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]

    assert bucket["ObjectLockEnabled"] is True
    assert bucket["ObjectLockConfiguration"]["ObjectLockEnabled"] == "Enabled"
    assert retention == {"Mode": {"Ref": "HashLockMode"}, "Days": {"Ref": "HashLockDays"}}
    assert parameters["HashLockMode"]["AllowedValues"] == ["GOVERNANCE", "COMPLIANCE"]
    assert parameters["HashLockDays"]["Default"] >= 7 * 365


def test_only_the_guard_keeps_hashes_and_nobody_writes_over_one_or_takes_one_back() -> None:
    [policy] = [
        policy["PolicyDocument"]
        for policy in of_type("AWS::S3::BucketPolicy").values()
        if named(policy["Bucket"]) == {"JournalHashesBucket"}
    ]
    denied = {each["Sid"]: each for each in policy["Statement"]}

    assert {each["Effect"] for each in denied.values()} == {"Deny"}
    assert {each["Principal"] for each in denied.values()} == {"*"}
    assert named(denied["OnlyGuardWrites"]["Condition"]) == {"GuardRole"}
    assert denied["NothingIsWrittenOver"]["Condition"] == {"Null": {"s3:if-none-match": "true"}}
    assert denied["NobodyTakesOneBack"].keys() & {"Condition", "NotPrincipal"} == set()
    assert set(denied["NobodyTakesOneBack"]["Action"]) >= {
        "s3:BypassGovernanceRetention",
        "s3:DeleteObjectVersion",
        "s3:PutObjectRetention",
    }


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_private_and_encrypted(name: str) -> None:
    bucket = BUCKETS[name]
    [policy] = [
        policy
        for policy in of_type("AWS::S3::BucketPolicy").values()
        if named(policy["Bucket"]) == {name}
    ]
    [statement] = [
        each for each in policy["PolicyDocument"]["Statement"] if each["Sid"] == "OverTlsOnly"
    ]

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert "BucketEncryption" in bucket
    assert statement["Effect"] == "Deny"
    assert named(statement["Resource"]) == {name}
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize("name", sorted(BUCKETS.keys() - KEPT_FOR_GOOD))
def test_a_bucket_is_forgetful(name: str) -> None:
    [rule] = BUCKETS[name]["LifecycleConfiguration"]["Rules"]

    assert rule["ExpirationInDays"] == (400 if name in MADE_ANEW else 30)


@pytest.mark.parametrize("name", sorted(KEPT_FOR_GOOD))
def test_reports_hashes_and_the_warehouse_are_kept_for_good_and_in_every_version(name: str) -> None:
    assert BUCKETS[name]["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "LifecycleConfiguration" not in BUCKETS[name]


def test_what_the_quarantine_holds_is_under_a_key_of_its_own() -> None:
    [rule] = BUCKETS["QuarantineBucket"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]

    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms"}


@pytest.mark.parametrize("name", of_type("AWS::Serverless::LayerVersion"))
def test_a_layer_is_built_for_the_machine_that_runs_it(name: str) -> None:
    [architecture] = as_list(written()["Globals"]["Function"]["Architectures"])
    layer: dict[str, Any] = written()["Resources"][name]

    assert layer["Metadata"] == {"BuildMethod": "makefile", "BuildArchitecture": architecture}
    assert layer["Properties"]["CompatibleArchitectures"] == [architecture]
    assert (
        f"build-{name}:" in Path(ROOT / layer["Properties"]["ContentUri"] / "Makefile").read_text()
    )


def test_every_kind_of_action_needs_two_people_unless_a_company_says_otherwise() -> None:
    default = written()["Parameters"]["TwoPeople"]["Default"]
    rule = second_person_rule(default, frozenset(KINDS))

    assert default == TWO_PEOPLE
    # Whose sale an order is takes two by itself, where it is taken from somebody; what is let go
    # on, or gets a value, is one person's to say; and what moves nothing. Of payouts two
    # agree to what is paid; what leads up to it and what comes of it is one person's, as at the
    # command line.
    by_one = {"parked.release", "parked.dismiss", "parked.nobody", "sku.value"}
    by_one |= {"day.reconcile", "privacy.done", "period.close", "period.preview"}
    # To ask a store changes nobody's pay; a file of values is many values.
    by_one |= {"dead_letters.send", "sku.load", "store.ask", "store.check", "store.connect"}
    by_one |= PAID_OUT - {"payout.approve", "payout.write_off"}
    assert rule.limits == dict.fromkeys(KINDS.keys() - {"order.attribute"} - by_one)


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        ("none", True),
        (TWO_PEOPLE, True),
        ("order.decide > 50.00 USD,plan.publish", True),
        ("sale.move > 25 orders", True),
        ("", False),
        ("plan.publish,", False),
        ("order.decide > 50", False),
    ],
)
def test_a_rule_of_two_people_that_cannot_be_read_is_not_deployed(rule: str, fits: bool) -> None:
    pattern = written()["Parameters"]["TwoPeople"]["AllowedPattern"]

    assert bool(re.fullmatch(pattern, rule)) is fits


def test_a_store_that_fails_is_left_alone_for_as_long_as_the_domain_has_it() -> None:
    parameter = written()["Parameters"]["CircuitPauseSeconds"]

    assert timedelta(seconds=parameter["Default"]) == PAUSE


def test_a_claim_is_never_written_over() -> None:
    """Its name is made of what lies there, so nobody has a reason to."""
    policy = resource("ClaimsBucketPolicy")["Properties"]["PolicyDocument"]["Statement"]
    [denied] = [each for each in policy if each["Sid"] == "NothingIsWrittenOver"]

    assert denied["Effect"] == "Deny"
    assert (denied["Principal"], denied["Action"]) == ("*", "s3:PutObject")
    assert denied["Condition"] == {"Null": {"s3:if-none-match": "true"}}


def test_cloudformation_takes_the_stack() -> None:
    """As SAM hands it over; what is needed besides comes to it before it is full."""
    template = transformed()

    assert len(template["Resources"]) <= 500
    assert len(template["Parameters"]) <= 200
    assert len(template["Outputs"]) <= 200
    assert len(json.dumps(template)) <= 1_000_000
