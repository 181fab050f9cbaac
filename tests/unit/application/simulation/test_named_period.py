"""A period of a plan by its name."""

from typing import Any

import pytest

from commissions.application.simulation.named_period import NotAPeriod, named_period
from tests.support.builders import a_levels_bonus, a_plan_document


def a_document(**period: Any) -> dict[str, Any]:
    """By New York's clock; closes by this period."""
    bonus = a_levels_bonus("0.1", when=f"close:{period['id']}")
    return a_plan_document(bonus, periods=[{"cutoff_days": 3, **period}])


MONTHLY = a_document(id="month", every="month")
WEEKLY = a_document(id="weekly", every="week", week_starts="saturday")
DAILY = a_document(id="daily", every="day")


@pytest.mark.parametrize(
    ("label", "document", "starts", "ends"),
    [
        ("2026-11", MONTHLY, "2026-11-01T04:00", "2026-12-01T05:00"),
        ("2026-W41", WEEKLY, "2026-10-03T04:00", "2026-10-10T04:00"),
        ("2026-W01", WEEKLY, "2025-12-27T05:00", "2026-01-03T05:00"),
        ("2026-11-01", DAILY, "2026-11-01T04:00", "2026-11-02T05:00"),
    ],
)
def test_a_period_has_its_bounds_by_the_clock_of_its_plan(
    label: str, document: dict[str, Any], starts: str, ends: str
) -> None:
    span = named_period(label, document)

    assert [f"{each:%Y-%m-%dT%H:%M}" for each in (span.starts, span.ends)] == [starts, ends]
    assert span.label == label


def test_a_plan_without_closes_goes_by_the_month() -> None:
    assert named_period("2026-11", a_plan_document()).every == "month"


@pytest.mark.parametrize(
    ("label", "document", "like"),
    [
        ("2026-13", MONTHLY, "2026-10"),
        ("2026-11-01", MONTHLY, "2026-10"),
        ("november", MONTHLY, "2026-10"),
        ("2026-11", WEEKLY, "2026-W41"),
        ("2026-W54", WEEKLY, "2026-W41"),
        ("2026-02-30", DAILY, "2026-10-05"),
        ("", DAILY, "2026-10-05"),
    ],
)
def test_what_names_none_says_how_it_is_written(
    label: str, document: dict[str, Any], like: str
) -> None:
    with pytest.raises(NotAPeriod, match=f"write it like {like}$"):
        named_period(label, document)
