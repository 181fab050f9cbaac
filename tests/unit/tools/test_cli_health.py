from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

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
from commissions.application.sync.store_look import StoreLook
from commissions.clients import Subscription
from commissions.domain.stores.api_version import SeenApiVersion
from commissions.domain.stores.subscriptions import SubscriptionDiff
from tests.unit.tools.screens import rendered
from tools.cli import health
from tools.cli.health import HealthCheck

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
QUIET = AlarmHealth(ringing=(), quiet=3)
NOTHING_PENDING = PendingHealth(count=0, oldest_age=None)


def a_health(**fields: Any) -> Health:
    plain: dict[str, Any] = {
        "stores": (),
        "pending": NOTHING_PENDING,
        "parked": (),
        "actions": ActionsHealth(count=0, oldest_age=None),
        "queues": (),
        "alarms": QUIET,
        "secrets": SecretsHealth(unmoved=()),
    }
    return Health(**plain | fields)


def a_store(**fields: Any) -> StoreHealth:
    plain: dict[str, Any] = {
        "store_id": "tea",
        "answers": True,
        "polled_until_age": None,
        "last_heard_age": None,
        "silent_seconds_max": 0,
    }
    return StoreHealth(**plain | fields)


def said(**fields: Any) -> list[tuple[str, bool, str]]:
    return [(each.what, each.well, each.says) for each in health.checks(a_health(**fields))]


def test_that_nothing_is_wrong_is_told_too() -> None:
    assert said() == [
        ("inbox", True, "0 pending"),
        ("parked", True, "0 parked"),
        ("actions", True, "0 approved and not done"),
        ("alarms", True, "3 quiet"),
    ]


def test_what_was_approved_and_cut_off_is_said_with_how_long_ago() -> None:
    cut_off = ActionsHealth(count=2, oldest_age=7300.0)

    assert said(actions=cut_off)[2] == (
        "actions",
        False,
        "2 approved and not done, the oldest for 2 h",
    )


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, ("store tea", True, "not heard of yet")),
        (
            {"last_heard_age": 7300.0, "silent_seconds_max": 3600},
            ("store tea", False, "last heard of 2 h ago"),
        ),
        (
            {"polled_until_age": 3660.0},
            ("polling tea", False, "all changes are known as of 1 h ago"),
        ),
        (
            {"answers": False},
            (
                "API of tea",
                False,
                "gives no answer; it is left alone for a while, and what is to be asked waits",
            ),
        ),
    ],
)
def test_a_store_says_what_is_known_of_it(
    fields: dict[str, Any], line: tuple[str, bool, str]
) -> None:
    assert line in said(stores=(a_store(**fields),))


def a_look(**fields: Any) -> StoreLook:
    plain: dict[str, Any] = {"store_id": "tea", "was_asked": True, "answered": True}
    return StoreLook(**plain | fields)


def asked(look: StoreLook, **store: Any) -> list[HealthCheck]:
    return health.checks(a_health(stores=(a_store(**store),)), [look])


def of(what: str, found: list[HealthCheck]) -> HealthCheck:
    [check] = [each for each in found if each.what == what]
    return check


def hooks(**kinds: Any) -> SubscriptionDiff[Subscription]:
    return SubscriptionDiff(**kinds)


def a_hook(topic: str, *, active: bool = True) -> Subscription:
    return Subscription("1", topic, "https://here", active)


def test_a_store_that_answers_says_so_and_when() -> None:
    found = asked(a_look(webhooks=hooks(fine=(a_hook("a"), a_hook("b")))))

    assert of("API of tea", found).says == "answers (asked just now)"
    assert of("webhooks of tea", found).says == "2 as they should be (asked just now)"
    assert all(each.well for each in found)


def test_webhooks_that_are_off_are_named_at_once_with_the_command() -> None:
    off = a_hook("orders/paid", active=False)
    found = asked(
        a_look(webhooks=hooks(disabled=(off,), missing=("orders/paid", *"abcd"))),
        webhooks_checked_age=60.0,
    )

    check = of("webhooks of tea", found)
    assert (
        check.says
        == "5 missing (a, b, c, d, and 1 more), 1 disabled (orders/paid) (asked just now)"
    )
    assert (check.well, "commissions store check tea --repair" in check.advice) == (False, True)


def test_what_is_known_of_webhooks_from_before_says_how_old_it_is() -> None:
    silent = a_look(answered=False, problem="GET webhooks: no connection (http://tea): refused")
    found = asked(silent, webhooks_checked_age=2400.0, webhooks_wrong=2)

    check = of("webhooks of tea", found)
    assert check.says == "2 not as they should be at the hourly check 40 min ago"
    assert (check.well, of("API of tea", found).well) == (False, False)
    assert of("API of tea", found).says == (
        "GET webhooks: no connection (http://tea): refused (asked just now)"
    )


