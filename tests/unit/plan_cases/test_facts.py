"""Facts and words that fit nothing are refused and never read as nothing: reports 27 and 37."""

import pytest

from commissions.audit.close.people import NobodyKnows
from commissions.domain.people.placement import SeatTaken
from commissions.domain.people.spillover import choose_seat
from tests.support.closes import bought, close_plan, levels, period, run, team
from tests.support.plans import a_sample, plan_problems
from tests.unit.domain.people.placement_builders import a_binary, on, seat, seated


def test_an_order_of_a_member_whom_nobody_knows_is_refused_with_order_and_member() -> None:
    facts = period(team("ann"), [bought("zoe", 100)])

    with pytest.raises(NobodyKnows, match="order o1 names zoe, who is no member of this period"):
        run(close_plan(levels("0.10")), facts)


def test_a_sponsor_whom_nobody_knows_is_refused_with_the_name() -> None:
    people = team("zoe > ann")
    del people["zoe"]

    with pytest.raises(NobodyKnows, match="zoe, who is no member of this period"):
        run(close_plan(levels("0.10")), period(people, [bought("ann", 100)]))


def test_a_rank_that_the_plan_does_not_have_is_refused_with_the_nearest_one() -> None:
    document = a_sample("uni7")
    document["bonuses"][1]["rates"]["sliver"] = document["bonuses"][1]["rates"].pop("silver")

    assert any("'sliver'" in each and "silver" in each for each in plan_problems(document))


def test_fifty_who_want_one_seat_are_fifty_members_on_fifty_seats() -> None:
    rules = a_binary("bfs")
    tree = seated(rules, "ann")
    sent_on = 0
    for number in range(50):
        try:
            tree.place(f"m{number}", seat("ann L"), on(2))
        except SeatTaken:
            sent_on += 1
            free = choose_seat(rules, "ann", tree.below(on(2)), side="L")
            tree.place(f"m{number}", free, on(2))

    assert sent_on == 49
    assert len(tree.placements) == len(tree.holders) == 51
    assert {at.parent for at in tree.holders} <= {"", *tree.placements}
