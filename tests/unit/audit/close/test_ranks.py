"""Which rank is met: by volumes, legs, people and customers."""

from dataclasses import replace

import pytest

from tests.support.binaries import TREE, carried, seats
from tests.support.closes import (
    NEVER,
    at_least,
    bought,
    but,
    close_plan,
    judged,
    period,
    purchases,
    rank,
    rank_of,
    run,
    sold,
    team,
)


def test_the_paid_rank_is_the_highest_that_is_met_even_where_a_lower_one_is_not() -> None:
    ranks = [rank("silver", 1, at_least("pv", 100)), rank("gold", 2, at_least("gv", 500))]

    found = judged("ann", ranks, team("ann > bob"), purchases(ann=10, bob=500))

    assert (found.paid_as, found.title) == ("gold", "gold")


def test_group_volume_at_the_figure_is_enough_and_a_hundredth_below_it_is_not() -> None:
    people = team("ann > bob")

    assert rank_of("ann", at_least("gv", "500"), people, [bought("bob", "500")]) == "met"
    assert rank_of("ann", at_least("gv", "500"), people, [bought("bob", "499.99")]) == ""


@pytest.mark.parametrize(("own", "met"), [("whole", "met"), ("capped", "")])
def test_of_each_leg_a_part_of_the_requirement_counts_and_of_the_own_as_the_plan_says(
    own: str, met: str
) -> None:
    """1,000 with at most 500 a leg: ann's own 600, or 500 of them, and bob's 450."""
    cap = {"pct": "0.50", "of": "requirement", "own": own}
    sales = purchases(ann=600, bob=450)

    assert rank_of("ann", at_least("gv", "1000"), team("ann > bob"), sales, leg_cap=cap) == met


def test_what_is_above_a_legs_part_does_not_count() -> None:
    cap = {"pct": "0.50", "of": "requirement", "own": "whole"}
    people, ask = team("ann > bob", "ann > cat"), at_least("gv", 1000)

    assert rank_of("ann", ask, people, purchases(bob=5000, cat=500), leg_cap=cap) == "met"
    assert rank_of("ann", ask, people, purchases(bob=5000, cat=499), leg_cap=cap) == ""


def test_a_gate_fails_a_rank_by_one_leg_that_is_too_large_and_says_so() -> None:
    cap = {"mode": "gate", "max_leg": "500"}
    ranks = [rank("met", 1, at_least("gv", 600), leg_cap=cap)]
    people = team("ann > bob", "ann > cat")

    fits = judged("ann", ranks, people, purchases(bob=500, cat=100))
    fails = judged("ann", ranks, people, purchases(bob=501, cat=100))

    assert (fits.paid_as, fails.paid_as) == ("met", "")
    assert [(each.metric, each.wanted, each.counted) for each in fails.missing] == [
        ("leg_gv", "500", "501")
    ]


def test_ranks_are_judged_from_the_leaves_up() -> None:
    """Each asks for a leg with the same rank below: gold goes up a chain in one run."""
    ask = {
        "any": [at_least("pv", 100), at_least("legs_with_rank", 1, rank="gold", search="any_level")]
    }

    found = run(
        close_plan(ranks=[rank("gold", 1, ask)]), period(team("a > b > c > d"), purchases(d=100))
    )

    assert [found.members[who].paid_as for who in "abcd"] == ["gold"] * 4


def test_a_leg_has_a_rank_at_its_head_or_anywhere_as_the_plan_says() -> None:
    people = team("ann > bob > cat:gold")
    ask = {"metric": "legs_with_rank", "op": ">=", "value": "1", "rank": "gold"}

    assert rank_of("ann", ask | {"search": "front_line"}, people, []) == ""
    assert rank_of("ann", ask | {"search": "any_level"}, people, []) == "met"


def test_two_in_one_leg_are_one_leg_with_the_rank() -> None:
    people = team("ann > bob:gold > cat:gold", "ann > dan")
    ask = at_least("legs_with_rank", 2, rank="gold", search="any_level")

    assert rank_of("ann", ask, people, []) == ""
    assert rank_of("ann", ask, but(people, "dan", judged_rank="gold"), []) == "met"


