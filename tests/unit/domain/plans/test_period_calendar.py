"""The periods of a plan by its own clock: every moment is in exactly one of a kind."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from commissions.domain.plans.period_calendar import span_of, spans

NEW_YORK = "America/New_York"
MONTH = {"id": "month", "every": "month", "cutoff_days": 10}
WEEK = {"id": "week", "every": "week", "week_starts": "monday"}
DAY = {"id": "day", "every": "day"}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_month_begins_at_midnight_where_the_company_is() -> None:
    span = span_of(MONTH, NEW_YORK, utc("2026-11-01T03:59:59"))

    assert span.label == "2026-10"
    assert (span.starts, span.ends) == (utc("2026-10-01T04:00"), utc("2026-11-01T04:00"))


def test_a_period_is_waited_for_through_its_days_of_cutoff_by_the_clock_on_the_wall() -> None:
    """On 1 November 2026 the clocks of New York go back."""
    assert span_of(MONTH, NEW_YORK, utc("2026-10-05")).closes_at == utc("2026-11-11T05:00")
    assert span_of(WEEK, "UTC", utc("2026-10-05")).closes_at == utc("2026-10-12")


def test_a_day_can_have_25_hours() -> None:
    span = span_of(DAY, NEW_YORK, utc("2026-11-01T12:00"))

    assert span.label == "2026-11-01"
    assert span.ends - span.starts == timedelta(hours=25)


@pytest.mark.parametrize(
    ("starts", "day", "first", "label"),
    [
        ("monday", "2026-10-05", "2026-10-05", "2026-W41"),
        ("monday", "2026-10-11", "2026-10-05", "2026-W41"),
        ("monday", "2027-01-01", "2026-12-28", "2026-W53"),
        ("sunday", "2026-10-11", "2026-10-11", "2026-W42"),
        ("saturday", "2026-10-09", "2026-10-03", "2026-W41"),
    ],
)
def test_a_week_is_called_by_the_week_that_most_of_it_lies_in(
    starts: str, day: str, first: str, label: str
) -> None:
    span = span_of(WEEK | {"week_starts": starts}, "UTC", utc(day))

    assert (span.starts, span.label) == (utc(first), label)


@pytest.mark.parametrize("period", [MONTH, WEEK, DAY])
def test_periods_follow_each_other_without_a_gap(period: dict[str, str]) -> None:
    found = list(spans(period, NEW_YORK, utc("2026-09-20"), utc("2027-03-20")))

    assert all(one.ends == other.starts for one, other in pairwise(found))
    assert found[0].holds(utc("2026-09-20"))
    assert found[-1].holds(utc("2027-03-20"))
    assert len({each.label for each in found}) == len(found)
