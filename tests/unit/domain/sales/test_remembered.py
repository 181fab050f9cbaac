"""Whose customer somebody is, by each policy; what is heard, and what is told to whom."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from commissions.domain.sales.attribution_history import HistoryPlace, heard, told_later
from commissions.domain.sales.carried_attribution import (
    CarriedAttribution,
    SaidAttribution,
    carried_to,
    customer_history,
)
from commissions.domain.sales.remembered import remembered
from commissions.domain.stores.store import KEEP, LIFETIME, NEVER, REBIND, Policies
from tests.support.orders import NOON, an_order

DAY = timedelta(days=1)
HISTORY = customer_history("tea", "one")
ORDER = an_order(
    platform_order_id="9", order_ts=NOON + 30 * DAY, updated_at=NOON + 30 * DAY, customer="one"
)
CARA, BOB = ("cara", 0), ("bob", 10)


def said(seller: str, day: float, version: int = 3, **fields: Any) -> SaidAttribution:
    moment = NOON + day * DAY
    source = fields.pop("source", f"shopify/tea/{1000 + int(day)}")
    return SaidAttribution(
        source=source, source_ts=moment, version=version, seller=seller, **fields
    )


def carried(told: SaidAttribution, history: str = HISTORY) -> CarriedAttribution:
    return carried_to(ORDER.order_key, ORDER.order_ts, history, told)


def customer_of(*told: SaidAttribution, **policies: Any) -> str:
    """The same in whatever order it is heard."""
    rules = Policies(**{"remember_referrer": LIFETIME} | policies)
    [seller] = {
        found.customer.seller if found.customer else ""
        for each in permutations(map(carried, told))
        for found in [remembered(each, ORDER, "one", "", rules)]
    }
    return seller


def test_the_first_who_was_named_has_the_customer() -> None:
    assert customer_of(said(*CARA), said(*BOB)) == "cara"
    assert customer_of() == ""


def test_where_nobody_is_remembered_nobody_has_the_customer() -> None:
    assert customer_of(said(*CARA), remember_referrer=NEVER) == ""


@pytest.mark.parametrize(("days", "seller"), [(31, "cara"), (30, ""), (29, "")])
def test_it_ends_after_so_many_days_from_the_order_that_bound(days: int, seller: str) -> None:
    assert customer_of(said(*CARA), remember_referrer=days) == seller


def test_after_the_end_the_next_one_binds_anew_and_no_purchase_prolongs_it() -> None:
    assert customer_of(said("cara", 0), said("bob", 20), remember_referrer=15) == "bob"
    assert customer_of(said("cara", 0), said("bob", 14), remember_referrer=31) == "cara"
    assert customer_of(said("cara", 0), said("bob", 14), remember_referrer=17) == ""


def test_another_referral_may_bind_the_customer_by_the_policy_alone() -> None:
    two = said(*CARA), said(*BOB)
    written = said(*CARA), said(*BOB, forgeable=True)

    assert customer_of(*two, another_referral=REBIND) == "bob"
    assert customer_of(*written, another_referral=REBIND, rebinds="trusted") == "cara"
    assert customer_of(*written, another_referral=REBIND, rebinds="any") == "bob"
    assert customer_of(*two, another_referral=KEEP) == "cara"


def test_what_the_company_decided_binds_whatever_came_before() -> None:
    assert customer_of(said(*CARA), said(*BOB, decided=True)) == "bob"


def test_of_each_order_only_the_latest_that_it_said_counts() -> None:
    taken_back = said("", 0, version=4)

    assert customer_of(said(*CARA), taken_back, said(*BOB)) == "bob"
    assert customer_of(said(*CARA), taken_back) == ""
    assert customer_of(said("zoe", 0, version=5), taken_back, said(*CARA)) == "zoe"


def test_an_order_hears_of_no_later_one_and_of_one_time_the_key_decides() -> None:
    later = said("cara", 31)
    same = said("cara", 30, source="shopify/tea/8")
    own = said("cara", 30, source=ORDER.order_key)

    assert (customer_of(later), customer_of(same), customer_of(own)) == ("", "cara", "")


def test_what_is_said_of_another_customer_is_nothing_to_this_one() -> None:
    told = [carried(said(*CARA), customer_history("tea", "two"))]
    rules = Policies(remember_referrer=LIFETIME)

    assert remembered(told, ORDER, "one", "", rules).customer is None


PLACE = HistoryPlace(NOON + 30 * DAY, "shopify/tea/9")
ALL = HistoryPlace(NOON + 30 * DAY, "shopify/tea/9", hears_all=True)


def test_where_nothing_ends_or_binds_anew_only_the_earliest_that_stands_is_heard() -> None:
    gone, cara, bob = said("", 0), said("cara", 1), said("bob", 2)
    decided = said("zoe", 3, decided=True)

    assert heard([bob, cara, gone, decided], PLACE) == [cara, gone, decided]
    assert heard([bob, cara, gone], ALL) == [bob, cara, gone]
    assert heard([said("cara", 31)], ALL) == []


def told(source: SaidAttribution, *all_said: SaidAttribution, place: HistoryPlace) -> list[str]:
    found = told_later(HISTORY, source.source, [place], all_said)
    return [each.carried.seller for each in found]


def test_the_second_tells_nobody_and_what_is_taken_back_tells_also_who_comes_in_its_place() -> None:
    cara, bob, gone = said("cara", 1), said("bob", 2), said("", 1, version=4)

    assert told(bob, cara, bob, place=PLACE) == []
    assert told(bob, cara, bob, place=ALL) == ["bob"]
    assert told(gone, gone, bob, place=PLACE) == ["", "bob"]
    assert told(said("cara", 31), said("cara", 31), place=PLACE) == []
