"""Where a customer stands, by what the orders say and what the company says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commissions.domain.people.genealogy import (
    HISTORY,
    AlreadyDecided,
    Edge,
    new_parts,
    position_at,
)
from commissions.domain.sales.carried_attribution import SaidAttribution
from commissions.domain.sales.customer_place import (
    CustomerPlace,
    edges_with,
    is_decided,
    placed_as,
    places_by,
)
from tests.support.orders import NOON

DAY = timedelta(days=1)


def by_orders(sponsor: str, day: int) -> Edge:
    return Edge(NOON + day * DAY, sponsor, "customer", "customer", by=HISTORY)


def moved(sponsor: str, day: int) -> Edge:
    return Edge(NOON + day * DAY, sponsor=sponsor)


def place(sponsor: str, day: int) -> CustomerPlace:
    return CustomerPlace(sponsor, NOON + day * DAY)


def said(seller: str, day: int, source: str = "shopify/tea/1") -> SaidAttribution:
    return SaidAttribution(
        source=source, source_ts=NOON + day * DAY, version=3, seller=seller, carrier="discount_code"
    )


def test_whoever_was_named_first_has_the_customer() -> None:
    assert places_by([said("bob", 2), said("", 0), said("cara", 1)]) == (place("cara", 1),)
    assert places_by([said("bob", 1, "b"), said("cara", 1, "a")]) == (place("cara", 1),)
    assert places_by([said("", 0)]) == ()


def test_another_place_by_the_orders_takes_the_place_of_the_one_before() -> None:
    edges = edges_with((), [place("ann", 2)])

    assert edges == (by_orders("ann", 2),)
    assert edges_with(edges, [place("cara", 0)]) == (by_orders("cara", 0),)
    assert edges_with(edges, []) == ()


def test_what_the_company_says_stays_whatever_the_orders_say() -> None:
    edges = (by_orders("ann", 2), moved("bob", 5))

    assert edges_with(edges, [place("cara", 0)]) == (by_orders("cara", 0), moved("bob", 5))
    [left] = edges_with(edges, [])
    assert position_at("c-1", [left], NOON + 5 * DAY).sponsor == "bob"
    assert left.status == "customer"
    assert edges_with(edges, [place("cara", 5)]) == (left,)


def test_what_was_decided_of_a_customer_holds_from_then_on() -> None:
    decided = replace(said("ann", 3), decided=True)

    places = places_by([said("bob", 5, "c"), decided, said("cara", 1, "a")])
    assert places == (place("cara", 1), place("ann", 3))
    assert edges_with((), places) == (
        by_orders("cara", 1),
        Edge(NOON + 3 * DAY, sponsor="ann", by=HISTORY),
    )


def test_only_what_the_company_says_decides() -> None:
    edges = (by_orders("ann", 2), Edge(NOON + 3 * DAY, rank="gold"), moved("bob", 5))

    assert [is_decided(edges, NOON + day * DAY) for day in (1, 2, 4, 5)] == [
        *(False, False, False, True)
    ]


def test_the_company_saying_what_the_orders_say_is_a_word_of_its_own() -> None:
    edges = (by_orders("ann", 2),)

    assert new_parts("c-1", edges, moved("ann", 5)) == moved("ann", 5)
    assert new_parts("c-1", edges, moved("bob", 2)) == moved("bob", 2)
    assert new_parts("c-1", (*edges, moved("ann", 5)), moved("ann", 6)).parts == {}
    with pytest.raises(AlreadyDecided):
        new_parts("c-1", (*edges, moved("ann", 5)), moved("bob", 5))


def test_a_customer_bears_a_part_of_the_hash_and_nothing_else() -> None:
    assert placed_as("0123456789abcdef0123456789abcdef") == "c-0123456789abcdef0123"
