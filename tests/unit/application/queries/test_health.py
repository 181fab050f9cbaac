from dataclasses import replace
from typing import Any

import pytest

from commissions.application.queries.event_keys import SigningHealth
from commissions.application.queries.former_secrets import SecretsHealth
from commissions.application.queries.health import (
    ActionsHealth,
    AlarmHealth,
    Health,
    ParkedHealth,
    PendingHealth,
    QueueHealth,
)
from commissions.application.queries.store_health import StoreHealth


def a_store(**fields: Any) -> StoreHealth:
    plain: dict[str, Any] = {
        "store_id": "tea",
        "answers": True,
        "polled_until_age": None,
        "last_heard_age": None,
        "silent_seconds_max": 0,
    }
    return StoreHealth(**plain | fields)


def a_queue(waiting: int = 0, in_flight: int = 0, *, dead: bool = True) -> QueueHealth:
    return QueueHealth(name="Earn", is_of_dead_letters=dead, waiting=waiting, in_flight=in_flight)


@pytest.mark.parametrize(
    ("fields", "well"),
    [
        ({}, True),
        ({"answers": False}, False),
        ({"polled_until_age": 3600.0}, True),
        ({"polled_until_age": 3601.0}, False),
        ({"last_heard_age": 9e9}, True),
        ({"last_heard_age": 3600.0, "silent_seconds_max": 3600}, True),
        ({"last_heard_age": 3601.0, "silent_seconds_max": 3600}, False),
        ({"last_heard_age": None, "silent_seconds_max": 3600}, True),
    ],
)
def test_a_store_is_well_that_answers_and_was_heard_of(fields: dict[str, Any], well: bool) -> None:
    assert a_store(**fields).is_well is well


@pytest.mark.parametrize(("age", "well"), [(None, True), (300.0, True), (301.0, False)])
def test_what_is_pending_may_be_so_for_five_minutes(age: float | None, well: bool) -> None:
    assert PendingHealth(count=1, oldest_age=age).is_well is well


@pytest.mark.parametrize(("age", "well"), [(900.0, True), (901.0, False)])
def test_what_is_parked_may_be_so_for_a_quarter_of_an_hour(age: float, well: bool) -> None:
    assert ParkedHealth(reason="no_rate", count=1, oldest_age=age).is_well is well


def test_messages_are_well_in_a_queue_and_nowhere_else() -> None:
    assert a_queue(waiting=5, dead=False).is_well
    assert not a_queue(waiting=1).is_well
    assert not a_queue(in_flight=1).is_well
    assert a_queue().is_well


def test_one_thing_that_is_not_well_is_enough() -> None:
    quiet, ringing = AlarmHealth(ringing=(), quiet=3), AlarmHealth(ringing=(("Lost", ""),), quiet=2)
    well = Health(
        stores=(),
        pending=PendingHealth(count=0, oldest_age=None),
        parked=(),
        actions=ActionsHealth(count=1, oldest_age=900.0),
        queues=(),
        alarms=quiet,
    )

    assert well.is_well
    assert not replace(well, alarms=ringing).is_well
    assert not replace(well, secrets=SecretsHealth(unmoved=("tea",))).is_well
    assert not replace(well, signing=SigningHealth(mode="sign")).is_well
    assert not replace(well, actions=ActionsHealth(count=1, oldest_age=901.0)).is_well
