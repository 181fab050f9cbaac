"""Breakaway: overrides on the groups of leaders below."""

from commissions.audit.close.breakaway import TOO_FEW_GROUPS
from commissions.domain.close.facts import PeriodFacts, Since
from tests.support.both_closes import both_closed
from tests.support.builders import Document
from tests.support.closes import (
    ENDS,
    LONG_AGO,
    at_least,
    bonus,
    bought,
    but,
    close_plan,
    day,
    lines,
    paid,
    period,
    rank,
    run,
    team,
    unpaid,
)


def breakaway(override: str, **words: object) -> Document:
    """Gold leads a group."""
    common: Document = {"leader": {"rank": "gold"}, "override": override}
    if override != "tiers":
        common["rates"] = {"gold": "0.04", "ruby": "0.06"}
    return close_plan(bonus("breakaway", **(common | words)))


def test_a_leaders_group_is_everybody_below_without_the_groups_of_leaders() -> None:
    """Bob's group: bob 100 and cat 30; dan, a leader, and eve below are dan's: 1,000."""
    people = team("ann:gold > bob:gold > cat", "bob > dan:gold > eve")
    orders = [
        bought(who, points)
        for who, points in (("bob", 100), ("cat", 30), ("dan", 400), ("eve", 600))
    ]

    result = run(breakaway("fixed"), period(people, orders))

    assert paid(result) == ["ann 5.20", "bob 40.00"]


def test_fixed_pays_between_equals_and_differential_the_difference_or_the_minimum() -> None:
    """On dan's 1,000: gold above gold, ruby above gold."""
    equal = period(team("ann:gold > dan:gold"), [bought("dan", 1000)])
    higher = period(team("ann:ruby > dan:gold"), [bought("dan", 1000)])
    least = breakaway("differential", minimum="0.01")

    assert [paid(run(breakaway("fixed"), facts)) for facts in (equal, higher)] == [
        ["ann 40.00"],
        ["ann 60.00"],
    ]
    assert [paid(run(least, facts)) for facts in (equal, higher)] == [["ann 10.00"], ["ann 20.00"]]
    assert paid(run(breakaway("differential"), equal)) == []


def test_deeper_generations_have_fixed_rates_of_their_own() -> None:
    people = team("top:gold > ann:gold > bob > cat:gold > dan")

    result = run(
        breakaway("fixed", generations={"2": "0.01"}), period(people, [bought("dan", 1000)])
    )

    assert lines(result) == ["ann 1: 40.00", "top 2: 10.00"]


TIERS = [{"min_groups": 1, "rate": "0.04"}, {"min_groups": 2, "rate": "0.02"}]


def test_a_tier_is_paid_to_the_nearest_who_has_groups_enough() -> None:
    """Tier 2 on cat's group: bob, generation 2, has one group below, ann has two."""
    people = team("ann:gold > bob:gold > dan:gold > cat:gold", "ann > eve:gold")
    facts = period(people, [bought("cat", 1000)])

    transparent = run(breakaway("tiers", tiers=TIERS, failed_gate="transparent"), facts)
    blocks = run(breakaway("tiers", tiers=TIERS, failed_gate="blocks"), facts)

    assert lines(transparent) == ["ann 2: 20.00", "dan 1: 40.00"]
    assert unpaid(transparent) == [f"bob 2: {TOO_FEW_GROUPS}"]
    assert lines(blocks) == ["dan 1: 40.00"]


def test_an_inactive_leader_keeps_the_group_and_is_not_paid() -> None:
    people = team("ann:gold > bob:gold (inactive) > cat:gold > dan")

    result = run(
        breakaway("fixed", generations={"2": "0.01"}), period(people, [bought("dan", 1000)])
    )

    assert lines(result) == ["ann 2: 10.00"]


def test_a_leader_who_moves_as_the_period_ends_still_pays_the_old_line() -> None:
    people = team("ann:gold > cat:gold", "bob:gold")
    moved = but(people, "cat", sponsors=(Since(LONG_AGO, "ann"), Since(ENDS, "bob")))

    assert paid(run(breakaway("fixed"), period(moved, [bought("cat", 100)]))) == ["ann 4.00"]


def moved(*lines: str) -> PeriodFacts:
    """Bob stands under ann, and from the 10th on under zoe; he buys 100 before and 50 after."""
    sponsors = (Since(LONG_AGO, "ann"), Since(day(10), "zoe"))
    people = but(team(*lines), "bob", sponsors=sponsors)
    return period(people, [bought("bob", 100, at=day(5)), bought("bob", 50, at=day(15))])


def test_an_order_of_a_group_counts_for_the_leaders_who_stood_above_when_it_was_placed() -> None:
    facts = moved("ann:gold > bob:gold", "top:gold > zoe:gold")
    plan = breakaway("fixed", generations={"2": "0.01"})

    assert lines(both_closed(plan, facts)) == ["ann 1: 4.00", "top 2: 0.50", "zoe 1: 2.00"]


def test_so_does_one_whose_leader_above_is_another_after_a_move() -> None:
    """Bob is no leader: 100 are of ann's group, 50 of zoe's."""
    facts = moved("top:gold > ann:gold > bob", "top > zoe:gold")
    tiers = [{"min_groups": 2, "rate": "0.10"}]

    assert lines(both_closed(breakaway("fixed"), facts)) == ["top 1: 4.00", "top 1: 2.00"]
    assert lines(both_closed(breakaway("tiers", tiers=tiers, failed_gate="blocks"), facts)) == [
        "top 1: 10.00",
        "top 1: 5.00",
    ]


def test_personal_group_volume_is_of_the_lines_at_the_end() -> None:
    """Who leads a group is judged by it: of two who stood above each other in turn neither could be
    judged first. Group volume, which looks at nobody's rank, goes by the line of each order."""
    gold = rank("gold", 2)
    for metric, who in (("pgv", ["zoe"]), ("gv", ["ann", "zoe"])):
        asked = [rank("met", 1, at_least(metric, 50)), gold]
        plan = breakaway("fixed") | {"ranks": asked}
        found = both_closed(plan, moved("ann > bob:gold", "zoe")).members
        below = both_closed(plan, moved("ann > bob", "zoe")).members

        assert [each for each in ("ann", "zoe") if below[each].paid_as == "met"] == who
        assert found["bob"].paid_as == "gold"
