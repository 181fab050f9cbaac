"""Generations: counted at leaders, on the way up from where a sale came in."""

from commissions.audit.close.flows import NOT_ACTIVE, NOT_PAID
from tests.support.builders import Document
from tests.support.closes import (
    bonus,
    bought,
    but,
    close_plan,
    lines,
    period,
    run,
    sold,
    team,
    unpaid,
)


def generations(*rates: str, award: str = "order", **boundary: str) -> Document:
    """Gold is a leader, and the only rank that is paid."""
    words = {
        "mode": "threshold",
        "rank": "gold",
        "ineligible": "keeps_boundary",
        "empty": "not_counted",
        "closer_belongs_to": "own_generation",
    }
    table = {"gold": {str(number): rate for number, rate in enumerate(rates, 1)}}
    return close_plan(bonus("generation", boundary=words | boundary, rates=table, award=award))


def test_the_leader_who_ends_a_generation_belongs_to_it() -> None:
    people = team("top:gold > ann:gold > bob > cat:gold > dan > eve")

    result = run(generations("0.10", "0.05", "0.02"), period(people, [bought("eve", 100)]))

    assert lines(result) == ["ann 2: 5.00", "cat 1: 10.00", "top 3: 2.00"]
    assert unpaid(result) == [f"bob 2: {NOT_PAID}", f"dan 1: {NOT_PAID}"]


def test_or_opens_the_next_one_as_the_plan_says() -> None:
    people = team("ann:gold > bob > cat:gold > dan > eve")
    plan = generations("0.10", "0.05", "0.02", closer_belongs_to="next_generation")

    result = run(plan, period(people, [bought("eve", 100)]))

    assert lines(result) == ["ann 3: 2.00", "cat 2: 5.00"]


def test_a_first_generation_with_nobody_in_it_counts_only_where_the_plan_says_so() -> None:
    """Cat stands directly above who bought."""
    facts = period(team("ann:gold > bob > cat:gold > eve"), [bought("eve", 100)])
    words = {"closer_belongs_to": "next_generation"}

    counted = run(generations("0.10", "0.05", "0.02", empty="counted", **words), facts)
    not_counted = run(generations("0.10", "0.05", "0.02", **words), facts)

    assert lines(counted) == ["ann 3: 2.00", "cat 2: 5.00"]
    assert lines(not_counted) == ["ann 2: 5.00", "cat 1: 10.00"]


def test_a_seller_is_in_the_first_generation_of_a_customers_order() -> None:
    facts = period(team("ann:gold > cat:gold > eve"), [sold("eve", 100)])

    result = run(generations("0.10", "0.05", closer_belongs_to="next_generation"), facts)

    assert lines(result) == ["cat 2: 5.00"]


def test_an_inactive_leader_keeps_the_boundary_or_is_invisible() -> None:
    facts = period(team("ann:gold > bob:gold (inactive) > cat"), [bought("cat", 100)])

    keeps = run(generations("0.10", "0.05"), facts)
    invisible = run(generations("0.10", "0.05", ineligible="invisible"), facts)

    assert lines(keeps) == ["ann 2: 5.00"]
    assert lines(invisible) == ["ann 1: 10.00"]
    assert f"bob 1: {NOT_ACTIVE}" in unpaid(keeps)


def test_an_inactive_leader_can_use_up_the_number_of_a_generation_that_does_not_count() -> None:
    """Bob stands directly above who bought: nobody is in the generation that he would end."""
    facts = period(team("ann:gold > bob:gold (inactive) > cat"), [bought("cat", 100)])
    words = {"closer_belongs_to": "next_generation"}

    found = {
        word: lines(run(generations("0.10", "0.05", "0.02", ineligible=word, **words), facts))
        for word in ("keeps_boundary", "consumes_number", "invisible")
    }

    assert found == {
        "keeps_boundary": ["ann 2: 5.00"],
        "consumes_number": ["ann 3: 2.00"],
        "invisible": ["ann 2: 5.00"],
    }


def test_where_empty_generations_count_anyway_it_is_a_boundary_and_no_more() -> None:
    facts = period(team("ann:gold > bob:gold (inactive) > cat"), [bought("cat", 100)])

    assert lines(run(generations("0.10", "0.05", ineligible="consumes_number"), facts)) == [
        "ann 2: 5.00"
    ]


def test_a_leader_is_no_boundary_for_what_they_sell_themselves() -> None:
    facts = period(team("ann:gold > bob:gold"), [sold("bob", 100)])

    assert lines(run(generations("0.10", "0.05"), facts)) == ["ann 1: 10.00", "bob 1: 10.00"]


def test_boundaries_can_be_made_by_the_title_and_rates_by_the_paid_rank() -> None:
    """Bob has the title and is paid as nothing: a boundary all the same."""
    people = but(team("ann:gold > bob > cat"), "bob", title="gold")
    facts = period(people, [bought("cat", 100)])

    by_title = run(generations("0.10", "0.05", rank_kind="title"), facts)
    by_paid = run(generations("0.10", "0.05"), facts)

    assert lines(by_title) == ["ann 2: 5.00"]
    assert lines(by_paid) == ["ann 1: 10.00"]


def test_by_the_earners_own_rank_only_equals_and_higher_ones_are_boundaries() -> None:
    """For ruby the two golds are none; for gold, ruby is one too."""
    plan = generations("0.10", "0.05", mode="own_rank")
    plan["bonuses"][0]["rates"]["ruby"] = {"1": "0.20", "2": "0.01"}
    people = team("ann:gold > top:ruby > bob:gold > cat:gold > dan")

    result = run(plan, period(people, [bought("dan", 100)]))

    assert lines(result) == ["bob 2: 5.00", "cat 1: 10.00", "top 1: 20.00"]


def test_generations_below_are_deeper_than_any_level() -> None:
    """Thirty without a rank stand between."""
    chain = " > ".join(["ann:gold", *(f"m{n}" for n in range(30))])

    result = run(generations("0.10"), period(team(chain), [bought("m29", 100)]))

    assert lines(result) == ["ann 1: 10.00"]


def test_one_award_of_a_generation_may_sum_up_all_that_came_in() -> None:
    facts = period(team("ann:gold > bob", "ann > cat"), [bought("bob", 100), bought("cat", 50)])

    assert lines(run(generations("0.10", award="level"), facts)) == ["ann 1: 15.00"]
