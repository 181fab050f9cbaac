"""How a store treats referrals, in stores.yaml."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from commissions.domain.registration import Registration
from commissions.domain.stores.store import BUYER_IN_TREE, REPLICATED_SITE, RETAIL_CHANNEL, Policies
from tools import company

Read = Callable[..., company.Company]
Refusal = Callable[..., list[str]]
STORE = """
stores:
  tea:
    platform: shopify
    mode: {mode}
    currency: USD
    plan: harbour
    domain: tea.myshopify.com
""".strip()
SITE = f"{STORE.format(mode=REPLICATED_SITE)}\n    owner: ann"
RETAIL = STORE.format(mode=RETAIL_CHANNEL)


def policies(read: Read, text: str) -> Policies:
    stores = read("stores.yaml", text).stores
    assert stores
    return stores.stores[0].policies


@pytest.mark.parametrize(
    ("text", "remember", "another"),
    [
        (RETAIL, "lifetime", "this_order"),
        (STORE.format(mode=BUYER_IN_TREE), "lifetime", "keep"),
        (SITE, "never", "this_order"),
    ],
)
def test_a_store_goes_by_what_is_usual_in_its_mode(
    read: Read, text: str, remember: str, another: str
) -> None:
    found = policies(read, text)

    assert (found.remember_referrer, found.another_referral) == (remember, another)
    assert found.late_referral_hours == 72


@pytest.mark.parametrize(
    ("stated", "remembered"), [("never", "never"), ("lifetime", "lifetime"), ("{days: 90}", 90)]
)
def test_a_retail_channel_says_how_long_it_remembers(
    read: Read, stated: str, remembered: str | int
) -> None:
    text = f"{RETAIL}\n    policies:\n      remember_referrer: {stated}"

    assert policies(read, text).remember_referrer == remembered


def test_a_retail_channel_says_what_anothers_code_gets(read: Read) -> None:
    text = f"{RETAIL}\n    policies: {{another_referral: rebind, rebinds: any}}"

    assert policies(read, text).another_referral == "rebind"
    assert policies(read, text).rebinds == "any"


def test_what_orders_were_locked_by_before_is_how_they_were_sold() -> None:
    assert Policies().late_referral_hours == 0
    assert (Policies().remember_referrer, Policies().another_referral) == ("never", "this_order")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{late_referral_hours: -1}", "late_referral_hours: has to be a whole number from 0 to"),
        ("{remember_referrer: ever}", "remember_referrer: 'ever' is not one of never, lifetime"),
        ("{remember_referrer: {days: 0}}", "remember_referrer.days: has to be a whole number"),
        ("{remember_referrer: {weeks: 2}}", "remember_referrer.days: has to be stated"),
        ("{another_referral: steal}", "another_referral: 'steal' is not one of keep, this_order"),
        ("{rebinds: any}", "rebinds: goes with another_referral: rebind, and only with it"),
    ],
)
def test_a_policy_that_is_none_is_refused(refusal: Refusal, text: str, problem: str) -> None:
    found = refusal("stores.yaml", f"{RETAIL}\n    policies: {text}")

    assert f"stores.yaml:8: stores.tea.policies.{problem}" in found[0]


@pytest.mark.parametrize("mode", [BUYER_IN_TREE, REPLICATED_SITE])
def test_where_customers_are_placed_there_is_nothing_to_choose(refusal: Refusal, mode: str) -> None:
    owner = "\n    owner: ann" if mode == REPLICATED_SITE else ""
    text = f"{STORE.format(mode=mode)}{owner}\n    policies: {{remember_referrer: never}}"

    [found] = refusal("stores.yaml", text)

    assert f"remember_referrer: is not to be chosen in mode {mode}" in found


def test_a_site_says_since_when_it_is_its_owners(read: Read) -> None:
    stores = read("stores.yaml", f'{SITE}\n    owner_since: "2026-11-01"').stores

    assert stores
    assert stores.stores[0].owners == (Registration("ann", datetime(2026, 11, 1, tzinfo=UTC)),)


def test_a_day_of_an_owner_is_one(refusal: Refusal) -> None:
    [found] = refusal("stores.yaml", f'{SITE}\n    owner_since: "soon"')

    assert "stores.tea.owner_since: has to be a day or a moment in quotes" in found
