"""The page and the command line find the same things wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
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
from commissions.application.queries.health_concerns import CONCERNS, Concern, concerns
from commissions.application.queries.refused_messages import RefusedHealth
from commissions.application.queries.store_health import StoreHealth
from commissions.domain.stores.api_version import SeenApiVersion
from commissions.domain.stores.store import Store
from tools.cli import health as command_line

TEA = Store(store_id="tea", platform="shopify", mode="retail_channel", currency="USD", plan="demo")
LONG = 1e6
WELL = StoreHealth(
    store_id="tea",
    answers=True,
    polled_until_age=None,
    last_heard_age=None,
    silent_seconds_max=0,
    api_version=SeenApiVersion(asked="2026-10", answered="2026-10", ends_on=None, deprecated={}),
)
ILL: tuple[dict[str, Any], ...] = (
    {"answers": False, "left_alone_until": datetime(2026, 11, 29, tzinfo=UTC), "failures": 5},
    {"polled_until_age": LONG},
    {"last_heard_age": LONG, "silent_seconds_max": 3600},
    {"webhooks_checked_age": 60.0, "webhooks_wrong": 3},
    {"api_version_holds": False},
)
NAMES = {
    "left-alone": "API of {}",
    "not-polled": "polling {}",
    "silent": "store {}",
    "webhooks": "webhooks of {}",
    "api-version": "API version of {}",
    "misaddressed": "messages to {}",
    "forged": "messages to {}",
    "pending": "inbox",
    "parked": "parked: {}",
    "cut-off": "actions",
    "dead-letters": "dead letters of {}",
    "alarm": "alarms",
    "secrets": "secrets",
    "signing": "events",
}
"""As the command line calls what a page names by its kind and subject."""
ELSEWHERE: tuple[dict[str, Any], ...] = (
    {"pending": PendingHealth(count=2, oldest_age=LONG)},
    {"parked": (ParkedHealth(reason="no_rate", count=1, oldest_age=LONG),)},
    {"parked": (ParkedHealth(reason="dispute_open", count=1, oldest_age=LONG, holds=False),)},
    {"actions": ActionsHealth(count=1, oldest_age=LONG)},
    {"queues": (QueueHealth(name="Earn", is_of_dead_letters=True, waiting=1, in_flight=1),)},
    {"alarms": AlarmHealth(ringing=(("ParkedOrders", "3 > 0"),), quiet=2)},
    {"secrets": SecretsHealth(unmoved=("tea",))},
    {"signing": SigningHealth(mode="sign")},
    {
        "refused": (
            refused := RefusedHealth(
                store=TEA,
                reason="recipient",
                count=2,
                last_age=60.0,
                named="b.example",
                accepted_since=True,
            ),
        )
    },
    {"refused": (replace(refused, reason="signature", accepted_since=False),)},
    {"refused": (replace(refused, reason="signature"),)},
)


def a_health(**fields: Any) -> Health:
    plain: dict[str, Any] = {
        "stores": (WELL,),
        "pending": PendingHealth(count=0, oldest_age=None),
        "parked": (),
        "actions": ActionsHealth(count=0, oldest_age=None),
        "queues": (QueueHealth(name="Earn", is_of_dead_letters=False, waiting=9, in_flight=9),),
        "alarms": AlarmHealth(ringing=(), quiet=3),
    }
    return Health(**plain | fields)


def every_health() -> Iterator[Health]:
    yield a_health()
    for count in (1, 2, 5):
        for some in combinations(ILL, count):
            fields = {name: value for each in some for name, value in each.items()}
            yield a_health(stores=(replace(WELL, **fields), WELL))
    for each in ELSEWHERE:
        yield a_health(**each)
    yield a_health(
        **{name: value for each in ELSEWHERE[:1] + ELSEWHERE[3:9] for name, value in each.items()}
    )


def named(concern: Concern) -> str:
    return NAMES[concern.kind].format(concern.subject.replace("_", " "))


@pytest.mark.parametrize("found", list(every_health()))
def test_what_the_command_line_finds_wrong_needs_somebody_on_the_page_too(found: Health) -> None:
    wrong = {each.what for each in command_line.checks(found) if not each.well}

    assert {named(each) for each in concerns(found)} == wrong


def test_every_concern_that_there_is_was_among_them() -> None:
    seen = {each.kind for found in every_health() for each in concerns(found)}

    assert seen == set(CONCERNS)
