"""Bodies of whatever facts: as the description says, exact, and with nothing left out."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commissions.domain.ledger.member_orders import WhoseOrder
from commissions.domain.money import Money
from commissions.runtime.api import month_bodies, order_bodies, rank_bodies, team_bodies
from commissions.runtime.api.encoding import decimal_of, encoded, plain, points, tag_of
from tests.support.api import faults_of
from tests.support.member_pages import EVIL, chains, home_facts, listed
from tests.support.team_pages import (
    a_binary,
    a_member,
    a_row,
    a_standing,
    a_team,
    rank_facts,
)

WHEN = datetime(2026, 11, 29, 13, 30, tzinfo=timezone(timedelta(hours=1)))


def told(body: Any, name: str) -> Any:
    """What a program has of it, which is as the description says."""
    found = json.loads(encoded(body))
    assert faults_of(found, name) == []
    return found


@pytest.mark.parametrize("many", [0, 1, 7])
def test_a_months_money_adds_up_whatever_there_is(many: int) -> None:
    said = told(month_bodies.summary(home_facts("cat", chains(many))), "Summary")

    for money in said["money"]:
        amounts = {name: money[name]["amount"] for name in ("earned", "on_hold", "available")}
        assert amounts["earned"] == amounts["on_hold"]
        assert amounts["available"] == "0.00"
    assert said["orders"] == many


def test_an_order_is_told_as_the_shop_calls_its_goods() -> None:
    [found] = listed("cat", chains(1, sku=EVIL))

    said = told(order_bodies.order(found, "/api/v1/me"), "Order")

    assert [each["sku"] for each in said["bought"]] == [EVIL]
    assert said["href"].startswith("/api/v1/me/orders/shopify~2F")


def test_a_standing_is_told_with_all_that_counts() -> None:
    standing = a_standing(binaries=(a_binary(),))

    said = told(rank_bodies.ranks(rank_facts(standing, earlier=(a_standing(),))), "Ranks")

    assert [each["rank"] for each in said["ladder"]] == ["associate", "silver", "gold"]
    assert said["standing"]["legs"] == [
        {"head": "bob", "volume": "1752.00"},
        {"head": None, "volume": "100.00"},
    ]
    assert said["standing"]["binaries"][0]["left"]["open"] == "150.00"
    assert [each["met"] for each in said["standing"]["next_asks"]] == [True, False, False]
    assert (
        told(rank_bodies.ranks(replace(rank_facts(), standing=None)), "Ranks")["standing"] is None
    )


def test_a_team_is_told_with_its_figures_and_none_is_no_error() -> None:
    shown = a_team(2, rows=(a_row(EVIL[:40]), a_row("bob", own=-5)))

    said = told(team_bodies.team(shown, "/api/v1/me", None), "TeamPart")
    nobody = told(team_bodies.team(replace(shown, source=None, rows=()), "", None), "TeamPart")

    assert [each["member"] for each in said["items"]] == [EVIL[:40], "bob"]
    assert said["items"][1]["own"] == "-0.05"
    assert (nobody["source"], nobody["items"]) == (None, [])
    assert told(team_bodies.somebody(a_member(), "/api/v1/me"), "TeamMember")["sponsor"] == "cara"


def test_values_are_written_so_that_nothing_of_them_is_lost() -> None:
    assert plain(Money(-5, "USD")) == {"amount": "-0.05", "currency": "USD"}
    assert plain(Money(1_234, "JPY")) == {"amount": "1234", "currency": "JPY"}
    assert plain(Money(1_234, "KWD")) == {"amount": "1.234", "currency": "KWD"}
    assert plain(WHEN) == "2026-11-29T12:30:00.000000Z"
    assert plain(date(2026, 11, 29)) == "2026-11-29"
    assert plain(WhoseOrder.OWN_PURCHASE) == "own-purchase"
    assert plain((True, None, {"a": [1]})) == [True, None, {"a": [1]}]
    assert decimal_of(Fraction(1, 3)) == "0.333333333333"
    assert [decimal_of(Fraction(each)) for each in ("0", "20", "-1/4")] == ["0", "20", "-0.25"]


@given(some.integers(-(10**15), 10**15))
def test_volume_is_the_hundredths_that_it_was(hundredths: int) -> None:
    whole, _, part = points(hundredths).partition(".")

    assert len(part) == 2
    assert int(f"{whole}{part}") == hundredths


@pytest.mark.parametrize("value", [1.5, float("nan"), {1, 2}, b"x", object()])
def test_what_no_body_may_have_is_an_error(value: Any) -> None:
    with pytest.raises(TypeError):
        plain({"a": [value]})


def test_a_moment_without_a_zone_is_none() -> None:
    with pytest.raises(ValueError, match="time zone"):
        plain(datetime(2026, 11, 29, tzinfo=UTC).replace(tzinfo=None))


def test_a_tag_is_of_what_was_said() -> None:
    assert tag_of("a") == tag_of("a") != tag_of("b")
