"""What comes after a close, by hand: whose pay it changes, and what stays as the close found it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from commissions.audit.close import corrections as walk
from commissions.domain.close.corrections import (
    NamesNoOrder,
    OpenPeriodCounts,
    corrections,
    not_booked,
    sales_now,
)
from commissions.domain.close.difference import NotOneClose, difference
from commissions.domain.close.engine import closed_columns
from commissions.domain.close.facts import LateReturn, PeriodFacts, SaleFacts, SaleLine
from commissions.domain.close.from_facts import columns_of
from tests.support.binaries import binary, binary_plan, percent, seats
from tests.support.both_closes import both_closed
from tests.support.builders import Document
from tests.support.closes import (
    ENDS,
    EVERYBODY,
    at_least,
    bonus,
    bought,
    but,
    close_plan,
    hundredths,
    levels,
    lines,
    paid,
    period,
    rank,
    sold,
    team,
    text,
)

PEOPLE = team("ann > bob", "dan > eve")


def back(points: str | int, order: str = "o1", **fields: object) -> LateReturn:
    volumes = dict.fromkeys(("pv", "cv"), hundredths(points))
    return replace(LateReturn(order_id=order, at=ENDS, volumes=volumes), **fields)  # type: ignore[arg-type]


def corrected(
    plan: Document,
    facts: PeriodFacts,
    *returns: LateReturn,
    orders: Sequence[SaleFacts] = (),
) -> list[str]:
    """`ann 1: -2.00`; both engines have to agree."""
    found = corrections(plan, facts, sales_now(plan, facts, returns, orders))
    assert found == walk.corrections(plan, facts, returns, orders)
    return [f"{each.member} {each.level}: {text(each.amount)}" for each in found]


def under_cap(pct: str, *bonuses: Document, after: str = "keep_factor", **cap: object) -> Document:
    company = {"max_pct": pct, "of": "cv", "enforce": "pro_rata", "after_close": after} | cap
    return close_plan(*bonuses, caps={"company": company})


def again(plan: Document, ranks: str) -> Document:
    return plan | {"refunds": plan["refunds"] | {"ranks": ranks}}


THREE = [bought("bob", 100), bought("eve", 100), bought("ann", 100)]


def test_with_the_factor_kept_a_return_changes_its_own_awards_alone() -> None:
    """5 % of 300 for awards of 20.00: three quarters of each. Of 6.00 that are 4.50."""
    plan, facts = under_cap("0.05", levels("0.10")), period(PEOPLE, THREE)

    assert paid(both_closed(plan, facts)) == ["ann 7.50", "dan 7.50"]
    assert corrected(plan, facts, back(40)) == ["ann 1: -3.00"]


def test_with_the_cap_judged_again_it_changes_everybodys() -> None:
    """5 % of 260 for awards of 16.00: ann has 6/16 of 13.00, dan 10/16, the cent to her."""
    plan = under_cap("0.05", levels("0.10"), after="judge_again")

    assert corrected(plan, period(PEOPLE, THREE), back(40)) == ["ann 1: -2.62", "dan 1: 0.62"]


def test_who_has_a_cent_by_the_remainders_keeps_it() -> None:
    """Three of 0.03 share 0.05 as 2, 2 and 1. Of two thirds the first has 1 and still the cent."""
    people = team("ann > bob", "cat > dan", "eve > fay")
    sales = [bought(who, "0.30") for who in ("bob", "dan", "fay")]
    plan, facts = under_cap("0.056", levels("0.10")), period(people, sales)

    assert paid(both_closed(plan, facts)) == ["ann 0.02", "cat 0.02", "eve 0.01"]
    assert corrected(plan, facts, back("0.10")) == []
    assert corrected(plan, facts, back("0.20")) == ["ann 1: -0.01"]
    assert corrected(plan, facts, back("0.30", "o3")) == ["eve 1: -0.01"]


def test_by_priority_each_bonus_keeps_its_own_factor() -> None:
    """6.00 of volume 60: levels 4.00 in full, then 2.00 for the 4.00 of the second."""
    more = levels("0.10") | {"id": "more"}
    words: Document = {"enforce": "priority", "priority": ["levels", "more"]}
    plan = under_cap("0.15", levels("0.10"), more, **words)
    facts = period(PEOPLE, [bought("bob", 40)])

    assert lines(both_closed(plan, facts)) == ["ann 1: 4.00", "ann 1: 2.00"]
    assert corrected(plan, facts, back(20)) == ["ann 1: -2.00", "ann 1: -1.00"]


def test_a_bonus_that_nothing_was_left_for_pays_nothing_afterwards_either() -> None:
    more = bonus("customer", rates={"0": "0.10"}, start="seller")
    words: Document = {"enforce": "priority", "priority": ["levels", "customer"]}
    plan = under_cap("0.05", levels("0.10"), more, **words)
    late = bought("eve", 50, order_id="late")

    assert corrected(plan, period(PEOPLE, [bought("bob", 100)]), orders=[late]) == ["dan 1: 2.50"]


def pool(after: str, **words: object) -> Document:
    asked = [rank("gold", 1, at_least("pv", 100), window="month")]
    one = {"pct": "0.02", "points": {"gold": "1"}, "remainder": "company"} | words
    company = {"max_pct": "1", "of": "cv", "enforce": "pro_rata", "after_close": after}
    plan = close_plan(bonus("pool", basis="company_cv", **one), ranks=asked)
    return again(plan | {"caps": {"company": company}}, "paid_as")


def test_a_point_of_a_pool_stays_worth_what_it_was() -> None:
    """2 % of 1,000 for two: 10.00 each. With 500 back it would be 5.00."""
    facts = period(PEOPLE, [bought("ann", 700), bought("dan", 300)])

    assert corrected(pool("keep_factor"), facts, back(500)) == []
    assert corrected(pool("judge_again"), facts, back(500)) == ["ann 0: -5.00", "dan 0: -5.00"]


def test_the_part_of_one_who_is_no_longer_in_a_pool_is_the_companys() -> None:
    """Judged again, dan would have all of 2 % of 350."""
    facts = period(PEOPLE, [bought("ann", 700), bought("dan", 300)])

    assert corrected(pool("keep_factor"), facts, back(650)) == ["ann 0: -10.00"]
    assert corrected(pool("judge_again"), facts, back(650)) == ["ann 0: -10.00", "dan 0: -3.00"]


def test_nobody_moves_up_into_a_place_that_is_lost() -> None:
    places = {"by": "position", "amounts": ["9.00", "5.00"], "score": "pv", "points": None}
    facts = period(PEOPLE, [bought("ann", 700), bought("dan", 300)])
    keeps, judges = pool("keep_factor", **places), pool("judge_again", **places)

    assert corrected(keeps, facts, back(650)) == []
    assert corrected(keeps, facts, back(700)) == ["ann 0: -9.00"]
    assert corrected(judges, facts, back(650)) == ["ann 0: -4.00", "dan 0: 4.00"]
    assert corrected(judges, facts, back(700)) == ["ann 0: -9.00", "dan 0: 4.00"]


def test_a_late_order_has_its_own_period_computed_again_where_the_plan_says_so() -> None:
    plan, facts = close_plan(levels("0.10")), period(PEOPLE, [bought("bob", 100)])
    late = bought("eve", 50, order_id="late")
    recompute = plan | {"refunds": plan["refunds"] | {"late_orders": "recompute"}}
    current = plan | {"refunds": plan["refunds"] | {"late_orders": "current"}}

    assert corrected(recompute, facts, back(20, "late"), orders=[late]) == ["dan 1: 3.00"]
    with pytest.raises(OpenPeriodCounts, match="order late came after 2026-10 was closed"):
        sales_now(current, facts, (), [late])
    with pytest.raises(walk.CountsInTheOpenPeriod, match="it counts in the open period"):
        walk.corrections(current, facts, (), [late])


def test_a_title_stays_or_is_judged_again_as_the_plan_says() -> None:
    """Gold by 100 of group volume, paid by the title: 20 % of what is left, or silver's 5 %."""
    asked = [rank("silver", 1, EVERYBODY), rank("gold", 2, at_least("gv", 100))]
    table = {"silver": {"1": "0.05"}, "gold": {"1": "0.20"}}
    plan = close_plan(levels(rates=table, pay_rank="title"), ranks=asked)
    facts = period(PEOPLE, [bought("bob", 100)])

    assert corrected(again(plan, "keep"), facts, back(40)) == ["ann 1: -8.00"]
    assert corrected(again(plan, "paid_as"), facts, back(40)) == ["ann 1: -8.00"]
    assert corrected(again(plan, "title"), facts, back(40)) == ["ann 1: -17.00"]


