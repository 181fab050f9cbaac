"""The close as a whole: what it refuses, and in which order it answers."""

from dataclasses import replace

import pytest

from commissions.audit.close.facts_check import NoSuchRank, ToldTwice
from commissions.audit.close.people import Circle, NobodyKnows
from commissions.domain.close.facts import PeriodFacts, Since
from tests.support.binaries import TREE, seats
from tests.support.closes import (
    LONG_AGO,
    bought,
    but,
    close_plan,
    levels,
    paid,
    period,
    run,
    sold,
    team,
)

PLAN = close_plan(levels("0.10"))


@pytest.mark.parametrize(
    ("facts", "error", "named"),
    [
        (period(team("ann"), [sold("zoe", 100)]), NobodyKnows, "order o1 names zoe"),
        (period(team("ann"), [sold("ann", 1, buyer="zoe")]), NobodyKnows, "order o1 names zoe"),
        (
            period(but(team("ann"), "ann", sponsors=(Since(LONG_AGO, "zoe"),))),
            NobodyKnows,
            "sponsors of ann names zoe",
        ),
        (period(team("ann"), seats=seats("ann L zoe")), NobodyKnows, "a seat in binary names zoe"),
        (
            period(but(team("ann > bob"), "ann", sponsors=(Since(LONG_AGO, "bob"),))),
            Circle,
            "in the tree sponsor",
        ),
        (
            period(team("ann", "bob"), seats=seats("ann L bob", "bob L ann")),
            Circle,
            "in the tree binary",
        ),
        (
            period(but(team("ann"), "ann", title="emperor")),
            NoSuchRank,
            "title of ann is emperor: the plan has silver, gold, ruby",
        ),
        (period(team("ann:emperor")), NoSuchRank, "judged_rank of ann is emperor"),
        (
            period(team("ann"), [sold("ann", 1, order_id="o9"), sold("ann", 1, order_id="o9")]),
            ToldTwice,
            "order o9 is told 2 times",
        ),
    ],
)
def test_facts_that_do_not_fit_are_refused_with_who_and_where(
    facts: PeriodFacts, error: type[Exception], named: str
) -> None:
    with pytest.raises(error, match=named):
        run(PLAN, facts)


def test_a_member_who_is_told_twice_is_refused() -> None:
    facts = period(team("ann"))

    with pytest.raises(ToldTwice, match="member ann"):
        run(PLAN, replace(facts, members=facts.members * 2))


def test_a_seat_of_a_moment_is_told_once() -> None:
    facts = period(team("ann", "bob"), seats=seats("ann L bob") * 2)

    with pytest.raises(ToldTwice, match=f"seat {TREE}/ann"):
        run(PLAN, facts)


def test_bonuses_of_other_periods_and_of_orders_are_not_computed() -> None:
    plan = close_plan(
        levels("0.10", id="monthly"),
        levels("0.20", id="weekly", when="close:week"),
        levels("0.30", id="at_once", when="order"),
    )

    result = run(plan, period(team("ann > bob"), [bought("bob", 100)]))

    assert [each.bonus for each in result.awards] == ["monthly"]


def test_awards_come_sorted_by_their_keys_whatever_the_order_of_the_facts() -> None:
    people = team("zoe > ann > bob", "zoe > cat")
    facts = period(people, [bought("bob", 10), bought("cat", 10), sold("ann", 10)])

    awards = run(close_plan(levels("0.10", "0.05")), facts).awards

    keys = [(*each.key, each.reason) for each in awards]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_the_currency_decides_how_many_decimals_an_award_has() -> None:
    """10 % of 125 points: 12.5 yen are 12, to the even one."""
    yen = close_plan(levels("0.10"), currency="JPY")

    result = run(yen, period(team("ann > bob"), [bought("bob", 125)]))

    assert result.paid == {"ann": 12}


def test_rounding_down_drops_what_is_below_a_unit() -> None:
    plan = close_plan(levels("0.10"))
    plan["plan"]["rounding"]["mode"] = "down"

    assert paid(run(plan, period(team("ann > bob"), [bought("bob", "0.99")]))) == ["ann 0.09"]


def test_an_empty_period_pays_nobody() -> None:
    result = run(PLAN, period({}))

    assert (result.awards, result.members) == ((), {})
