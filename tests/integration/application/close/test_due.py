"""Every hour: what is due is begun, what was cut off goes on, and what waits for people waits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commissions.application.close import due, executions
from commissions.application.close.freezing import freeze
from commissions.domain.periods.period_id import parse
from commissions.domain.periods.record import CLOSED, COMPUTED, INCOMPLETE, POSTING, PeriodRecord
from commissions.tables import periods
from tests.support.frozen import published

OCTOBER = parse("hyb/month/2026-10")
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
LATER = NOW + 2 * due.STUCK_AFTER


@pytest.fixture
def started(aws: None, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The executions that were started: of which machine, of which period."""
    published("hyb")
    found: list[tuple[str, str]] = []

    def start(machine: str, period: object, now: datetime, told: object) -> str:
        found.append((machine.rpartition("-")[2], str(period)))
        return "execution"

    monkeypatch.setattr(executions, "_start", start)
    return found


def october(state: str, **fields: object) -> PeriodRecord:
    record = freeze(OCTOBER, NOW)
    return periods.put(replace(record, state=state, **fields))  # type: ignore[arg-type]


def test_the_first_period_of_a_plan_is_begun_by_a_person(started: list[tuple[str, str]]) -> None:
    assert (due.start_due(NOW), started) == ([], [])


def test_the_next_one_is_begun_when_what_belongs_to_it_is_no_more_waited_for(
    started: list[tuple[str, str]],
) -> None:
    october(CLOSED)

    due.start_due(NOW)
    assert started == []
    due.start_due(datetime(2026, 12, 20, tzinfo=UTC))
    assert started == [("close", "hyb/month/2026-11")]


def test_a_close_that_was_cut_off_goes_on(started: list[tuple[str, str]]) -> None:
    freeze(OCTOBER, NOW)

    due.start_due(NOW + timedelta(minutes=10))
    assert started == []
    due.start_due(LATER)
    assert started == [("close", "hyb/month/2026-10")]


def test_a_posting_that_was_cut_off_goes_on(started: list[tuple[str, str]]) -> None:
    october(POSTING, approved_at=NOW)

    due.start_due(LATER)

    assert started == [("posting", "hyb/month/2026-10")]


def test_what_waits_for_two_people_waits(started: list[tuple[str, str]]) -> None:
    october(COMPUTED)

    due.start_due(LATER + timedelta(days=30))

    assert started == []


def test_what_lacked_something_is_closed_again_once_nothing_waits(
    started: list[tuple[str, str]],
) -> None:
    october(INCOMPLETE, waits=("order 1",))

    assert due.start_due(LATER) == [
        "hyb/month/2026-10 begins again, as nothing waits any more: execution"
    ]
    assert started == [("close", "hyb/month/2026-10")]


def test_a_close_that_stands_still_is_told_to_the_alarm(started: list[tuple[str, str]]) -> None:
    record = freeze(OCTOBER, NOW)

    assert due.not_advancing(NOW + timedelta(hours=1)) == []
    assert due.not_advancing(NOW + timedelta(hours=2)) == [record]
    periods.put(replace(record, state=COMPUTED))
    assert due.not_advancing(NOW + timedelta(hours=2)) == []
