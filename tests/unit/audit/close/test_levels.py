"""Levels at a close: who is paid which level of whose order."""

import pytest

from commissions.audit.close.flows import NOT_ACTIVE, NOT_PAID, TOO_SMALL
from commissions.audit.close.levels import (
    BELOW_RANK,
    NOBODY_LEFT,
    TOO_SMALL_ORDER,
)
from commissions.domain.close.facts import SaleLine, Since
from tests.support.closes import (
    EVERYBODY,
    LONG_AGO,
    at_least,
    bought,
    but,
    close_plan,
    day,
    levels,
    lines,
    paid,
    period,
    rank,
    run,
    sold,
    team,
    unpaid,
)

FOUR = ("0.10", "0.05", "0.03")


def test_the_buyers_parent_is_level_one_of_an_own_purchase() -> None:
    result = run(
        close_plan(levels(*FOUR)), period(team("ann > bob > cat > dan"), [bought("dan", 100)])
    )

    assert lines(result) == ["ann 3: 3.00", "bob 2: 5.00", "cat 1: 10.00"]


def test_the_seller_is_level_one_of_a_customers_order() -> None:
    result = run(
        close_plan(levels(*FOUR)), period(team("ann > bob > cat > dan"), [sold("dan", 100)])
    )

    assert lines(result) == ["bob 3: 3.00", "cat 2: 5.00", "dan 1: 10.00"]


def test_the_seller_can_be_level_zero_who_earns_nothing_of_an_own_purchase() -> None:
    plan = close_plan(levels(start="seller", rates={"0": "0.20", "1": "0.10"}))
    people = team("ann > bob")

    assert lines(run(plan, period(people, [sold("bob", 100)]))) == ["ann 1: 10.00", "bob 0: 20.00"]
    assert lines(run(plan, period(people, [bought("bob", 100)]))) == ["ann 1: 10.00"]


def test_levels_from_the_seller_without_a_rate_for_level_zero_begin_above() -> None:
    plan = close_plan(levels("0.10", "0.05", start="seller"))

    result = run(plan, period(team("ann > bob > cat"), [sold("cat", 100)]))

    assert lines(result) == ["ann 2: 5.00", "bob 1: 10.00"]


@pytest.mark.parametrize(
    ("compression", "wanted"),
    [
        ("none", ["ann 3: 3.00", "cat 1: 10.00"]),
        ("skip_inactive", ["ann 2: 5.00", "cat 1: 10.00", "top 3: 3.00"]),
        ("dynamic", ["ann 2: 5.00", "cat 1: 10.00", "top 3: 3.00"]),
    ],
)
def test_an_inactive_one_uses_up_a_level_or_is_passed_over(
    compression: str, wanted: list[str]
) -> None:
    people = team("top > ann > bob (inactive) > cat > dan")

    result = run(
        close_plan(levels(*FOUR, compression=compression)), period(people, [bought("dan", 100)])
    )

    assert lines(result) == wanted
    assert f"bob 2: {NOT_ACTIVE}" in unpaid(result)


BY_RANK = {"silver": {"1": "0.10"}, "gold": {"1": "0.10", "2": "0.05"}}


def test_an_active_one_whose_rank_does_not_reach_a_level_uses_it_up_unless_it_is_dynamic() -> None:
    people = team("top:gold > ann:gold > bob:silver > cat:silver > dan")
    order = [bought("dan", 100)]

    skipping = run(
        close_plan(levels(rates=BY_RANK, compression="skip_inactive")), period(people, order)
    )
    dynamic = run(close_plan(levels(rates=BY_RANK, compression="dynamic")), period(people, order))

    assert lines(skipping) == ["cat 1: 10.00"]
    assert unpaid(skipping) == [f"bob 2: {NOT_PAID}"]
    assert lines(dynamic) == ["ann 2: 5.00", "cat 1: 10.00"]


def test_a_hole_in_a_rate_table_is_passed_over_by_dynamic_compression_alone() -> None:
    """Gold has no level 1, silver no level 2."""
    rates = {"silver": {"1": "0.10", "3": "0.01"}, "gold": {"2": "0.05", "3": "0.02"}}
    people = team("top:silver > ann:gold > bob:silver > cat:gold > dan")
    order = [bought("dan", 100)]

    dynamic = run(close_plan(levels(rates=rates, compression="dynamic")), period(people, order))
    plain = run(close_plan(levels(rates=rates)), period(people, order))

    assert lines(dynamic) == ["ann 2: 5.00", "bob 1: 10.00", "top 3: 1.00"]
    assert lines(plain) == ["ann 3: 2.00"]


