"""Volumes of a period: own, group, legs and sides."""

from dataclasses import replace
from itertools import pairwise

import pytest

from commissions.audit.close.people import Circle, NobodyKnows, People
from commissions.audit.close.volumes import Volumes
from commissions.domain.close.facts import MemberFacts, PeriodFacts, Since
from tests.support.binaries import TREE, seats
from tests.support.closes import ENDS, LONG_AGO, bought, but, day, hundredths, period, sold, team


def volumes(facts: PeriodFacts) -> Volumes:
    return Volumes(facts, People(facts))


def test_own_volume_is_what_a_member_bought_and_sold_to_customers() -> None:
    found = volumes(period(team("ann > bob"), [bought("ann", 60), sold("ann", 40), sold("bob", 5)]))

    assert found.own("ann", "cv") == hundredths(100)
    assert found.retail("ann", "cv") == hundredths(40)


def test_group_volume_is_the_own_and_everybodys_below() -> None:
    people = team("ann > bob > cat", "ann > dan")
    orders = [
        bought(who, points)
        for who, points in (("ann", 1), ("bob", 20), ("cat", 300), ("dan", 4_000))
    ]

    found = volumes(period(people, orders))

    assert found.group("ann", "cv") == hundredths(4_321)
    assert found.legs("ann", "cv") == {"bob": hundredths(320), "dan": hundredths(4_000)}
    assert found.group("cat", "cv") == hundredths(300)


@pytest.mark.parametrize(
    ("name", "people", "wanted"),
    [
        ("chain", team(" > ".join(f"m{n}" for n in range(30))), 30),
        ("star", team(*(f"m0 > m{n}" for n in range(1, 30))), 30),
        (
            "comb",
            team(" > ".join(f"m{n}" for n in range(15)), *(f"m{n} > t{n}" for n in range(15))),
            30,
        ),
    ],
)
def test_a_chain_a_star_and_a_comb_all_come_together_at_the_top(
    name: str, people: dict[str, MemberFacts], wanted: int
) -> None:
    facts = period(people, [bought(who, 1) for who in people])

    assert volumes(facts).group("m0", "cv") == hundredths(wanted), name


def test_negative_volume_is_legal() -> None:
    found = volumes(period(team("ann > bob"), [bought("bob", 100), bought("bob", -150)]))

    assert (found.own("bob", "cv"), found.company("cv")) == (-5_000, -5_000)
    assert found.group("ann", "cv") == -5_000


def test_an_order_counts_for_those_who_stood_above_when_it_was_placed() -> None:
    """Cat moved from ann to bob on the 10th."""
    moved = (Since(LONG_AGO, "ann"), Since(day(10), "bob"))
    people = but(team("ann", "bob", "cat"), "cat", sponsors=moved)

    found = volumes(period(people, [bought("cat", 7, at=day(9)), bought("cat", 11, at=day(10))]))

    assert found.group("ann", "cv") == hundredths(7)
    assert found.group("bob", "cv") == hundredths(11)


def test_what_changes_as_the_period_ends_is_the_next_periods() -> None:
    people = but(
        team("ann", "bob", "cat"), "cat", sponsors=(Since(LONG_AGO, "ann"), Since(ENDS, "bob"))
    )

    assert People(period(people)).front_line("ann", "sponsor") == ["cat"]
    assert People(period(people)).front_line("bob", "sponsor") == []


def test_every_seat_above_has_the_volume_on_the_side_that_it_came_up() -> None:
    """Six seats in a line, each on the left of the one before, and three sales at the bottom."""
    names = [f"s{n}" for n in range(7)]
    chain = seats(*(f"{above} L {below}" for above, below in pairwise(names)))
    facts = period(team(*names), [bought("s6", 1) for _ in range(3)], seats=chain)

    found = volumes(facts)

    assert [found.side(who, "cv", TREE, "L") for who in names] == [300] * 6 + [0]
    assert {found.side(who, "cv", TREE, "R") for who in names} == {0}


def test_a_seat_counts_from_the_moment_of_its_move_on() -> None:
    """Cat sits left of ann, and from the 10th on right of her."""
    first = seats("ann L cat")
    moved = replace(first[1], side="R", since=day(10))
    orders = [bought("cat", 7, at=day(9)), bought("cat", 11, at=day(10))]

    found = volumes(period(team("ann", "cat"), orders, seats=(*first, moved)))

    assert [found.side("ann", "cv", TREE, side) for side in "LR"] == [700, 1_100]


def test_an_order_that_nobody_referred_is_the_companys_alone() -> None:
    found = volumes(period(team("ann"), [sold("", 100)]))

    assert (found.company("cv"), found.group("ann", "cv")) == (hundredths(100), 0)


def test_somebody_above_themselves_is_refused_with_the_name() -> None:
    people = but(team("ann > bob"), "ann", sponsors=(Since(LONG_AGO, "bob"),))

    with pytest.raises(Circle, match="stands above themselves in the tree sponsor"):
        list(People(period(people)).upline("bob", "sponsor", day(1)))


def test_a_sponsor_who_is_no_member_is_refused_with_the_name() -> None:
    people = but(team("ann"), "ann", sponsors=(Since(LONG_AGO, "zoe"),))

    with pytest.raises(NobodyKnows, match="zoe"):
        list(People(period(people)).upline("ann", "sponsor", day(1)))
