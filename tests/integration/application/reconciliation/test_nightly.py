"""The nightly run: keeps its report, and counts what it found."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions.application.reconciliation.run import reconcile, save_report
from commissions.aws.telemetry import metrics
from commissions.tables import plans
from functions.care import reconcile as nightly
from tests.support import tamper
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.lambdas import a_context
from tests.support.orders import PLAN
from tests.support.reconciliation_days import DAY, NOW, a_day


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    plans.publish(PLAN.text)
    return a_day(an_in_memory_store(monkeypatch))


def test_the_report_is_kept_for_machines_and_for_people(shop: InMemoryStore) -> None:
    save_report(reconcile(DAY, now=NOW))
    save_report(reconcile(DAY, ["tea"], now=NOW), part="tea")

    s3, bucket = boto3.client("s3"), "commissions-test-reports"
    names = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    kept = s3.get_object(Bucket=bucket, Key="reports/2026-11-20.json")
    assert names == [
        f"reports/2026-11-20{part}.{kind}" for part in ("-tea", "") for kind in ("html", "json")
    ]
    assert json.loads(kept["Body"].read())["verdict"] == "clean"


@pytest.fixture
def counted(capsys: pytest.CaptureFixture[str]) -> Callable[[], dict[str, Any]]:
    """The metrics of the call, as they are sent."""
    metrics.clear_metrics()

    def sent() -> dict[str, Any]:
        lines = capsys.readouterr().out.splitlines()
        [line] = [line for line in lines if "_aws" in line]
        told: dict[str, Any] = json.loads(line)
        return {name: value for name, value in told.items() if name.startswith("Reconciliation")}

    return sent


def test_the_nightly_run_counts_what_it_found(
    shop: InMemoryStore, counted: Callable[[], dict[str, Any]]
) -> None:
    tamper.change(
        tamper.BALANCES,
        tamper.item_of(tamper.BALANCES, distributor_id="bob", scope="total USD"),
        payable=0,
    )

    answer = nightly.handler({"day": "2026-11-20"}, a_context())

    assert answer == {
        "day": "2026-11-20",
        "verdict": "findings",
        "findings": 1,
        "delta": {"USD": 7_00},
    }
    assert counted() == {
        "ReconciliationRan": [1.0],
        "ReconciliationFindings": [1.0],
        "ReconciliationDelta": [700.0],
    }


def test_without_a_day_it_is_about_yesterday(shop: InMemoryStore) -> None:
    answer = nightly.handler({"source": "aws.events"}, a_context())

    assert answer["day"] == f"{datetime.now(UTC).date() - timedelta(days=1)}"
