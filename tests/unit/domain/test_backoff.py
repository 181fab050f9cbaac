import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.backoff import exponential, full_jitter

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)


def test_each_pause_is_twice_the_one_before_up_to_the_ceiling() -> None:
    pauses = [exponential(failures, first=0.02, longest=0.4) for failures in range(7)]

    assert pauses == [0.02, 0.04, 0.08, 0.16, 0.32, 0.4, 0.4]


def test_pauses_of_hours_double_like_those_of_seconds() -> None:
    pauses = [exponential(failures, first=QUARTER, longest=DAY) for failures in (0, 1, 6, 7)]

    assert pauses == [QUARTER, 2 * QUARTER, timedelta(hours=16), DAY]


@given(st.integers(0, 10**6))
def test_however_often_something_fails_its_pause_stays_below_the_ceiling(failures: int) -> None:
    assert QUARTER <= exponential(failures, first=QUARTER, longest=DAY) <= DAY


def test_a_pause_without_a_ceiling_ends_at_a_number() -> None:
    assert exponential(10**6, first=0.5, longest=math.inf) < math.inf


@pytest.mark.parametrize(("roll", "seconds"), [(0.0, 0.0), (0.5, 2.0), (1.0, 4.0)])
def test_jitter_is_anywhere_between_nothing_and_the_whole_pause(
    roll: float, seconds: float
) -> None:
    def dice(low: float, high: float) -> float:
        return low + roll * (high - low)

    assert full_jitter(3, first=0.5, longest=10.0, dice=dice) == seconds
