"""Where a close in columns could go wrong without anybody noticing, each once."""

from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from commissions.audit.close.engine import closed as walked
from commissions.domain.close.award_columns import KeyKind, Shares
from commissions.domain.close.close import closing
from commissions.domain.close.columns import NamesNobody, StandsAboveItself
from commissions.domain.close.engine import closed, closed_columns
from commissions.domain.close.facts import MemberFacts, PeriodFacts, SaleFacts, SeatFacts, Since
from commissions.domain.close.facts_agree import NamedTwice, RankNotInPlan
from commissions.domain.close.figures import NotInColumns
from commissions.domain.close.from_facts import columns_of
from tests.support.builders import Document
from tests.support.closes import (
    LONG_AGO,
    at_least,
    bonus,
    bought,
    but,
    close_plan,
    day,
    levels,
    lines,
    period,
    rank,
    sold,
    team,
    unpaid,
)

LEVEL: Document = {"award": "level"}
COMPANY: Document = {"max_pct": "0.10", "of": "cv", "enforce": "pro_rata"}


def a_line(many: int) -> dict[str, MemberFacts]:
    return team(" > ".join(f"m{number}" for number in range(many)))


def run_lines(document: Document, facts: PeriodFacts) -> list[str]:
    """What is paid line by line, the same by columns and by walks."""
    found = lines(closed(document, facts))
    assert found == lines(walked(document, facts))
    return found


def test_an_own_purchase_and_a_customers_order_begin_a_level_apart() -> None:
    plan = close_plan(levels("0.10", "0.05", **LEVEL))
    people = team("ann > bob > cat")

    assert run_lines(plan, period(people, [bought("cat", 100)])) == ["ann 2: 5.00", "bob 1: 10.00"]
    assert run_lines(plan, period(people, [sold("cat", 100)])) == ["bob 2: 5.00", "cat 1: 10.00"]


def test_a_hole_in_a_rate_table_is_passed_over_by_that_level_alone() -> None:
    rates = {"gold": {"1": "0.10", "3": "0.05"}, "silver": {"2": "0.02"}}
    plan = close_plan(levels(compression="dynamic", rates=rates, **LEVEL))
    people = team("ann:gold > bob:gold > cat:silver > dan:gold > eve")

    assert run_lines(plan, period(people, [bought("eve", 100)])) == [
        "bob 3: 5.00",
        "cat 2: 2.00",
        "dan 1: 10.00",
    ]


def test_more_refunds_than_sales_leave_nothing_to_cap_and_nothing_to_share() -> None:
    pool = bonus("pool", basis="company_cv", pct="0.02", points={"gold": "1"}, remainder="largest")
    plan = close_plan(levels("0.10", **LEVEL), pool, caps={"company": COMPANY})
    people = team("ann:gold > bob", "ann > cat")
    sales = [bought("bob", -500), bought("cat", 100), bought("ann", 10)]

    result = closed(plan, period(people, sales))

    assert result == replace(walked(plan, period(people, sales)), awards=result.awards)
    assert result.company is not None
    assert result.company.limit == 4000
    assert result.paid == {"ann": -4000}


def test_equal_remainders_go_to_who_enrolled_first_whatever_the_tree_looks_like() -> None:
    plan = close_plan(levels("0.15", **LEVEL), caps={"company": COMPANY})
    people = team("ann > bob > cat", "dan > eve", "fay > gus")
    early = replace(people["fay"], enrolled_at=LONG_AGO.replace(year=2020))
    sales = [bought(each, "0.25") for each in ("eve", "gus")]

    assert run_lines(plan, period(people | {"fay": early}, sales)) == ["dan 1: 0.02", "fay 1: 0.03"]


def test_who_is_near_and_blocked_is_told_once_and_charged_nothing() -> None:
    """What a blocker stops within the paid levels is in no sum above."""
    words = {"below_level": 2, "levels": "real", "blocked_by": "same_or_higher"}
    plan = close_plan(bonus("infinity", rates={"gold": "0.10"}, **words, **LEVEL))
    people = team("ann:gold > bob:gold > cat:gold > dan")
    facts = period(people, [bought("dan", 100)])

    assert run_lines(plan, facts) == []
    assert unpaid(closed(plan, facts)) == [
        "ann 0: another infinity stands between",
        "bob 0: stands within the levels that are paid already",
        "cat 0: stands within the levels that are paid already",
    ]


