"""Nothing more is dated into what is frozen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commissions.domain.periods.frozen_periods import FrozenPeriods
from commissions.domain.periods.period_id import NotAPeriodId, PeriodId, parse
from tests.support.frozen import frozen_span

OCTOBER = frozen_span(parse("hyb/month/2026-10"), since=datetime(2026, 11, 4, 12, tzinfo=UTC))
NOVEMBER = frozen_span(parse("hyb/month/2026-11"), since=datetime(2026, 12, 4, 12, tzinfo=UTC))
A_SALE = datetime(2026, 10, 20, tzinfo=UTC)
BEFORE, AFTER = OCTOBER.since - timedelta(microseconds=1), OCTOBER.since


def test_what_was_recorded_before_the_freeze_is_of_its_period() -> None:
    assert FrozenPeriods((OCTOBER,)).counts_at(A_SALE, BEFORE) == A_SALE


def test_what_is_recorded_from_the_freeze_on_counts_in_the_oldest_open_period() -> None:
    assert FrozenPeriods((OCTOBER,)).counts_at(A_SALE, AFTER) == OCTOBER.ends
    assert FrozenPeriods((NOVEMBER, OCTOBER)).counts_at(A_SALE, NOVEMBER.since) == NOVEMBER.ends


def test_what_happened_in_an_open_period_stays_there() -> None:
    assert FrozenPeriods((OCTOBER,)).counts_at(OCTOBER.ends, AFTER) == OCTOBER.ends
    assert FrozenPeriods().counts_at(A_SALE, AFTER) == A_SALE


def test_a_freeze_that_was_lifted_holds_for_what_was_recorded_meanwhile() -> None:
    lifted = replace(OCTOBER, lifted=AFTER + timedelta(hours=1))
    again = replace(OCTOBER, since=AFTER + timedelta(hours=5))
    frozen = FrozenPeriods((lifted, again))

    assert frozen.counts_at(A_SALE, AFTER) == OCTOBER.ends
    assert frozen.counts_at(A_SALE, AFTER + timedelta(hours=1)) == A_SALE
    assert frozen.counts_at(A_SALE, AFTER + timedelta(hours=5)) == OCTOBER.ends


def test_a_week_within_a_frozen_month_counts_after_the_month() -> None:
    week = replace(OCTOBER, every="week", label="2026-W43", ends=A_SALE + timedelta(days=3))

    assert FrozenPeriods((week, OCTOBER)).counts_at(A_SALE, AFTER) == OCTOBER.ends


def test_a_period_is_named_by_plan_kind_and_label() -> None:
    assert parse(" hyb/month/2026-10 ") == PeriodId("hyb", "month", "2026-10")
    assert str(parse("hyb/week/2026-W41")) == "hyb/week/2026-W41"


@pytest.mark.parametrize("text", ["2026-10", "hyb/2026-10", "hyb/month/october", "a/b/c/2026-10"])
def test_what_names_no_period_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(NotAPeriodId, match="PLAN/PERIOD/LABEL"):
        parse(text)
