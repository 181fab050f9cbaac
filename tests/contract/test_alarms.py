"""Every alarm watches something that is counted, wakes somebody, and says what to do."""

import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest
import typer

from commissions import platforms
from commissions.aws import telemetry
from tests.support.template import ROOT, Properties, named, of_type, transformed
from tools.cli.main import app

ALARMS = of_type("AWS::CloudWatch::Alarm")
QUEUES = of_type("AWS::SQS::Queue")
RULES = of_type("AWS::Events::Rule")
FUNCTIONS = of_type("AWS::Lambda::Function")
MAPPINGS = of_type("AWS::Lambda::EventSourceMapping").values()
SOURCES = {name for mapping in MAPPINGS for name in named(mapping["EventSourceArn"])}
STREAMING = {
    name
    for mapping in MAPPINGS
    if "StartingPosition" in mapping
    for name in named(mapping["FunctionName"])
}
# What AWS counts for us, and of what kind of resource.
QUEUE, FUNCTION, RULE = "AWS::SQS::Queue", "AWS::Lambda::Function", "AWS::Events::Rule"
MACHINE = "AWS::StepFunctions::StateMachine"
AWS_METRICS = {
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): QUEUE,
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): QUEUE,
    ("AWS/Lambda", "Errors"): FUNCTION,
    ("AWS/Lambda", "Throttles"): FUNCTION,
    ("AWS/Lambda", "IteratorAge"): FUNCTION,
    ("AWS/Events", "FailedInvocations"): RULE,
    ("AWS/Events", "InvocationsSentToDlq"): RULE,
    ("AWS/States", "ExecutionsFailed"): MACHINE,
    ("AWS/ApiGateway", "5xx"): "AWS::ApiGatewayV2::Api",
}
OWN_NAME = {"Ref": "AWS::StackName"}
DIMENSION = {
    QUEUE: "QueueName",
    FUNCTION: "FunctionName",
    MACHINE: "StateMachineArn",
    "AWS::ApiGatewayV2::Api": "ApiId",
}


@dataclass(frozen=True)
class Metric:
    """A metric as an alarm or the dashboard names it."""

    namespace: str
    name: str
    dimensions: dict[str, Any]

    @property
    def is_ours(self) -> bool:
        return self.namespace == telemetry.NAMESPACE


def watched(alarm: Properties) -> Metric:
    dimensions = {each["Name"]: each["Value"] for each in alarm["Dimensions"]}
    return Metric(alarm["Namespace"], alarm["MetricName"], dimensions)


def shown() -> list[Metric]:
    """What the dashboard shows."""
    [dashboard] = of_type("AWS::CloudWatch::Dashboard").values()
    found = []
    for widget in json.loads(dashboard["DashboardBody"]["Fn::Sub"])["widgets"]:
        for namespace, name, *rest in widget["properties"]["metrics"]:
            parts = [part for part in rest if isinstance(part, str)]
            values = [{"Fn::Sub": part} if "${" in part else part for part in parts[1::2]]
            found.append(Metric(namespace, name, dict(zip(parts[::2], values, strict=True))))
    return found


METRICS = [*map(watched, ALARMS.values()), *shown()]


def platform_names() -> set[str]:
    found = pkgutil.iter_modules(platforms.__path__, "commissions.platforms.")
    modules = [importlib.import_module(each.name) for each in found]
    return {module.NAME for module in modules if hasattr(module, "NAME")}


def alarms_on(metric: str, subject: str) -> list[Properties]:
    """The alarms on a metric of one of our resources."""
    return [
        alarm
        for alarm in ALARMS.values()
        if alarm["MetricName"] == metric and subject in named(alarm["Dimensions"])
    ]


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_wakes_somebody_and_says_what_to_do(name: str) -> None:
    alarm = ALARMS[name]
    said = [str(other["AlarmDescription"]) for other in ALARMS.values()]

    assert alarm["AlarmActions"] == [{"Ref": "Alarms"}]
    assert len(str(alarm["AlarmDescription"])) > 60
    assert said.count(str(alarm["AlarmDescription"])) == 1


def test_the_commands_that_an_alarm_names_exist() -> None:
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    said = json.dumps([alarm["AlarmDescription"] for alarm in ALARMS.values()])

    assert set(re.findall(r"`commissions (\w+)", said)) <= set(known)


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_watches_one_statistic_of_one_metric(name: str) -> None:
    # The local engine does not know metric math, and drops what it does not know.
    assert len({"Statistic", "ExtendedStatistic"} & ALARMS[name].keys()) == 1
    assert "Metrics" not in ALARMS[name]


@pytest.mark.parametrize("metric", [each for each in METRICS if each.is_ours], ids=lambda m: m.name)
def test_what_is_watched_of_ours_is_counted_under_that_name(metric: Metric) -> None:
    assert tuple(metric.dimensions) == telemetry.METRICS[metric.name]
    assert metric.dimensions.get("platform", telemetry.SERVICE) in {
        telemetry.SERVICE,
        *platform_names(),
    }


@pytest.mark.parametrize("metric", [each for each in METRICS if each.is_ours], ids=lambda m: m.name)
def test_a_stack_hears_its_own_metrics_and_no_others_of_the_account(metric: Metric) -> None:
    assert metric.dimensions["service"] in (OWN_NAME, {"Fn::Sub": "${AWS::StackName}"})


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_counts_under_the_name_of_its_stack(name: str) -> None:
    variables = FUNCTIONS[name]["Environment"]["Variables"]

    assert variables["POWERTOOLS_SERVICE_NAME"] == OWN_NAME