def test_whoever_is_below_the_rank_is_passed_over_and_not_paid() -> None:
    words = {"kind": "skip_below_rank", "qualified_by": "active", "rank": "gold"}
    people = team("ann:gold > bob:silver > cat:gold > dan")

    result = run(
        close_plan(levels("0.10", "0.05") | {"compression": words}),
        period(people, [bought("dan", 100)]),
    )

    assert lines(result) == ["ann 2: 5.00", "cat 1: 10.00"]
    assert unpaid(result) == [f"bob 2: {BELOW_RANK}"]


def test_an_inactive_one_of_the_rank_uses_up_the_level() -> None:
    words = {"kind": "skip_below_rank", "qualified_by": "active", "rank": "gold"}
    people = team("ann:gold > bob:silver > cat:gold (inactive) > dan")

    result = run(
        close_plan(levels("0.10", "0.05") | {"compression": words}),
        period(people, [bought("dan", 100)]),
    )

    assert lines(result) == ["ann 2: 5.00"]


def test_levels_that_find_nobody_are_kept_by_the_company() -> None:
    result = run(close_plan(levels(*FOUR)), period(team("ann > bob"), [bought("bob", 100)]))

    assert lines(result) == ["ann 1: 10.00"]
    assert unpaid(result) == [f"nobody 2: {NOBODY_LEFT}", f"nobody 3: {NOBODY_LEFT}"]


def test_every_root_has_a_line_of_its_own() -> None:
    people = team("ann > bob", "eve > fay")

    result = run(
        close_plan(levels(*FOUR)), period(people, [bought("bob", 100), bought("fay", 200)])
    )

    assert paid(result) == ["ann 10.00", "eve 20.00"]


def test_the_line_is_the_one_that_stood_when_the_order_was_placed() -> None:
    moved = (Since(LONG_AGO, "ann"), Since(day(10), "bob"))
    people = but(team("ann", "bob", "cat"), "cat", sponsors=moved)
    orders = [bought("cat", 100, at=day(9)), bought("cat", 100, at=day(10))]

    result = run(close_plan(levels("0.10")), period(people, orders))

    assert paid(result) == ["ann 10.00", "bob 10.00"]


def test_a_refund_that_is_more_than_the_sale_takes_money_back() -> None:
    """-50 beside 100 in the same period: 50 is paid for; -50 alone is a line below nothing."""
    people, plan = team("ann > bob"), close_plan(levels("0.10", award="source"))

    both = run(plan, period(people, [bought("bob", 100), bought("bob", -50)]))
    alone = run(plan, period(people, [bought("bob", -50)]))

    assert (paid(both), paid(alone)) == (["ann 5.00"], ["ann -5.00"])


def test_one_award_is_an_order_a_source_or_a_level_and_is_rounded_once() -> None:
    """10 % of 0.15 is 0.015: even each time; of four of them 0.06, of two and two 0.03."""
    orders = [bought(who, "0.15") for who in ("bob", "bob", "cat", "cat")]
    people = team("ann > bob", "ann > cat")

    found = {
        award: paid(run(close_plan(levels("0.10", award=award)), period(people, orders)))
        for award in ("order", "source", "level")
    }

    assert found == {"order": ["ann 0.08"], "source": ["ann 0.06"], "level": ["ann 0.06"]}


def test_an_award_that_rounds_to_nothing_says_so() -> None:
    result = run(close_plan(levels("0.10")), period(team("ann > bob"), [bought("bob", "0.01")]))

    assert (paid(result), unpaid(result)) == ([], [f"ann 1: {TOO_SMALL}"])


def test_a_pool_and_the_worth_of_a_point_are_in_the_rate() -> None:
    plan = close_plan(levels("0.10", pool="0.40", volume_to_money="0.80"))

    result = run(plan, period(team("ann > bob"), [bought("bob", 100)]))

    assert (paid(result), result.awards[0].rate) == (["ann 3.20"], "0.032")


