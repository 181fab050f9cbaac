"""Periods are frozen in their order, once they are over, from a moment on that is said before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commissions.application.close.calendar import NotAClosingPeriod, after, closing_span
from commissions.application.close.freezing import (
    LEAD,
    CloseRequest,
    NotToBeClosed,
    freeze,
    open_again,
)
from commissions.domain.periods.period_id import PeriodId, parse
from commissions.domain.periods.record import CLOSED, COMPUTED, INCOMPLETE, PeriodRecord
from commissions.tables import periods
from commissions.tables.versioned import VersionConflict
from tests.support.frozen import published

OCTOBER, NOVEMBER = parse("hyb/month/2026-10"), parse("hyb/month/2026-11")
NOW = datetime(2026, 12, 20, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _plan(aws: None) -> None:
    published("hyb")


def reached(period: PeriodId, state: str) -> PeriodRecord:
    record = periods.find(period)
    assert record is not None
    return periods.put(replace(record, state=state))


def test_a_period_is_frozen_from_a_moment_on_that_everybody_knows_by_then() -> None:
    record = freeze(OCTOBER, NOW)

    [span] = periods.frozen_now("hyb").spans
    assert (record.state, record.attempt, record.frozen_at) == ("freezing", 1, NOW + LEAD)
    assert (span.since, span.starts, span.ends) == (record.frozen_at, record.starts, record.ends)
    assert timedelta(seconds=2 * periods.KNOWN_SECONDS) == LEAD


def test_it_is_by_the_plans_clock_and_by_the_version_in_force_when_it_begins() -> None:
    record = freeze(OCTOBER, NOW)

    assert f"{record.starts:%Y-%m-%d %H:%M} {record.ends:%Y-%m-%d %H:%M}" == (
        "2026-10-01 06:00 2026-11-01 06:00"
    )
    assert record.plan_version == 3


def test_whoever_asks_again_goes_on_with_the_same_freeze() -> None:
    first = freeze(OCTOBER, NOW)

    assert freeze(OCTOBER, NOW + timedelta(hours=1)) == first


def test_a_period_that_goes_on_is_not_frozen() -> None:
    with pytest.raises(NotToBeClosed, match="is not over: what belongs to it is waited for until"):
        freeze(parse("hyb/month/2026-12"), NOW)


def test_a_period_that_no_plan_closes_is_named_with_those_there_are() -> None:
    with pytest.raises(NotAClosingPeriod, match="each month: name one like hyb/month/2026-10"):
        freeze(parse("hyb/week/2026-W41"), NOW)
    with pytest.raises(NotAClosingPeriod, match="no plan 'abc': published are hyb"):
        freeze(parse("abc/month/2026-10"), NOW)


def test_periods_close_in_their_order() -> None:
    freeze(OCTOBER, NOW)
    with pytest.raises(NotToBeClosed, match="2026-10 comes first, and is freezing"):
        freeze(NOVEMBER, NOW)

    reached(OCTOBER, CLOSED)
    assert freeze(NOVEMBER, NOW).attempt == 1


def test_none_is_left_out() -> None:
    freeze(parse("hyb/month/2026-09"), NOW)
    reached(parse("hyb/month/2026-09"), CLOSED)

    with pytest.raises(NotToBeClosed, match="2026-10 comes first"):
        freeze(NOVEMBER, NOW)


def test_none_is_closed_before_the_first_one() -> None:
    freeze(NOVEMBER, NOW)

    with pytest.raises(NotToBeClosed, match="2026-11 was closed before it"):
        freeze(OCTOBER, NOW)


def test_what_is_computed_is_frozen_anew_only_where_somebody_says_so() -> None:
    freeze(OCTOBER, NOW)
    reached(OCTOBER, COMPUTED)
    with pytest.raises(NotToBeClosed, match="waits for two people"):
        freeze(OCTOBER, NOW)

    again = freeze(OCTOBER, NOW + timedelta(days=1), CloseRequest(again=True))

    assert (again.attempt, again.run) == (2, "")
    first, second = periods.frozen_now("hyb").spans
    assert first.lifted == second.since == again.frozen_at


def test_one_execution_freezes_once_however_often_it_asks() -> None:
    request = CloseRequest(again=True, begun_by="execution-1")
    first = freeze(OCTOBER, NOW, request)

    assert freeze(OCTOBER, NOW + timedelta(minutes=1), request) == first


def test_what_is_posted_is_frozen_no_more() -> None:
    freeze(OCTOBER, NOW)
    reached(OCTOBER, CLOSED)

    with pytest.raises(NotToBeClosed, match="is closed: what comes later corrects it"):
        freeze(OCTOBER, NOW, CloseRequest(again=True))


def test_of_two_who_freeze_at_once_one_does() -> None:
    first = freeze(OCTOBER, NOW)
    periods.put(replace(first, state=INCOMPLETE))

    with pytest.raises(VersionConflict):
        periods.freeze(first, periods.frozen_now("hyb").spans[0])


def test_a_period_that_lacks_something_is_open_again_and_can_be_frozen_anew() -> None:
    lacking = open_again(freeze(OCTOBER, NOW), ("order 1: it is parked",), NOW)
    lifted = periods.frozen_now("hyb").spans[0].lifted

    assert (lacking.state, lacking.waits, lifted) == (
        INCOMPLETE,
        ("order 1: it is parked",),
        NOW + LEAD,
    )
    assert freeze(OCTOBER, NOW + timedelta(hours=1)).attempt == 2


def test_a_gate_of_retail_is_noted() -> None:
    assert freeze(OCTOBER, NOW).gate == "herbalife-rewardable"


def test_a_record_is_read_as_it_was_written() -> None:
    record = replace(
        freeze(OCTOBER, NOW), summary={"paid": 5, "most": [["a", 5]]}, approved_by=("mara", "ines")
    )
    periods.put(record)

    found = periods.find(OCTOBER)
    assert found == replace(record, version=record.version + 1)
    assert periods.of_plan("hyb") == periods.every() == [found]


def test_the_next_period_follows_without_a_gap() -> None:
    following = after(closing_span(NOVEMBER))
    assert following is not None

    assert str(following.period) == "hyb/month/2026-12"
    assert following.span.starts == closing_span(NOVEMBER).span.ends