def test_what_is_counted_bears_the_name_that_the_function_was_given() -> None:
    counting = (
        "from commissions.aws.telemetry import count, metrics\n"
        "count('ReconciliationRan')\n"
        "metrics.flush_metrics()"
    )

    said = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", counting],
        env=os.environ | {"POWERTOOLS_SERVICE_NAME": "tea-prod"},
        capture_output=True,
        check=True,
    )

    assert json.loads(said.stdout)["service"] == "tea-prod"


@pytest.mark.parametrize("name", telemetry.METRICS)
def test_what_the_catalogue_names_is_counted_somewhere(name: str) -> None:
    sources = [*(ROOT / "layers/commissions").rglob("*.py"), *(ROOT / "functions").rglob("*.py")]
    counting = re.compile(rf'\b(count|seconds|milliseconds)\(\s*"{name}"')

    assert any(
        counting.search(source.read_text()) for source in sources if source.name != "observe.py"
    )


@pytest.mark.parametrize("metric", [m for m in METRICS if not m.is_ours], ids=lambda m: m.name)
def test_what_is_watched_of_aws_is_a_metric_of_something_that_we_have(metric: Metric) -> None:
    kind = AWS_METRICS[metric.namespace, metric.name]
    if kind == RULE:
        rules = [
            {"RuleName": rule["Name"]}
            | ({"EventBusName": rule["EventBusName"]} if "EventBusName" in rule else {})
            for rule in RULES.values()
        ]
        assert metric.dimensions in rules
    else:
        [subject] = named(list(metric.dimensions.values()))
        assert metric.dimensions.keys() == {DIMENSION[kind]}
        assert transformed()["Resources"][subject]["Type"] == kind


@pytest.mark.parametrize("name", sorted(QUEUES.keys() - SOURCES))
def test_a_dead_letter_rings(name: str) -> None:
    [alarm] = alarms_on("ApproximateNumberOfMessagesVisible", name)

    assert (alarm["Threshold"], alarm["Period"]) == (0, 60)


@pytest.mark.parametrize("name", sorted(QUEUES.keys() & SOURCES))
def test_a_queue_that_stands_still_for_five_minutes_rings(name: str) -> None:
    [alarm] = alarms_on("ApproximateAgeOfOldestMessage", name)

    assert alarm["Threshold"] == 300


@pytest.mark.parametrize("name", sorted(STREAMING))
def test_a_stream_that_stands_still_for_five_minutes_rings(name: str) -> None:
    [alarm] = alarms_on("IteratorAge", name)

    assert alarm["Threshold"] == 300_000


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_that_fails_or_may_not_run_rings(name: str) -> None:
    assert len(alarms_on("Errors", name)) == len(alarms_on("Throttles", name)) == 1


@pytest.mark.parametrize("name", of_type(MACHINE))
def test_a_state_machine_that_fails_rings(name: str) -> None:
    assert len(alarms_on("ExecutionsFailed", name)) == 1


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("metric", ["FailedInvocations", "InvocationsSentToDlq"])
def test_a_rule_that_does_not_deliver_rings(name: str, metric: str) -> None:
    ringing = [
        alarm
        for alarm in ALARMS.values()
        if alarm["MetricName"] == metric
        and {"Name": "RuleName", "Value": RULES[name]["Name"]} in alarm["Dimensions"]
    ]

    assert len(ringing) == 1


def test_wrong_signatures_ring_for_every_platform() -> None:
    ringing = [watched(alarm) for alarm in ALARMS.values()]

    assert {
        metric.dimensions["platform"] for metric in ringing if metric.name == "SignatureFailures"
    } == platform_names()


@pytest.mark.parametrize(
    ("metric", "statistic", "threshold", "seconds"),
    [
        ("CommissionLag", "p99", 60_000, 300),
        ("CommissionLag", "p50", 10_000, 300),
        ("OldestPendingSeconds", "Maximum", 300, 180),
        ("ParkedOver15Minutes", "Maximum", 0, 60),
        ("LedgerTampered", "Sum", 0, 60),
        ("FactConflicts", "Sum", 0, 60),
        ("SignatureFailures", "Sum", 20, 60),
        ("Quarantined", "Sum", 0, 60),
        ("SilentStores", "Maximum", 0, 60),
        ("MisaddressedStores", "Maximum", 0, 60),
    ],
)
def test_what_has_been_promised_to_ring_rings(
    metric: str, statistic: str, threshold: int, seconds: int
) -> None:
    ringing = [
        (alarm["Threshold"], alarm["Period"] * alarm["EvaluationPeriods"])
        for alarm in ALARMS.values()
        if alarm["MetricName"] == metric
        and statistic in (alarm.get("Statistic"), alarm.get("ExtendedStatistic"))
    ]

    assert set(ringing) == {(threshold, seconds)}


def test_a_sweeper_that_says_nothing_rings() -> None:
    [alarm] = [alarm for alarm in ALARMS.values() if alarm["MetricName"] == "OldestPendingSeconds"]

    assert alarm["TreatMissingData"] == "breaching"
