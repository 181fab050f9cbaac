"""A plan that closes weeks and months: of two that end at one moment the week closes first."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import Mock

import pytest

from commissions.application.close import asked_estimates
from commissions.application.close.due import start_due
from commissions.application.close.freezing import freeze
from commissions.application.close.stored_attempt import before
from commissions.domain.periods.period_id import PeriodId, parse
from commissions.domain.periods.record import CLOSED, PeriodRecord
from commissions.tables import periods
from tests.support.frozen import published
from tests.support.plans import a_sample

WEEK, MONTH, NEXT = (
    parse(f"hyb/{each}") for each in ("week/2026-W22", "month/2026-05", "week/2026-W23")
)
"""The month ends with the week, on Sunday the 31st of May."""
NOW = datetime(2026, 8, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _plan(aws: None) -> None:
    bonuses: list[dict[str, Any]] = a_sample("hyb")["bonuses"]
    weekly = [each | {"when": "close:week"} for each in bonuses if each["id"] == "pool"]
    published(bonuses=[each for each in bonuses if each["id"] != "pool"] + weekly)


def closed(period: PeriodId) -> PeriodRecord:
    return periods.put(replace(freeze(period, NOW), state=CLOSED))


def test_the_month_follows_on_the_week_that_ends_with_it_and_the_next_week_on_the_month() -> None:
    week = closed(WEEK)
    month = closed(MONTH)
    following = freeze(NEXT, NOW)

    assert (week.ends, month.ends) == (month.ends, following.starts)
    assert [each and each.period for each in map(before, (week, month, following))] == [
        None,
        WEEK,
        MONTH,
    ]


def test_each_hour_the_next_week_is_estimated_and_the_month_that_runs_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asked_estimates, "client", lambda service: Mock())
    tuesday = datetime(2026, 6, 2, tzinfo=UTC)
    before_any = asked_estimates.ask_for_all(tuesday)
    closed(WEEK)
    closed(MONTH)

    assert before_any == ["hyb/month/2026-06", "hyb/week/2026-W23"]
    assert asked_estimates.ask_for_all(tuesday) == ["hyb/week/2026-W23", "hyb/month/2026-06"]


def test_the_schedule_goes_on_with_the_next_week(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    def start(period: PeriodId, now: datetime) -> str:
        begun.append(str(period))
        return "execution"

    monkeypatch.setattr("commissions.application.close.due.start_close", start)
    closed(WEEK)
    closed(MONTH)

    start_due(NOW)

    assert begun == [str(NEXT)]