def test_an_open_circuit_says_until_when_even_if_the_store_answers_again() -> None:
    until = datetime(2026, 11, 20, 12, 30, 5, tzinfo=UTC)
    broken = {"answers": False, "failures": 6, "left_alone_until": until}

    check = of("API of tea", asked(a_look(), **broken))
    unasked = of("API of tea", health.checks(a_health(stores=(a_store(**broken),))))

    assert check.says == (
        "answers (asked just now); it failed 6 times in a row and is left alone until 12:30:05 UTC:"
        " what is to be asked waits"
    )
    assert (check.well, unasked.well) == (False, False)
    assert "until 12:30:05 UTC" in unasked.says


def test_no_access_names_the_command() -> None:
    none = a_look(was_asked=False, answered=False, is_of_access=True, problem="none is stored")
    check = of("access to tea", asked(none))
    loaded_only = of("access to tea", asked(replace(none, is_used=False)))

    assert (check.says, check.well) == ("none is stored", False)
    assert "commissions store access tea" in check.advice
    assert (loaded_only.well, loaded_only.notice) == (True, True)


def test_a_store_that_was_never_to_be_asked_is_a_notice() -> None:
    check = of(
        "API of tea",
        asked(a_look(was_asked=False, answered=False, is_used=False, problem="was never asked")),
    )

    assert (check.well, check.notice) == (True, True)
    assert "commissions store connect tea" in check.advice


def test_a_used_store_at_an_address_that_is_never_asked_is_no_mere_notice() -> None:
    why = "the address is not https: see `api_url` of tea in stores.yaml"
    check = of(
        "API of tea",
        asked(a_look(was_asked=False, answered=False, problem=why, is_of_settings=True)),
    )

    assert (check.well, check.notice, check.says) == (False, False, why)


def test_rights_that_an_account_lacks_are_named() -> None:
    check = of("rights in tea", asked(a_look(missing_scopes=("orders", "products"))))

    assert (check.well, check.says) == (False, "may not read orders, products (asked just now)")


def test_a_notice_is_shown_with_its_advice() -> None:
    seen = rendered(
        health.screen([HealthCheck(what="a", well=True, says="b", advice="do c", notice=True)])
    )

    assert "!   a      b" in seen
    assert "a: do c" in seen


def test_what_waits_is_counted_with_how_long_the_oldest_has() -> None:
    lines = said(
        pending=PendingHealth(count=2, oldest_age=400.0),
        parked=(ParkedHealth(reason="no_rate", count=3, oldest_age=60.0),),
    )

    assert lines[:2] == [
        ("inbox", False, "2 pending, the oldest for 6 min"),
        ("parked: no rate", True, "3 parked, the oldest for 1 min"),
    ]


def test_queues_and_dead_letters_are_told_apart() -> None:
    lines = said(
        queues=(
            QueueHealth(name="Earn", is_of_dead_letters=True, waiting=1, in_flight=1),
            QueueHealth(name="Earn", is_of_dead_letters=False, waiting=4, in_flight=2),
        )
    )

    assert lines[3:5] == [
        ("dead letters of Earn", False, "2 messages"),
        ("queue of Earn", True, "4 waiting, 2 in work"),
    ]


def test_an_alarm_that_rings_says_why() -> None:
    alarms = AlarmHealth(ringing=(("Lost", "1 lost"), ("Late", "5 late")), quiet=1)

    assert said(alarms=alarms)[-1] == ("alarms", False, "Lost: 1 lost; Late: 5 late")


def test_health_says_what_to_do_only_where_something_is_wrong() -> None:
    seen = rendered(
        health.screen(
            [
                HealthCheck(what="inbox", well=True, says="0 pending", advice="nothing"),
                HealthCheck(what="parked", well=False, says="3 parked", advice="look at them"),
            ]
        )
    )

    assert "✗   parked   3 parked" in seen
    assert "parked: look at them" in seen
    assert "inbox: nothing" not in seen


@pytest.mark.parametrize(
    ("answered", "deprecated", "well", "says"),
    [
        ("2026-10", {}, True, "asked by 2026-10; there until 2027-10-01"),
        (
            "2027-01",
            {},
            False,
            "asked by 2026-10; answered by 2027-01: the store has ours no more",
        ),
        (
            "2026-10",
            {"Order.fees": NOON, "Shop.id": NOON},
            False,
            "asked by 2026-10; there until 2027-10-01; deprecated: Order.fees, Shop.id",
        ),
    ],
)
def test_the_version_of_a_stores_api_is_told_with_what_is_wrong_with_it(
    answered: str, deprecated: dict[str, datetime], well: bool, says: str
) -> None:
    seen = SeenApiVersion(
        asked="2026-10", answered=answered, ends_on=date(2027, 10, 1), deprecated=deprecated
    )
    store = a_store(api_version=seen, api_version_holds=seen.is_well(NOON.date()))

    assert ("API version of tea", well, says) in said(stores=(store,))


def test_what_to_do_about_a_version_is_said() -> None:
    seen = SeenApiVersion(asked="2026-10", answered="2027-01")
    store = a_store(api_version=seen, api_version_holds=False)

    assert "`commissions store check --schema`" in rendered(
        health.screen(health.checks(a_health(stores=(store,))))
    )
