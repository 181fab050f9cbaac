from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.domain.plans.period_starts import NoOneBoundary, next_period_start

PERIODS = [
    {"id": "day", "every": "day"},
    {"id": "week", "every": "week", "week_starts": "monday"},
    {"id": "month", "every": "month"},
]


def next_start(at: str, *whens: str, timezone: str = "UTC") -> str:
    document: dict[str, Any] = {
        "plan": {"timezone": timezone},
        "periods": PERIODS,
        "bonuses": [{"when": when, "tree": "binary"} for when in whens]
        + [{"when": "close:day", "tree": "sponsor"}, {"when": "close:day"}],
    }
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    found = next_period_start(document, "binary", moment).astimezone(UTC)
    return f"{found:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("at", "when", "starts"),
    [
        ("2026-11-20T10:00", "close:month", "2026-12-01 00:00"),
        ("2026-12-31T23:59", "close:month", "2027-01-01 00:00"),
        ("2026-12-01T00:00", "close:month", "2027-01-01 00:00"),
        ("2026-11-20T10:00", "close:week", "2026-11-23 00:00"),
        ("2026-11-23T00:00", "close:week", "2026-11-30 00:00"),
        ("2026-11-20T10:00", "close:day", "2026-11-21 00:00"),
    ],
)
def test_a_move_counts_from_the_next_period_of_the_bonuses_on_its_tree(
    at: str, when: str, starts: str
) -> None:
    assert next_start(at, when) == starts


def test_a_period_begins_by_the_clock_of_the_plan() -> None:
    chicago = "America/Chicago"

    assert next_start("2026-12-01T03:00", "close:month", timezone=chicago) == "2026-12-01 06:00"
    assert next_start("2026-07-01T05:00", "close:month", timezone=chicago) == "2026-08-01 05:00"


def test_without_a_close_on_the_tree_a_move_counts_at_once() -> None:
    assert next_start("2026-11-20T10:00", "order") == "2026-11-20 10:00"


def test_where_two_periods_walk_a_tree_somebody_has_to_say_the_moment() -> None:
    with pytest.raises(NoOneBoundary, match="binary is walked by bonuses of the periods month, we"):
        next_start("2026-11-20T10:00", "close:week", "close:month")