def test_where_the_plan_says_so_an_own_purchase_of_an_inactive_member_pays_nobody() -> None:
    plan = close_plan(levels("0.10", "0.05", inactive_source_pays=False))
    people = team("ann > bob (inactive)")

    assert paid(run(plan, period(people, [bought("bob", 100)]))) == []
    assert paid(run(plan, period(people, [sold("bob", 100)]))) == ["ann 5.00"]


FIXED = levels(amounts={"1": "20.00", "2": "5.00"}, minimum="50")
FIXED.pop("rates")


def test_an_order_that_is_large_enough_pays_the_fixed_amount_of_the_level() -> None:
    result = run(close_plan(FIXED), period(team("ann > bob > cat"), [bought("cat", 999)]))

    assert lines(result) == ["ann 2: 5.00", "bob 1: 20.00"]


def test_a_smaller_order_pays_no_fixed_amount() -> None:
    result = run(close_plan(FIXED), period(team("ann > bob"), [bought("bob", "49.99")]))

    assert unpaid(result) == [f"nobody 2: {NOBODY_LEFT}", f"ann 1: {TOO_SMALL_ORDER}"]


def test_a_skus_own_rate_replaces_the_levels_and_adds_nothing() -> None:
    by_line = (SaleLine("TEA", {"cv": 10_000}), SaleLine("POT", {"cv": 10_000}))
    plan = close_plan(levels("0.10", rates_by_sku={"POT": "0.07"}))

    result = run(plan, period(team("ann > bob"), [bought("bob", 200, lines=by_line)]))

    assert paid(result) == ["ann 17.00"]


def test_levels_can_be_a_share_of_what_the_seller_was_given_with_the_order() -> None:
    plan = close_plan(levels("0.50", start="seller", basis={"bonus": "customer"}))
    order = sold("bob", 100, earned={("customer", "bob"): 2_000, ("customer", "ann"): 700})

    assert paid(run(plan, period(team("ann > bob"), [order]))) == ["ann 10.00"]


def test_who_is_eligible_is_judged_by_the_periods_own_figures() -> None:
    plan = close_plan(levels("0.10", eligibility=at_least("pv", 100)))
    people = team("ann > bob", "eve > fay")
    orders = [bought("bob", 50), bought("fay", 50), bought("eve", 100), bought("ann", "99.99")]

    assert paid(run(plan, period(people, orders))) == ["eve 5.00"]


def test_an_order_of_nobody_pays_no_levels() -> None:
    assert run(close_plan(levels("0.10")), period(team("ann"), [sold("", 100)])).awards == ()


def test_two_readings_of_skipping_the_inactive_come_to_two_results() -> None:
    """10/5/3 % on 100 of e, where b is not active: 5 % are lost, or c's level comes to a."""
    people = team("a > b (inactive) > c > d > e")
    order = [bought("e", 100)]

    none = run(close_plan(levels("0.10", "0.05", "0.03")), period(people, order))
    skipping = run(
        close_plan(levels("0.10", "0.05", "0.03", compression="skip_inactive")),
        period(people, order),
    )

    assert paid(none) == ["c 5.00", "d 10.00"]
    assert paid(skipping) == ["a 3.00", "c 5.00", "d 10.00"]


def test_who_is_inactive_and_orders_shifts_nobody_by_being_active() -> None:
    """E stands three levels above the order while D is passed over, four when D is active."""

    def of(status: str) -> list[str]:
        people = team(f"e > d{status} > c > b > a")
        plan = close_plan(levels("0.10", "0.08", "0.06", "0.04", compression="skip_inactive"))
        return [
            line for line in lines(run(plan, period(people, [bought("a", 100)]))) if "e " in line
        ]

    assert (of(" (inactive)"), of("")) == (["e 3: 6.00"], ["e 4: 4.00"])


def test_ranks_may_be_judged_by_the_same_periods_volume() -> None:
    ranks = [rank("silver", 1, EVERYBODY), rank("gold", 2, at_least("pv", 100))]
    rates = {"silver": {"1": "0.05"}, "gold": {"1": "0.10"}}
    people = team("ann > bob > cat")

    result = run(
        close_plan(levels(rates=rates), ranks=ranks),
        period(people, [bought("cat", 100), bought("bob", 100)]),
    )

    assert lines(result) == ["ann 1: 5.00", "bob 1: 10.00"]
