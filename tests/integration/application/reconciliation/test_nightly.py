"""The nightly run: keeps its report, and counts what it found."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions.application.care.listing import list_due
from commissions.application.reconciliation.run import reconcile, save_report
from commissions.aws.telemetry import metrics
from commissions.pages.reconciliation import render
from commissions.tables import plans
from functions.care import reconcile as nightly
from tests.support import tamper
from tests.support.in_memory_store import NAME, InMemoryStore, an_in_memory_store
from tests.support.lambdas import a_context
from tests.support.orders import PLAN, a_lock_for, a_refund, an_order
from tests.support.reconciliation_days import DAY, NOW, a_day, settle_deliveries


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
        *(f"reports/2026-11-20{part}.{kind}" for part in ("-tea", "") for kind in ("html", "json")),
        "reports/days/2026-11-20.json",
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
        tamper.item_of(tamper.BALANCES, distributor_id="bob", scope="2026-11 USD"),
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


def test_what_is_listed_of_an_order_is_told_and_hides_nothing(shop: InMemoryStore) -> None:
    bought = an_order(platform=NAME, platform_order_id="1003")
    named: dict[str, Any] = {"platform": NAME, "platform_order_id": "1003"}
    goods = a_refund(units={"1": "1"}, **named)
    short = a_refund("r1-amount", amount_only=-100_00, gross=True, **named)
    settle_deliveries(shop, "1003", [bought, a_lock_for(bought, platform=NAME)], [goods, short])
    list_due(NOW)
    del shop.orders_["1003"]

    report = reconcile(DAY, now=NOW)

    [store] = report.stores
    assert [(each.order, each.reason) for each in store.listed] == [
        (f"{NAME}/tea/1003", "return_without_money")
    ]
    assert store.waiting == ()
    assert {each.kind for each in report.findings} == {"order_gone"}
    assert "Listed for somebody" in render(report)


def test_a_night_that_can_list_nothing_reconciles_all_the_same(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "list_due", lambda _: 1 / 0)

    assert nightly.handler({"day": "2026-11-20"}, a_context())["verdict"] == "clean"


def test_without_a_day_it_is_about_yesterday(shop: InMemoryStore) -> None:
    answer = nightly.handler({"source": "aws.events"}, a_context())

    assert answer["day"] == f"{datetime.now(UTC).date() - timedelta(days=1)}"