def test_who_was_paid_above_the_cap_before_owes_nothing_for_it() -> None:
    caps: Document = {"company": COMPANY | {"enforce": "report"}}
    caps["person"] = [{"period": "month", "amount": "10.00"}]
    plan = close_plan(levels("0.10", **LEVEL), caps=caps)
    facts = period(team("ann > bob"), [bought("bob", 100)], paid_within={"month": {"ann": 2_000}})

    assert run_lines(plan, facts) == []
    assert unpaid(closed(plan, facts)) == ["ann 1: the cap of the person was reached"]


def test_volumes_that_leave_64_bits_are_paid_exactly() -> None:
    plan = close_plan(levels("0.100001", **LEVEL))
    huge = 10**17

    assert run_lines(plan, period(team("ann > bob"), [bought("bob", huge)] * 1)) == [
        "ann 1: 10000100000000000.00"
    ]


def test_a_rank_by_legs_of_its_own_rank_on_a_long_line_takes_one_sweep() -> None:
    ask = {
        "any": [at_least("pv", 100), at_least("legs_with_rank", 1, rank="met", search="any_level")]
    }
    many = 1_000
    people = a_line(many)
    plan = close_plan(ranks=[rank("met", 1, ask)])

    begin = perf_counter()
    judged = closing(plan, columns_of(period(people, [bought(f"m{many - 1}", 100)]))).judged

    assert judged.paid_as[:-1].tolist() == [1] * many
    assert perf_counter() - begin < 2


@pytest.mark.parametrize("shape", ["chain", "star", "comb"])
def test_chains_stars_and_combs_are_paid_as_walks_pay_them(shape: str) -> None:
    lines_of = {
        "chain": [" > ".join(f"m{n}" for n in range(30))],
        "star": [f"m0 > m{n}" for n in range(1, 30)],
        "comb": [f"m{n - 2 + n % 2} > m{n}" for n in range(2, 30)],
    }
    people = team("m0 > m1", *lines_of[shape])
    plan = close_plan(
        levels("0.10", "0.05", "0.02", compression="dynamic", **LEVEL),
        bonus("differential", bracket_by="gv", brackets=[["0", "0.03"], ["500", "0.09"]])
        | {"mode": "whole", "subtract": "between", "award": "level"},
    )
    facts = period(people, [bought(name, 100) for name in people])

    assert closed(plan, facts).paid == walked(plan, facts).paid


def test_rows_that_are_added_up_on_the_way_come_to_the_same() -> None:
    columns = columns_of(period(a_line(8), [bought(f"m{n}", 100 + n) for n in range(8)]))
    plan = close_plan(levels("0.10", "0.05"))
    close = closing(plan, columns)
    member = np.array([1, 2, 1, 1])
    found = []
    for at_once in (1, 1_000):
        shares = Shares(plan["bonuses"][0], 100, 100, KeyKind.ORDER, at_once=at_once)
        for rate in (5, 5, 7):
            shares.add(member=member, level=1, base=member * 1_000, rate=np.full(4, rate))
        awards = shares.awards(close.terms)
        found.append((awards.base.tolist(), awards.rate.tolist(), awards.amount.tolist()))

    assert found[0] == found[1]


def test_an_order_counts_for_those_who_stood_above_when_it_was_placed() -> None:
    people = team("ann > bob > cat", "zoe")
    moved = (Since(LONG_AGO, "ann"), Since(day(10), "zoe"))
    people = but(people, "bob", sponsors=moved)
    plan = close_plan(levels("0.10", "0.05", **LEVEL))
    sales = [bought("cat", 100, at=day(5)), bought("cat", 200, at=day(15))]

    assert run_lines(plan, period(people, sales)) == [
        "ann 2: 5.00",
        "bob 1: 30.00",
        "zoe 2: 10.00",
    ]


def test_two_who_changed_places_are_paid_by_where_they_stood() -> None:
    people = team("ann > bob > cat > dan")
    people = but(people, "bob", sponsors=(Since(LONG_AGO, "ann"), Since(day(10), "cat")))
    people = but(people, "cat", sponsors=(Since(LONG_AGO, "bob"), Since(day(10), "ann")))
    plan = close_plan(levels("0.10", "0.05", **LEVEL))
    sales = [bought("cat", 100, at=day(9)), bought("bob", 10, at=day(11))]

    assert run_lines(plan, period(people, sales)) == [
        "ann 2: 5.50",
        "bob 1: 10.00",
        "cat 1: 1.00",
    ]


