"""Pools: a part of the company's volume, shared."""

from commissions.domain.close.facts import Since
from tests.support.builders import Document
from tests.support.closes import (
    LONG_AGO,
    bonus,
    bought,
    but,
    close_plan,
    paid,
    period,
    run,
    sold,
    team,
)


def pool(**words: object) -> Document:
    common: Document = {"pct": "0.02", "points": {"gold": "1", "ruby": "3"}, "remainder": "company"}
    return close_plan(bonus("pool", **({"basis": "company_cv"} | common | words)))


def test_it_is_shared_by_the_points_of_the_rank() -> None:
    """2 % of 1,000 are 20.00: 5.00 a point."""
    people = team("ann:gold > bob:ruby > cat")

    assert paid(run(pool(), period(people, [bought("cat", 1000)]))) == ["ann 5.00", "bob 15.00"]


def test_an_order_that_nobody_referred_is_the_companys_volume_too() -> None:
    assert paid(run(pool(), period(team("ann:gold"), [sold("", 1000)]))) == ["ann 20.00"]


def test_what_rounding_leaves_stays_or_goes_to_the_largest_remainders() -> None:
    """0.20 among three golds: 0.06 each and 0.02 left, for the two who enrolled first."""
    facts = period(team("cat:gold", "bob:gold", "ann:gold"), [sold("", 10)])

    assert paid(run(pool(), facts)) == ["ann 0.06", "bob 0.06", "cat 0.06"]
    assert paid(run(pool(remainder="largest"), facts)) == ["ann 0.06", "bob 0.07", "cat 0.07"]


def test_equal_remainders_go_by_who_enrolled_first_wherever_they_stand() -> None:
    """In the tree bob stands above cat; cat enrolled first."""
    people = but(team("cat:gold", "bob:gold"), "cat", sponsors=(Since(LONG_AGO, "bob"),))

    result = run(pool(remainder="largest"), period(people, [sold("", "0.50")]))

    assert paid(result) == ["cat 0.01"]


def test_a_period_with_more_refunds_than_sales_has_an_empty_pool() -> None:
    facts = period(team("ann:gold"), [bought("ann", 100), bought("ann", -150)])

    assert paid(run(pool(), facts)) == []


def test_who_is_not_active_or_not_eligible_has_no_share() -> None:
    people = team("ann:gold", "bob:ruby (inactive)", "cat:gold")
    plan = pool(eligibility={"metric": "pv", "op": ">=", "value": "100"})

    assert paid(run(plan, period(people, [bought("cat", 1000)]))) == ["cat 20.00"]


def test_a_pool_for_which_nobody_qualifies_pays_nobody() -> None:
    assert run(pool(), period(team("ann"), [bought("ann", 1000)])).awards == ()


def test_a_pool_may_be_a_sum_of_money() -> None:
    words = pool(amount="100.00")
    words["bonuses"][0].pop("pct")

    assert paid(run(words, period(team("ann:gold", "bob:ruby")))) == ["ann 25.00", "bob 75.00"]


def test_a_schedule_is_scaled_up_as_well_as_down_so_that_the_pool_is_spent() -> None:
    """Gold would get 10.00, ruby 30.00; the pool has 20.00, or 60.00."""
    words = pool(by="schedule", schedule={"gold": "10.00", "ruby": "30.00"})
    words["bonuses"][0].pop("points")
    people = team("ann:gold", "bob:ruby")

    assert paid(run(words, period(people, [sold("", 1000)]))) == ["ann 5.00", "bob 15.00"]
    assert paid(run(words, period(people, [sold("", 3000)]))) == ["ann 15.00", "bob 45.00"]
