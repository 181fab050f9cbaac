from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.stores.circuit_breaker import (
    CLOSED,
    FAILURES_MAX,
    PAUSE,
    PAUSE_MAX,
    TRIAL,
    Circuit,
    after_failure,
    after_success,
    lets_through,
    pause,
    tried,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def failing(times: int, circuit: Circuit = CLOSED) -> Circuit:
    for _ in range(times):
        circuit = after_failure(circuit, NOON)
    return circuit


def test_a_store_that_fails_now_and_then_is_asked_on() -> None:
    circuit = failing(FAILURES_MAX - 1)

    assert circuit.closed
    assert lets_through(circuit, NOON)
    assert after_success() == CLOSED


def test_five_failures_in_a_row_leave_a_store_alone_for_half_a_minute() -> None:
    circuit = failing(5)

    assert not circuit.closed
    assert not lets_through(circuit, NOON + PAUSE - SECOND)
    assert lets_through(circuit, NOON + PAUSE)


def test_while_one_call_is_on_trial_the_others_wait() -> None:
    circuit = tried(failing(5), NOON + PAUSE)

    assert not lets_through(circuit, NOON + PAUSE + SECOND)


def test_a_trial_that_is_never_heard_of_again_ends_by_itself() -> None:
    circuit = tried(failing(5), NOON + PAUSE)

    assert lets_through(circuit, NOON + PAUSE + TRIAL)


def test_a_failed_trial_doubles_the_pause() -> None:
    later = NOON + PAUSE
    circuit = after_failure(tried(failing(5), later), later)

    assert circuit.opened == 2
    assert circuit.open_until == later + 2 * PAUSE
    assert not circuit.on_trial


def test_the_pause_grows_to_a_quarter_of_an_hour_and_no_further() -> None:
    pauses = [pause(opened).total_seconds() for opened in range(1, 9)]

    assert pauses == [30, 60, 120, 240, 480, 900, 900, 900]
    assert pause(10_000) == PAUSE_MAX


def test_another_first_pause_grows_in_the_same_way() -> None:
    circuit = failing(4)
    first = timedelta(seconds=2)

    assert after_failure(circuit, NOON, first=first).open_until == NOON + first
    assert [pause(opened, first).total_seconds() for opened in (1, 2, 3, 99)] == [2, 4, 8, 900]


def test_a_store_that_says_when_to_come_again_is_left_alone_until_then() -> None:
    circuit = after_failure(failing(4), NOON, retry_after=300)

    assert circuit.open_until == NOON + timedelta(seconds=300)


def test_no_store_can_send_us_away_for_a_day() -> None:
    circuit = after_failure(failing(4), NOON, retry_after=86_400)

    assert circuit.open_until == NOON + PAUSE_MAX


def test_the_late_failure_of_a_call_from_before_changes_nothing() -> None:
    circuit = failing(5)

    assert after_failure(circuit, NOON + SECOND) == circuit


@given(st.lists(st.tuples(st.sampled_from("fst"), st.integers(0, 1200)), max_size=60))
def test_whatever_happens_a_store_is_tried_again_in_time(steps: list[tuple[str, int]]) -> None:
    circuit, now = CLOSED, NOON
    for step, seconds in steps:
        now += timedelta(seconds=seconds)
        if step == "f":
            circuit = after_failure(circuit, now)
        elif step == "s":
            circuit = after_success()
        elif not circuit.closed and lets_through(circuit, now):
            circuit = tried(circuit, now)

        assert lets_through(circuit, now + PAUSE_MAX)
        assert circuit.closed == (circuit.open_until is None)
        assert circuit.closed == (circuit.failures < FAILURES_MAX)