def test_what_comes_back_by_line_by_margin_and_of_other_bonuses_comes_back() -> None:
    of_customer = levels("0.50") | {"id": "share", "basis": {"bonus": "customer"}}
    by_sku = levels("0.10") | {"rates_by_sku": {"kit": "0.02"}}
    margin = bonus("retail_margin", basis="retail_margin", rates={"0": "1"})
    kit, tea = SaleLine("kit", {"cv": 5_000}), SaleLine("tea", {"cv": 5_000})
    sale = sold("bob", 100, retail_margin=700, earned={("customer", "bob"): 400})
    facts = period(PEOPLE, [replace(sale, lines=(kit, tea))])
    plan = close_plan(by_sku, margin, of_customer)
    returned = back(50, lines=(kit,), retail_margin=300, earned={("customer", "bob"): 100})

    assert paid(both_closed(plan, facts)) == ["bob 15.00"]
    assert corrected(plan, facts, returned) == ["bob 1: -1.00", "bob 0: -3.00", "bob 1: -0.50"]


def test_who_is_above_the_own_cap_gives_back_nothing_until_under_it() -> None:
    plan = under_cap("1", levels("0.10"))
    plan["caps"]["person"] = [{"period": "month", "amount": "8.00"}]
    facts = period(PEOPLE, [bought("bob", 100)])

    assert corrected(plan, facts, back(20)) == []
    assert corrected(plan, facts, back(30)) == ["ann 1: -1.00"]


