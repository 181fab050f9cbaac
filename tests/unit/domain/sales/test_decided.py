"""What is decided of a customer: whose they are by it, who hears it, and how an order says it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.own_attribution import decided_by, said_by
from commissions.domain.people.attribution_override import LATER
from commissions.domain.sales.attribution_history import HistoryPlace, heard, told_later
from commissions.domain.sales.carried_attribution import (
    CarriedAttribution,
    SaidAttribution,
    carried_to,
    contract_history,
    customer_history,
    decided_source,
    is_decided_source,
    named_source,
    order_of_source,
)
from commissions.domain.sales.remembered import remembered
from commissions.domain.stores.store import KEEP, LIFETIME, REBIND, Policies
from tests.support.decided_stories import decided, taken_back
from tests.support.orders import NOON, an_order, sold

DAY = timedelta(days=1)
HISTORY, CONTRACT = customer_history("tea", "one"), contract_history("tea", "sub")
AT = NOON + 30 * DAY
ORDER = an_order(platform_order_id="9", order_ts=AT, updated_at=AT, customer="one")
PLACE = HistoryPlace(AT, ORDER.order_key)


def said(seller: str, day: float, version: int = 3, **fields: Any) -> SaidAttribution:
    source = f"shopify/tea/{1000 + int(day)}"
    return SaidAttribution(
        source=f"{source}/+" if fields.get("decided") else source,
        source_ts=NOON + day * DAY,
        version=version,
        seller=seller,
        **fields,
    )


def word(seller: str, day: float) -> SaidAttribution:
    return said(seller, day, decided=True)


def carried(told: SaidAttribution, history: str = HISTORY) -> CarriedAttribution:
    return carried_to(ORDER.order_key, ORDER.order_ts, history, told)


def customer_of(*told: SaidAttribution, **policies: Any) -> str:
    rules = Policies(**{"remember_referrer": LIFETIME} | policies)
    found = remembered(map(carried, told), ORDER, "one", "", rules)
    return found.customer.seller if found.customer else ""


def test_what_is_decided_binds_whoever_had_the_customer() -> None:
    assert customer_of(said("cara", 0), word("zoe", 5), said("bob", 9)) == "zoe"
    assert customer_of(said("cara", 0), word("zoe", 5), another_referral=KEEP) == "zoe"
    assert customer_of(word("zoe", 5), word("bob", 6)) == "bob"


def test_decided_nobodys_the_next_who_is_named_binds_anew() -> None:
    assert customer_of(said("cara", 0), word("", 5)) == ""
    assert customer_of(said("cara", 0), word("", 5), said("bob", 9), said("ann", 10)) == "bob"
    assert customer_of(word("", 5), said("bob", 9), another_referral=KEEP) == "bob"


def test_what_is_decided_ends_and_is_rebound_as_all_else() -> None:
    assert customer_of(word("zoe", 5), remember_referrer=20) == ""
    assert customer_of(word("zoe", 5), said("bob", 9), another_referral=REBIND) == "bob"


@pytest.mark.parametrize(
    ("words", "seller"),
    [
        ((word("zoe", 5),), "zoe"),
        ((word("", 5),), ""),
        ((word("zoe", 5), said("bob", 9)), "zoe"),
        ((replace(word("zoe", 0), source="shopify/tea/1"),), "cara"),
        ((), "cara"),
    ],
)
def test_a_contract_goes_by_what_was_decided_after_it_began(
    words: tuple[SaidAttribution, ...], seller: str
) -> None:
    begun = carried(said("cara", 1), CONTRACT)
    rules = Policies(remember_referrer=LIFETIME)
    found = remembered([begun, *map(carried, words)], ORDER, "one", "sub", rules)

    assert (found.contract.seller if found.contract else "") == seller


def test_an_order_hears_the_first_what_is_decided_and_who_comes_after_nobody() -> None:
    first, second, nobodys = said("cara", 0), said("bob", 3), word("", 5)
    after, last = said("ann", 7), said("dan", 9)

    assert heard([first, second, nobodys, after, last], PLACE) == [first, nobodys, after]
    assert heard([first, second, word("zoe", 5), after], PLACE) == [first, word("zoe", 5)]


def test_whoever_hears_that_they_are_nobodys_hears_who_comes_after() -> None:
    first, nobodys, after = said("cara", 0), word("", 5), said("ann", 7)
    told = [*told_later(HISTORY, nobodys.source, [PLACE], [first, nobodys, after])]

    assert [each.carried.seller for each in told] == ["cara", "", "ann"]


def test_a_source_names_the_order_with_which_it_was_decided() -> None:
    key, moment = "shopify/tea/1001", NOON
    just_after, from_then = decided_source(key, None), decided_source(key, moment)

    assert {order_of_source(each) for each in (key, just_after, from_then)} == {key}
    assert [is_decided_source(each) for each in (key, just_after, from_then)] == [False, True, True]
    assert key < just_after < "shopify/tea/10010"
    assert from_then < key
    assert named_source(just_after, "2 Nov") == "order 1001 of 2 Nov"
    assert named_source(from_then, "2 Nov") == "2 Nov"


def decided_of(
    *words: Content, customer: str = "one", **fields: Any
) -> dict[str, tuple[str, bool]]:
    order = an_order(customer=customer, **fields)
    contents: list[Content] = [*sold(order), *words]
    return {
        each.source.removeprefix(order.order_key): (each.seller, each.decided)
        for _, each in decided_by([*map(fact, contents)])
    }


def test_an_order_says_what_was_decided_with_it_until_it_is_taken_back() -> None:
    zoe = decided(1, "zoe")

    assert decided_of(zoe) == {"/+": ("zoe", True)}
    assert decided_of(decided(1)) == {"/+": ("", True)}
    assert decided_of(zoe, taken_back(zoe)) == {"/+": ("", False)}
    assert decided_of(decided(1, "zoe", "order")) == {}
    assert decided_of(zoe, customer="") == {}
    assert decided_of(zoe, test=True) == {"/+": ("", False)}


def test_words_of_two_moments_are_two_sources_and_of_one_the_later_counts() -> None:
    later = decided(1, "zoe", LATER, since=NOON + 3 * DAY)
    bobs = decided(1, "bob", LATER, "o-0", since=NOON + 3 * DAY, decided_at=NOON + 9 * DAY)
    found = decided_of(decided(1, "cara"), later, bobs)

    assert sorted(found.values()) == [("bob", True), ("cara", True)]


def test_what_is_decided_of_later_orders_leaves_what_the_order_itself_says() -> None:
    order = an_order(customer="one")
    facts = [fact(each) for each in (*sold(order), decided(1, "zoe", LATER))]

    assert decided_by(facts)[0][1].seller == "zoe"
    assert [each.seller for each in said_by(facts).values()] in ([], ["cat"])


def test_where_who_bought_it_changed_it_counts_no_more_for_who_was_named_before() -> None:
    first = an_order(customer="two", updated_at=NOON)
    second = an_order(customer="one", updated_at=NOON - DAY)
    facts = [fact(each) for each in (*sold(first), *sold(second), decided(1, "zoe"))]

    assert {history.rpartition("/")[2]: each.seller for history, each in decided_by(facts)} == {
        "one": "zoe",
        "two": "",
    }
