"""The function that exports: every ten minutes, and once a day with a check."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from commissions.application.export.check import last_check
from commissions.application.pipeline import settle
from commissions.aws import telemetry
from commissions.tables import plans
from functions.export import export
from tests.support.builders import a_plan
from tests.support.lambdas import a_context
from tests.support.order_on_tables import KEY, ORDER, the_lock
from tests.support.pipeline_driver import project

DAY = datetime(2026, 11, 22, tzinfo=UTC)
CONTEXT: Any = a_context()


class _Clock(datetime):
    at = DAY

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return cls.at


@pytest.fixture(autouse=True)
def counted(aws: None) -> Iterator[list[tuple[Any, ...]]]:
    plans.publish(a_plan().text)
    settle.settle(KEY, (ORDER, the_lock()), inbox="i", now=DAY + timedelta(hours=9))
    project(KEY)
    found: list[tuple[Any, ...]] = []

    def counting(name: str, value: float = 1) -> None:
        found.append((name, value))
        telemetry.count(name, value)

    with (
        patch.object(export, "datetime", _Clock),
        patch.object(export, "count", counting),
        patch.object(CONTEXT, "get_remaining_time_in_millis", lambda: 800_000, create=True),
    ):
        yield found


def called(at: datetime, **event: str) -> Any:
    _Clock.at = at
    return export.handler(event, CONTEXT)


def test_it_exports_until_the_last_full_hour_that_has_settled() -> None:
    answer = called(DAY + timedelta(hours=11, minutes=1))
    assert answer == {"done": True, "waits_for": "", "until": "2026-11-22 10:00:00+00:00"}

    answer = called(DAY + timedelta(hours=11, minutes=11))
    assert answer["until"] == "2026-11-22 11:00:00+00:00"


def test_whoever_asks_for_a_moment_gets_it_once_it_has_settled() -> None:
    frozen = DAY + timedelta(hours=10, minutes=30)

    early = called(frozen, until=frozen.isoformat())
    assert early["waits_for"] == "what was recorded settles by 2026-11-22T10:32:00.000000Z"
    assert called(frozen + timedelta(minutes=3), until=frozen.isoformat())["done"]


def test_yesterday_is_checked_once_from_two_oclock_on(counted: list[tuple[Any, ...]]) -> None:
    night = DAY + timedelta(days=1)
    called(night + timedelta(hours=1, minutes=59))
    assert last_check(DAY.date()) is None

    called(night + timedelta(hours=2, minutes=11))
    checked = last_check(DAY.date())
    assert checked
    assert (checked["differences"], checked["lines"]) == ([], 3)

    called(night + timedelta(hours=2, minutes=21))
    assert last_check(DAY.date()) == checked
    assert set(counted) == {("WarehouseBehind", False), ("WarehouseDiffers", 0)}


def test_a_difference_is_counted(counted: list[tuple[Any, ...]]) -> None:
    night = DAY + timedelta(days=1)
    called(night + timedelta(hours=1))
    missed = replace(ORDER, platform_order_id="7")
    settle.settle(missed.order_key, [missed], inbox="i", now=DAY + timedelta(hours=22))
    called(night + timedelta(hours=3, minutes=5))

    assert ("WarehouseDiffers", 1) in counted
    found = last_check(DAY.date())
    assert found
    assert found["differences"] == ["of 2026-11-22 the warehouse lacks 1 orders: shopify/tea/7"]


def test_a_warehouse_that_waits_for_over_three_hours_is_counted_as_behind(
    counted: list[tuple[Any, ...]],
) -> None:
    called(DAY + timedelta(hours=11, minutes=5))
    with patch.object(CONTEXT, "get_remaining_time_in_millis", lambda: 1000):
        called(DAY + timedelta(hours=13, minutes=55))
        assert set(counted) == {("WarehouseBehind", False)}
        called(DAY + timedelta(hours=14, minutes=5))

    assert counted[-1] == ("WarehouseBehind", True)
