"""Whom an order's levels look at: groups that end, depth by legs, pass-ups, rolled-up volume."""

from commissions.audit.close.levels import GROUP_ENDS, TOO_DEEP
from commissions.domain.close.facts import MemberFacts
from tests.support.builders import Document
from tests.support.closes import (
    at_least,
    bought,
    but,
    close_plan,
    levels,
    lines,
    paid,
    period,
    run,
    sold,
    team,
    unpaid,
)

UNTIL_GOLD = close_plan(levels("0.10", "0.05", "0.03", stop_at={"rank": "gold"}))


def test_levels_end_at_a_leader_who_is_still_paid() -> None:
    people = team("ann > bob:gold > cat > dan")

    result = run(UNTIL_GOLD, period(people, [bought("dan", 100)]))

    assert lines(result) == ["bob 2: 5.00", "cat 1: 10.00"]
    assert unpaid(result) == [f"nobody 3: {GROUP_ENDS}"]


def test_a_leaders_own_purchase_goes_up_all_the_same() -> None:
    people = team("ann > bob:gold")

    assert lines(run(UNTIL_GOLD, period(people, [bought("bob", 100)]))) == ["ann 1: 10.00"]
    assert lines(run(UNTIL_GOLD, period(people, [sold("bob", 100)]))) == ["bob 1: 10.00"]


def by_legs(below_first: str, counts: str = "front_line") -> Document:
    """One active leg opens one level, two open three."""
    words = {"tiers": [[1, 1], [2, 3]], "below_first": below_first}
    bonus = levels("0.10", "0.05", "0.03", depth_by_legs=words)
    return close_plan(bonus, active_legs={"counts": counts})


def test_two_active_legs_open_more_levels_than_one() -> None:
    people = team("ann > bob > cat > dan", "ann > eve")

    result = run(by_legs("none"), period(people, [bought("dan", 100)]))

    assert lines(result) == ["ann 3: 3.00", "cat 1: 10.00"]
    assert unpaid(result) == [f"bob 2: {TOO_DEEP}"]


def test_below_the_first_tier_nothing_or_everything_is_paid_as_the_plan_says() -> None:
    facts = period(team("ann > bob (inactive) > cat"), [bought("cat", 100)])

    assert lines(run(by_legs("none"), facts)) == []
    assert lines(run(by_legs("unlimited"), facts)) == ["ann 2: 5.00"]


def test_a_leg_is_active_by_its_head_or_by_anybody_in_it_as_the_plan_says() -> None:
    """Bob is not active, cat below him is."""
    facts = period(team("ann > bob (inactive) > cat"), [bought("bob", 100)])

    assert lines(run(by_legs("none", "front_line"), facts)) == []
    assert lines(run(by_legs("none", "any_in_leg"), facts)) == ["ann 1: 10.00"]


def passing_up(scope: str, *rates: str) -> Document:
    words = {"n": 2, "scope": scope, "counted_at": "enrolment"}
    return close_plan(levels(*rates, pass_up=words))


def recruits() -> dict[str, MemberFacts]:
    """Bob is ann's first recruit, cat is bob's third."""
    people = but(team("top > ann > bob > cat > dan"), "bob", enrolled_number=1)
    return but(people, "cat", enrolled_number=3)


def test_the_first_recruits_orders_go_to_the_sponsors_own_sponsor() -> None:
    result = run(passing_up("recruit", "0.10"), period(recruits(), [bought("bob", 100)]))

    assert paid(result) == ["top 10.00"]


def test_a_later_recruits_orders_stay_with_the_sponsor() -> None:
    result = run(passing_up("recruit", "0.10"), period(recruits(), [bought("cat", 100)]))

    assert paid(result) == ["bob 10.00"]


def test_what_is_passed_to_one_who_is_passed_up_too_goes_on() -> None:
    """Bob is ann's first, ann top's second."""
    people = but(team("root > top > ann > bob"), "bob", enrolled_number=1)
    facts = period(but(people, "ann", enrolled_number=2), [bought("bob", 100)])

    assert paid(run(passing_up("recruit", "0.10"), facts)) == ["root 10.00"]


def test_orders_below_a_recruit_are_passed_up_only_where_the_plan_says_so() -> None:
    facts = period(recruits(), [bought("cat", 100)])

    alone = run(passing_up("recruit", "0.10", "0.05"), facts)
    downline = run(passing_up("downline", "0.10", "0.05"), facts)

    assert lines(alone) == ["ann 2: 5.00", "bob 1: 10.00"]
    assert lines(downline) == ["bob 1: 10.00", "top 2: 5.00"]


def rolling_up(*, helps: bool, by: str = "active") -> Document:
    """Who bought 100 qualifies."""
    words = {"kind": "volume_rollup", "qualified_by": by, "rolled_in_qualifies": helps}
    bonus = levels("0.10", "0.05") | {"compression": words}
    if by == "eligibility":
        return close_plan(bonus | {"eligibility": at_least("pv", 100)})
    active = {"active": at_least("pv", 100), "window": "month", "grace_periods": 0}
    return close_plan(bonus, status=active)


def test_the_volume_of_who_does_not_qualify_is_the_next_ones_own() -> None:
    """Cat's 60 count as bob's own. Ann: 10 % of bob's 160; top: 5 % of these, 10 % of ann's 100."""
    people = team("top > ann > bob > cat")
    orders = [bought("cat", 60), *(bought(who, 100) for who in ("bob", "ann", "top"))]

    result = run(rolling_up(helps=False), period(people, orders))

    assert paid(result) == ["ann 16.00", "top 18.00"]


def test_a_customers_order_of_who_does_not_qualify_is_as_if_the_next_one_had_sold_it() -> None:
    people = team("top > ann > bob")
    orders = [sold("bob", 60), bought("ann", 100), bought("top", 100)]

    result = run(rolling_up(helps=False), period(people, orders))

    assert paid(result) == ["ann 6.00", "top 13.00"]


def test_rolled_in_volume_helps_to_qualify_only_where_the_plan_says_so() -> None:
    """Bob has 60 of his own and cat's 60: with both he qualifies, and ann is paid for it."""
    people = team("ann > bob > cat")
    facts = period(people, [bought("cat", 60), bought("bob", 60), bought("ann", 100)])

    for by in ("active", "eligibility"):
        assert paid(run(rolling_up(helps=True, by=by), facts)) == ["ann 12.00"]
        assert paid(run(rolling_up(helps=False, by=by), facts)) == [], "all of it is ann's own"


def test_rolled_in_volume_cascades_from_the_deepest_up() -> None:
    """Nobody of dan, cat and bob has 100, but bob with 40 of each."""
    facts = period(
        team("ann > bob > cat > dan"),
        [bought("dan", 40), bought("cat", 40), bought("bob", 40), bought("ann", 100)],
    )

    assert paid(run(rolling_up(helps=True), facts)) == ["ann 12.00"]
