from datetime import UTC, datetime, timedelta

import pytest

from commissions.domain.stores.circuit_breaker import CLOSED, PAUSE, TRIAL
from commissions.tables import circuit_breakers
from tests.support.dynamodb_calls import just_before, round_trips

pytestmark = pytest.mark.usefixtures("aws")

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def opened() -> None:
    for _ in range(5):
        circuit_breakers.failed("tea", now=NOON)


def goes_through(now: datetime) -> bool:
    try:
        circuit_breakers.before_call("tea", now=now)
    except circuit_breakers.CircuitOpen:
        return False
    return True


def test_a_store_nobody_has_asked_yet_may_be_asked() -> None:
    circuit_breakers.before_call("tea", now=NOON)

    assert circuit_breakers.state("tea") == CLOSED


def test_the_fifth_failure_in_a_row_opens_the_circuit() -> None:
    told = [circuit_breakers.failed("tea", now=NOON) for _ in range(6)]

    assert told == [False, False, False, False, True, False]
    with pytest.raises(circuit_breakers.CircuitOpen, match="until 12:00:30 UTC") as rests:
        circuit_breakers.before_call("tea", now=NOON + SECOND)
    assert rests.value.until == NOON + PAUSE


def test_one_answer_in_between_starts_the_count_again() -> None:
    for _ in range(4):
        circuit_breakers.failed("tea", now=NOON)
    assert circuit_breakers.succeeded("tea") is False

    assert circuit_breakers.failed("tea", now=NOON) is False
    assert goes_through(NOON)


def test_the_circuit_of_one_store_is_not_that_of_another() -> None:
    opened()

    circuit_breakers.before_call("coffee", now=NOON)
    assert circuit_breakers.state("coffee") == CLOSED
    assert not goes_through(NOON)


def test_after_the_pause_one_goes_through_and_its_answer_closes_the_circuit() -> None:
    opened()
    later = NOON + PAUSE

    assert [goes_through(later) for _ in range(3)] == [True, False, False]
    assert circuit_breakers.succeeded("tea") is True
    assert goes_through(later)


def test_a_trial_that_fails_opens_the_circuit_for_longer() -> None:
    opened()
    later = NOON + PAUSE
    circuit_breakers.before_call("tea", now=later)

    assert circuit_breakers.failed("tea", now=later) is True
    assert not goes_through(later + PAUSE)
    assert goes_through(later + 2 * PAUSE)


def test_a_trial_whose_function_died_is_followed_by_another() -> None:
    opened()
    circuit_breakers.before_call("tea", now=NOON + PAUSE)

    assert goes_through(NOON + PAUSE + TRIAL)


def test_of_two_that_come_at_once_after_the_pause_only_one_asks() -> None:
    opened()
    later, went = NOON + PAUSE, []

    with just_before("PutItem", lambda: went.append(goes_through(later))):
        went.append(goes_through(later))

    assert went == [True, False]


def test_no_failure_is_lost_when_two_fail_at_once() -> None:
    with just_before("PutItem", lambda: circuit_breakers.failed("tea", now=NOON)):
        circuit_breakers.failed("tea", now=NOON)

    assert circuit_breakers.state("tea").failures == 2


def test_a_healthy_store_costs_one_read_before_and_one_after() -> None:
    with round_trips() as calls:
        circuit_breakers.before_call("tea", now=NOON)
        circuit_breakers.succeeded("tea")

    assert calls == ["GetItem", "GetItem"]