def test_by_the_average_what_came_back_takes_what_a_point_was_paid_in_that_period() -> None:
    """10.00 and 4.00 for 200: of the 50 that came back 3.50, in one line."""
    people = team("top > ann > bob", "ann > cat > dan")
    plan = close_plan(levels("0.10", "0.04"))
    plan["refunds"] |= {"rate": "period_average"}
    facts = period(people, [bought("bob", 100), bought("dan", 100)])

    assert lines(both_closed(plan, facts)) == [
        "ann 1: 10.00", "ann 2: 4.00", "cat 1: 10.00", "top 2: 4.00",
    ]  # fmt: skip
    assert corrected(plan, facts, back(50)) == ["ann 0: -3.50", "top 0: -2.00"]


def test_what_comes_back_of_an_order_of_another_period_is_refused_by_its_name() -> None:
    plan, facts = close_plan(levels("0.10")), period(PEOPLE, [bought("bob", 100)])

    with pytest.raises(NamesNoOrder, match="order elsewhere, which is not of 2026-10"):
        sales_now(plan, facts, [back(1, "elsewhere")])
    with pytest.raises(walk.ReturnOfNothing, match="order elsewhere is not of 2026-10"):
        walk.corrections(plan, facts, [back(1, "elsewhere")])


def test_closes_of_two_periods_have_no_difference() -> None:
    plan = close_plan(levels("0.10"))
    october = closed_columns(plan, columns_of(period(PEOPLE)))
    without = {who: each for who, each in PEOPLE.items() if who in {"ann", "bob"}}
    others = closed_columns(plan, columns_of(period(but(without, "bob", owner="ann"))))

    with pytest.raises(NotOneClose, match="the same members and orders"):
        difference(october, others)


def test_a_second_correction_posts_what_the_first_one_did_not() -> None:
    """10 % of 0.25 were 0.02, of 0.16 they are 0.02 and of 0.14 0.01."""
    plan, facts = close_plan(levels("0.10")), period(PEOPLE, [bought("bob", "0.25")])
    first, second = (
        corrections(plan, facts, sales_now(plan, facts, [back(each)])) for each in ("0.11", "0.25")
    )

    assert [(each.base, each.amount) for each in first] == [(-11, -1)]
    assert [(each.base, each.amount) for each in not_booked(second, first)] == [(-14, -1)]
    assert not_booked(first, first) == []


def test_what_was_taken_back_too_much_is_given_again() -> None:
    plan, facts = close_plan(levels("0.10")), period(PEOPLE, [bought("bob", 100)])
    booked = corrections(plan, facts, sales_now(plan, facts, [back(40)]))

    [again_] = not_booked(corrections(plan, facts, facts.sales), booked)

    assert (again_.member, again_.base, again_.amount) == ("ann", 4_000, 400)


def test_an_order_of_the_close_that_is_not_told_again_is_a_refusal() -> None:
    plan, facts = close_plan(levels("0.10")), period(PEOPLE, [bought("bob", 100)])

    with pytest.raises(NotOneClose, match="the same members and orders"):
        corrections(plan, facts, ())


def test_a_leg_of_a_binary_has_its_own_unit_in_a_period_that_is_closed_again() -> None:
    """The binary pairs pv: 40 cv that come back leave ann's legs at 100, and her rank."""
    asked = [rank("gold", 1, at_least("binary_leg", 100, side="weak"), window="month")]
    table = {"gold": {"1": "0.10"}}
    pairing = binary(percent("0.10"), basis="pv")
    plan = again(binary_plan(levels(rates=table), pairing, ranks=asked), "paid_as")
    sales = [bought("bob", 100), bought("cat", 100)]
    facts = period(team("ann > bob", "ann > cat"), sales, seats=seats("ann L bob", "ann R cat"))
    cv_back = back(0, volumes={"cv": hundredths(40)})

    assert corrected(plan, facts, cv_back) == ["ann 1: -4.00"]
    assert corrected(plan, facts, back(1)) == ["ann 1: -10.00", "ann 1: -10.00"]


def test_an_order_time_award_that_goes_back_leaves_the_company_and_the_person_room() -> None:
    """15 % of 200 less 20.00 of the customer's order leave 5.00 for either; of bob's alone all of
    15.00. And of a person's 25.00 the 20.00 leave 5.00, and nothing of them 10.00."""
    customers = sold("ann", 100, earned={("customer", "ann"): 2_000})
    facts = period(PEOPLE, [bought("bob", 100), customers])
    returned = back(100, "o2", earned={("customer", "ann"): 2_000})
    company = under_cap("0.15", levels("0.15"), after="judge_again")
    person = under_cap("1", levels("0.10"))
    person["caps"]["person"] = [{"period": "month", "amount": "25.00"}]

    assert paid(both_closed(company, facts)) == ["ann 10.00"]
    assert corrected(company, facts, returned) == ["ann 1: 10.00", "ann 1: -5.00"]
    assert paid(both_closed(person, facts)) == ["ann 5.00"]
    assert corrected(person, facts, returned) == ["ann 1: 5.00"]