def test_a_leg_with_the_rank_needs_its_volume_too_where_the_plan_says_so() -> None:
    people = team("ann > bob:gold")
    ask = at_least("legs_with_rank", 1, rank="gold", search="any_level", min_leg_gv="500")

    assert rank_of("ann", ask, people, purchases(bob=499)) == ""
    assert rank_of("ann", ask, people, purchases(bob=500)) == "met"


@pytest.mark.parametrize(("counts", "met"), [("any_in_leg", "met"), ("front_line", "")])
def test_an_active_leg_is_one_with_anybody_active_or_an_active_head(counts: str, met: str) -> None:
    people = team("ann > bob (inactive) > cat", "ann > dan")
    legs = {"counts": counts}

    assert rank_of("ann", at_least("active_legs", 2), people, [], active_legs=legs) == met


def test_personally_enrolled_ones_count_when_they_are_active_distributors() -> None:
    people = team("ann > bob", "ann > cat (inactive)", "ann > dan", "bob > eve")

    assert rank_of("ann", at_least("enrolled_active", 2), people, []) == "met"
    assert rank_of("ann", at_least("enrolled_active", 3), people, []) == ""
    assert (
        rank_of("ann", at_least("enrolled_active", 2), but(people, "dan", kind="retail"), []) == ""
    )


@pytest.mark.parametrize(("right", "met"), [("dan", "met"), ("eve", "")])
def test_enrolled_on_each_side_means_somebody_of_ones_own_on_both(right: str, met: str) -> None:
    """Eve sits on the right, but somebody else enrolled her."""
    people = team("ann > bob", "ann > dan", "zoe > eve")
    plan = close_plan(
        ranks=[rank("met", 1, at_least("enrolled_active", 1, side="each"))],
        trees=[{"id": "sponsor", "kind": "sponsor"}, {"id": TREE, "kind": "binary"}],
    )
    facts = period(people, seats=seats("ann L bob", f"ann R {right}"))

    assert run(plan, facts).members["ann"].paid_as == met


def test_a_binary_leg_is_what_came_in_and_what_was_brought_along() -> None:
    """400 carried and 100 new on the left, 600 on the right: the weak one has 500."""
    plan = close_plan(
        ranks=[rank("met", 1, at_least("binary_leg", 500, side="weak"))],
        trees=[{"id": "sponsor", "kind": "sponsor"}, {"id": TREE, "kind": "binary"}],
    )
    facts = period(
        team("ann > bob", "ann > cat"),
        purchases(bob=100, cat=600),
        seats=seats("ann L bob", "ann R cat"),
        legs={(TREE, "ann"): carried(left=400)},
    )

    assert run(plan, facts).members["ann"].paid_as == "met"
    assert run(plan, replace(facts, legs={})).members["ann"].paid_as == ""


def test_customers_are_counted_once_each_and_every_guest_is_one() -> None:
    sales = [
        sold("ann", 10, customer="k1"),
        sold("ann", 10, customer="k1"),
        sold("ann", 10),
        sold("ann", 10),
    ]

    assert rank_of("ann", at_least("customers", 3), team("ann"), sales) == "met"
    assert rank_of("ann", at_least("customers", 4), team("ann"), sales) == ""


def test_a_customer_who_returned_everything_is_none() -> None:
    assert (
        rank_of("ann", at_least("customers", 1), team("ann"), [sold("ann", 0, customer="k1")]) == ""
    )


def test_retail_volume_is_what_others_than_distributors_bought() -> None:
    sales = [sold("ann", 50), bought("ann", 500)]

    assert rank_of("ann", at_least("retail_volume", 50), team("ann"), sales) == "met"
    assert rank_of("ann", at_least("retail_volume", 51), team("ann"), sales) == ""


def test_personal_group_volume_ends_at_a_leader() -> None:
    """Bob breaks away with his 300 and cat's 70: ann has her own 10 and dan's 5."""
    people = team("ann > bob:gold > cat", "ann > dan")
    sales = purchases(ann=10, bob=300, cat=70, dan=5)
    breakaway = {"id": "b", "kind": "breakaway", "when": "order", "leader": {"rank": "gold"}}
    gold = rank("gold", 2, NEVER)

    def paid_as(value: int) -> str:
        plan = close_plan(breakaway, ranks=[rank("met", 1, at_least("pgv", value)), gold])
        return run(plan, period(people, sales)).members["ann"].paid_as

    assert (paid_as(15), paid_as(16)) == ("met", "")
