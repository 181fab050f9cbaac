"""Levels at a close: who is paid which level of whose order."""

from commissions.audit.close.flows import TOO_SMALL
from commissions.audit.close.levels import (
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

THREE = ("0.10", "0.05", "0.03")


def test_the_buyers_parent_is_level_one_of_an_own_purchase() -> None:
    result = run(
        close_plan(levels(*THREE)), period(team("ann > bob > cat > dan"), [bought("dan", 100)])
    )

    assert lines(result) == ["ann 3: 3.00", "bob 2: 5.00", "cat 1: 10.00"]


def test_the_seller_is_level_one_of_a_customers_order() -> None:
    result = run(
        close_plan(levels(*THREE)), period(team("ann > bob > cat > dan"), [sold("dan", 100)])
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


def test_levels_that_find_nobody_are_kept_by_the_company() -> None:
    result = run(close_plan(levels(*THREE)), period(team("ann > bob"), [bought("bob", 100)]))

    assert lines(result) == ["ann 1: 10.00"]
    assert unpaid(result) == [f"nobody 2: {NOBODY_LEFT}", f"nobody 3: {NOBODY_LEFT}"]


def test_every_root_has_a_line_of_its_own() -> None:
    people = team("ann > bob", "eve > fay")

    result = run(
        close_plan(levels(*THREE)), period(people, [bought("bob", 100), bought("fay", 200)])
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


def test_a_sale_and_its_refund_in_one_period_come_to_nothing() -> None:
    people, orders = team("ann > bob"), [bought("bob", 100), bought("bob", -100)]

    for award in ("order", "source", "level"):
        assert run(close_plan(levels("0.10", award=award)), period(people, orders)).paid == {}


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


def test_ranks_may_be_judged_by_the_same_periods_volume() -> None:
    ranks = [rank("silver", 1, EVERYBODY), rank("gold", 2, at_least("pv", 100))]
    rates = {"silver": {"1": "0.05"}, "gold": {"1": "0.10"}}
    people = team("ann > bob > cat")

    result = run(
        close_plan(levels(rates=rates), ranks=ranks),
        period(people, [bought("cat", 100), bought("bob", 100)]),
    )

    assert lines(result) == ["ann 1: 5.00", "bob 1: 10.00"]
