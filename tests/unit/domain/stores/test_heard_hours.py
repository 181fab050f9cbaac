from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.stores.heard_hours import (
    HOURS_KEPT,
    SLOWER_THAN_MS,
    HeardHour,
    answered,
    day_of_hours,
    hour_begins,
    hour_of,
    received,
    within_ms,
)

NOON = datetime(2026, 11, 29, 12, 30, tzinfo=UTC)
FIELDS = st.integers(0, 10**6)
HOURS = st.builds(HeardHour, FIELDS, FIELDS, st.tuples(FIELDS, FIELDS, FIELDS))


@given(HOURS)
def test_an_hour_is_one_number_that_a_table_adds_up_exactly(hour: HeardHour) -> None:
    assert HeardHour.unpacked(hour.packed) == hour
    assert len(str(hour.packed)) <= 38


@given(HOURS, HOURS)
def test_two_such_numbers_added_up_are_the_figures_of_both(
    one: HeardHour, other: HeardHour
) -> None:
    both = HeardHour.unpacked(one.packed + other.packed)

    assert both == one + other
    assert both.received == one.received + other.received
    assert both.slower == tuple(map(sum, zip(one.slower, other.slower, strict=True)))


def test_a_message_told_twice_is_received_too() -> None:
    assert received() + received(twice=True) == HeardHour(2, 1)


def test_a_slow_answer_is_slower_than_each_bound_that_it_passed() -> None:
    assert answered(50).slower == (0, 0, 0)
    assert answered(51).slower == (1, 0, 0)
    assert answered(5000).slower == (1, 1, 1)


def test_99_of_100_are_within_the_bound_that_one_of_100_passed() -> None:
    many = HeardHour(100, 0, (1, 0, 0))

    assert within_ms([many], 0.99) == SLOWER_THAN_MS[0]
    assert within_ms([many, HeardHour(0, 0, (1, 0, 0))], 0.99) == SLOWER_THAN_MS[1]


def test_where_nothing_came_no_bound_is_told_and_where_all_is_slow_none_holds() -> None:
    assert within_ms([], 0.99) is None
    assert within_ms([HeardHour(1, 0, (1, 1, 1))], 0.99) == 0


def test_a_day_ends_with_the_hour_that_is_under_way() -> None:
    old, now = hour_of(NOON - timedelta(hours=HOURS_KEPT)), hour_of(NOON)
    day = day_of_hours({old: 9, now: 4, now - 1: 3}, NOON, 0)

    assert len(day) == HOURS_KEPT
    assert day[-2:] == [
        (datetime(2026, 11, 29, 11, tzinfo=UTC), 3),
        (datetime(2026, 11, 29, 12, tzinfo=UTC), 4),
    ]
    assert sum(count for _, count in day) == 7
    assert hour_begins(now) <= NOON
