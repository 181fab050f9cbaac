"""Differentials: a bracket, less what the bracket of others takes."""

from commissions.audit.close.infinity import NOT_ABOVE
from tests.support.builders import Document
from tests.support.closes import (
    bonus,
    bought,
    close_plan,
    lines,
    paid,
    period,
    run,
    sold,
    team,
    unpaid,
)

BRACKETS = [["0", "0.03"], ["200", "0.06"], ["1000", "0.12"]]


def differential(**words: object) -> Document:
    common: Document = {"bracket_by": "gv", "mode": "whole", "subtract": "legs"}
    brackets = {} if "rates" in words else {"brackets": BRACKETS}
    return close_plan(bonus("differential", **(common | brackets | words)))


def test_own_volume_pays_the_bracket_and_each_leg_what_the_bracket_is_above_its_own() -> None:
    """Ann: 12 % of her 100, 12 - 6 of bob's 900, 12 - 3 of cat's 100. Bob and cat: their own."""
    people = team("ann > bob", "ann > cat")
    orders = [bought("ann", 100), bought("bob", 900), bought("cat", 100)]

    result = run(differential(), period(people, orders))

    assert lines(result) == [
        "ann 0: 12.00",
        "ann 1: 54.00",
        "ann 1: 9.00",
        "bob 0: 54.00",
        "cat 0: 3.00",
    ]


def test_a_bracket_begins_with_its_figure() -> None:
    people = team("ann")

    assert paid(run(differential(), period(people, [bought("ann", 200)]))) == ["ann 12.00"]
    assert paid(run(differential(), period(people, [bought("ann", "199.99")]))) == ["ann 6.00"]


def test_a_leg_in_the_same_bracket_pays_nothing_and_says_so() -> None:
    result = run(differential(), period(team("ann > bob"), [bought("bob", 1000)]))

    assert (paid(result), unpaid(result)) == (["bob 120.00"], [f"ann 1: {NOT_ABOVE}"])


def test_marginal_pays_each_block_at_its_own_share() -> None:
    """1,500: 200 at 3 %, 800 at 6 %, 500 at 12 % are 114.00; whole it is 180.00."""
    words = {"bracket_by": "cv", "subtract": "nothing"}
    facts = period(team("ann"), [bought("ann", 1500)])

    assert paid(run(differential(mode="marginal", **words), facts)) == ["ann 114.00"]
    assert paid(run(differential(**words), facts)) == ["ann 180.00"]


def test_a_bracket_may_go_by_points_and_pay_on_the_business_volume() -> None:
    order = bought("ann", 0, volumes={"pv": 100_000, "cv": 5_000_000})

    result = run(differential(bracket_by="pv", subtract="nothing"), period(team("ann"), [order]))

    assert paid(result) == ["ann 6000.00"]


RATES = {"silver": "0.05", "gold": "0.08", "ruby": "0.10"}


def by_rank(subtract: str) -> Document:
    return differential(bracket_by="rank", rates=RATES, subtract=subtract)


def test_the_buyers_own_share_is_deducted_or_only_those_between_as_the_plan_says() -> None:
    """Eve sells 100: she has 5 %. Dan, gold, has 8 % or 3 %; cat 10 % less dan's 8 %."""
    facts = period(team("cat:ruby > dan:gold > eve:silver"), [sold("eve", 100)])

    assert paid(run(by_rank("between"), facts)) == ["cat 2.00", "dan 8.00", "eve 5.00"]
    assert paid(run(by_rank("buyer_included"), facts)) == ["cat 2.00", "dan 3.00", "eve 5.00"]


def test_a_lower_rank_above_a_higher_one_gets_nothing_and_changes_nothing() -> None:
    facts = period(team("top:ruby > cat:silver > dan:gold > eve"), [sold("eve", 100)])

    assert paid(run(by_rank("between"), facts)) == ["dan 8.00", "top 2.00"]


def test_only_what_is_paid_below_is_deducted() -> None:
    """Dan and, in the second line, the buyer are not active: they take nothing from cat."""
    above = period(team("cat:ruby > dan:gold (inactive) > eve"), [sold("eve", 100)])
    buyer = period(team("cat:ruby > eve:silver (inactive)"), [sold("eve", 100)])

    assert paid(run(by_rank("between"), above)) == ["cat 10.00"]
    assert paid(run(by_rank("buyer_included"), buyer)) == ["cat 10.00"]


def test_refunds_beyond_the_sales_take_back_at_the_bracket_that_is_left() -> None:
    facts = period(team("ann"), [bought("ann", 100), bought("ann", -150)])

    assert paid(run(differential(brackets=[["-1000", "0.03"], ["200", "0.06"]]), facts)) == [
        "ann -1.50"
    ]
