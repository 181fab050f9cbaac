"""AWS as the tests have it: moto, with the tables that template.yaml declares."""

import json
import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.environment import EVENT_KEY, TESTS, WAREHOUSE_KEY

# Before anything of ours is imported: modules read their names when they are.
os.environ |= TESTS

import boto3
import pytest
import pytest_socket
import yaml
from hypothesis import HealthCheck, settings
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

from commissions.aws.cache import forget_all
from tests.support.published_bus import listening

BEGAN = time.monotonic()
ROOT = Path(__file__).parents[1]
ON_THE_ENGINE = ("tests/browser/", "tests/journey/")
THE_ENGINE = "tests.journey.deployed"

# How long an example takes says something of the machine, and nothing of the code.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


class _Template(yaml.SafeLoader):
    """Reads CloudFormation, its !Ref and !Sub and the rest left as plain values."""


_Template.add_multi_constructor("!", lambda loader, tag, node: f"{tag} {node.value}")


@cache
def template() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), _Template)  # noqa: S506
    return loaded


def pytest_configure() -> None:
    """Whoever runs the tests may have an account or an engine of their own at hand."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        os.environ.pop(name, None)


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> None:
    """What the journeys share is brought by the first of their folders: no other test waits for
    its imports, and in a plugin there is one of each fixture, whoever asks."""
    if path in [ROOT / folder for folder in ON_THE_ENGINE]:
        parent.config.pluginmanager.import_plugin(THE_ENGINE)


class _Shared(LoadFileScheduling):  # type: ignore[misc]
    """Whoever is free takes the next file. The journeys are one piece: they share an engine."""

    def _split_scope(self, nodeid: str) -> str:
        shared = nodeid.startswith(ON_THE_ENGINE)
        return THE_ENGINE if shared else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Shared:
    config.option.loadscopereorder = False
    return _Shared(config, log)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """The one line at the end of a quieter run, which pytest itself leaves out then."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.verbosity < -1:
        passed, skipped = (len(reporter.getreports(how)) for how in ("passed", "skipped"))
        failed = sum(len(reporter.getreports(how)) for how in ("failed", "error"))
        seconds = time.monotonic() - BEGAN
        reporter.write_line(
            f"{passed} passed, {failed} failed, {skipped} skipped in {seconds:.0f} s"
        )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Only a journey may use the network: it talks to the local engine."""
    if not item.nodeid.startswith(ON_THE_ENGINE):
        pytest_socket.disable_socket(allow_unix_socket=True)


def pytest_runtest_teardown() -> None:
    pytest_socket.enable_socket()


@cache
def _client(service: str) -> Any:
    """Made once: to make one takes longer than all that a test's account is filled with."""
    make: Any = boto3.client
    return make(service)


def _make_table(name: str, properties: dict[str, Any]) -> None:
    """Past the API, which would be most of what the account costs: two dozen calls a test."""
    tables: Any = dynamodb_backends[DEFAULT_ACCOUNT_ID][os.environ["AWS_DEFAULT_REGION"]]
    tables.create_table(
        name,
        schema=properties["KeySchema"],
        throughput=None,
        attr=properties["AttributeDefinitions"],
        global_indexes=properties.get("GlobalSecondaryIndexes", []),
        indexes=[],
        streams=None,
        billing_mode=properties["BillingMode"],
        sse_specification=None,
        tags=[],
        deletion_protection_enabled=None,
        warm_throughput=None,
    )


@pytest.fixture
def aws() -> Iterator[None]:
    """An empty account that has our tables, under their logical ids, our buckets and our bus."""
    forget_all()
    with mock_aws():
        s3 = _client("s3")
        for name, resource in template()["Resources"].items():
            if resource["Type"] == "AWS::DynamoDB::Table":
                _make_table(name, resource["Properties"])
        for bucket in (
            "CLAIMS_BUCKET",
            "QUARANTINE_BUCKET",
            "REPORTS_BUCKET",
            "WAREHOUSE_BUCKET",
            "PERIODS_BUCKET",
            "EXPORTS_BUCKET",
            "PAYOUTS_BUCKET",
            "TEAMS_BUCKET",
        ):
            s3.create_bucket(
                Bucket=os.environ[bucket],
                CreateBucketConfiguration={"LocationConstraint": "eu-west-1"},
            )
        s3.create_bucket(
            Bucket=os.environ["JOURNAL_HASHES_BUCKET"],
            CreateBucketConfiguration={"LocationConstraint": "eu-west-1"},
            ObjectLockEnabledForBucket=True,
        )
        _client("events").create_event_bus(Name=os.environ["EVENT_BUS"])
        _client("secretsmanager").create_secret(
            Name=os.environ["EVENT_KEY"], SecretString=json.dumps(EVENT_KEY)
        )
        _client("secretsmanager").create_secret(
            Name=os.environ["WAREHOUSE_KEY"], SecretString=json.dumps(WAREHOUSE_KEY)
        )
        _client("sqs").create_queue(QueueName=os.environ["POLL_QUEUE_URL"].split("/")[-1])
        yield


@pytest.fixture
def published(aws: None) -> Callable[[], list[dict[str, Any]]]:
    """What has been put on the bus since the last time it was asked."""
    return listening()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser of all tests of a process: Playwright cannot be begun in it a second time."""
    from tests.browser.visit import a_browser

    with a_browser() as browser:
        yield browser