def test_who_sold_before_they_moved_counts_in_the_leg_of_then() -> None:
    people = but(
        team("ann > bob", "zoe"), "bob", sponsors=(Since(LONG_AGO, "ann"), Since(day(9), "zoe"))
    )
    ask = at_least("leg_gv", 100)
    facts = period(people, [bought("bob", 150, at=day(5)), bought("bob", 50, at=day(12))])

    result = closed(close_plan(ranks=[rank("met", 1, ask)]), facts)

    assert [name for name, each in result.members.items() if each.paid_as] == ["ann"]


def test_everything_of_a_level_is_paid_or_told_or_left_to_the_company() -> None:
    people = team("ann > bob (inactive) > cat > dan")
    result = closed(
        close_plan(levels("0.10", "0.05", "0.02", compression="skip_inactive", **LEVEL)),
        period(people, [bought("dan", 100), sold("cat", 10)]),
    )

    assert unpaid(result) == [
        "nobody 3: nobody is left",
        "bob 2: does not qualify in this period",
    ]


def test_what_the_columns_do_not_compute_is_refused_by_name() -> None:
    plan = close_plan(levels("0.10") | {"kind": "lottery", "id": "luck"})
    with pytest.raises(NotInColumns, match="bonus luck is of kind lottery"):
        closed(plan, period(team("ann")))


def test_figures_of_another_period_are_refused() -> None:
    plan = close_plan(ranks=[rank("met", 1, at_least("pv", 1), window="week")])
    with pytest.raises(NotInColumns, match="pv is of a week, and this is the close of a month"):
        closed(plan, period(team("ann")))


def test_facts_that_do_not_fit_are_refused() -> None:
    people = team("ann > bob")
    circle = but(people, "ann", sponsors=(Since(LONG_AGO, "bob"),))
    title = but(people, "ann", title="emperor")
    sale = bought("eve", 1)
    with pytest.raises(StandsAboveItself, match=r"tree sponsor: \w+ under \w+ under"):
        closed(close_plan(), period(circle))
    with pytest.raises(NamesNobody, match="order o1 names eve"):
        closed(close_plan(), period(people, [sale]))
    with pytest.raises(NamedTwice, match="order o1 is told 2 times"):
        closed(close_plan(), period(people, [replace(sale, order_id="o1")] * 2))
    with pytest.raises(RankNotInPlan, match="title of ann is emperor"):
        closed(close_plan(), period(title))


def test_a_circle_in_a_tree_that_no_bonus_looks_at_is_refused_too() -> None:
    seats = [
        SeatFacts(tree="matrix", member_id=low, parent=high, side="M", since=LONG_AGO)
        for low, high in (("ann", "bob"), ("bob", "ann"))
    ]
    with pytest.raises(StandsAboveItself, match="tree matrix"):
        closed(close_plan(levels("0.10")), period(team("ann > bob"), seats=tuple(seats)))


def test_a_plan_without_ranks_tells_the_given_ones() -> None:
    plan, facts = close_plan(levels("0.10"), ranks=[]), period(team("ann:star > bob"))
    facts = replace(facts, sales=(bought("bob", 100, order_id="o1"),))

    assert [award.rank for award in closed(plan, facts).awards] == ["star"]
    assert closed(plan, facts).members == walked(plan, facts).members


def test_conditions_may_be_made_of_nothing_and_of_each_other() -> None:
    asked = {"all": [{"all": []}, {"any": [at_least("pv", 50), {"all": [at_least("gv", 90)]}]}]}
    facts = period(team("ann > bob"), [bought("bob", 60), bought("ann", 30)])

    result = closed(close_plan(ranks=[rank("met", 1, asked)]), facts)

    assert result.members == walked(close_plan(ranks=[rank("met", 1, asked)]), facts).members
    assert {each.paid_as for each in result.members.values()} == {"met"}


def test_a_circle_that_is_no_more_at_the_end_is_refused_where_an_order_fell_into_it() -> None:
    people = team("ann", "bob")
    people = but(people, "ann", sponsors=(Since(LONG_AGO, "bob"), Since(day(20), "")))
    people = but(people, "bob", sponsors=(Since(LONG_AGO, "ann"),))
    with pytest.raises(StandsAboveItself):
        closed(close_plan(levels("0.10")), period(people, [bought("bob", 1, at=day(3))]))


def test_nobody_and_nothing_is_a_close_too() -> None:
    facts = PeriodFacts(
        period="2026-10", every="month", starts=day(1), ends=day(30), members=(), sales=()
    )
    lone = SaleFacts(order_id="o1", at=day(3), seller="", volumes={"cv": 100})

    assert closed_columns(close_plan(levels("0.10")), columns_of(facts)).company.raw == 0
    assert closed(close_plan(levels("0.10")), replace(facts, sales=(lone,))).awards == ()
