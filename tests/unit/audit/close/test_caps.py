"""Caps: of a bonus, of a person, of the company."""

from commissions.audit.close.caps import NO_MORE
from tests.support.both_closes import both_closed
from tests.support.builders import Document
from tests.support.closes import (
    bonus,
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
)

COMPANY: Document = {"max_pct": "1", "of": "cv", "enforce": "report"}


def capped(*bonuses: Document, **caps: object) -> Document:
    return close_plan(*bonuses, caps={"company": COMPANY, **caps})


def company(max_pct: str, *bonuses: Document, **words: object) -> Document:
    cap = COMPANY | {"max_pct": max_pct, "enforce": "pro_rata"} | words
    return close_plan(*bonuses, caps={"company": cap})


def test_a_bonuss_cap_cuts_a_members_last_levels_first() -> None:
    """Ann has 20.00 of level 1 and 5.00 of level 2; 22.00 are the most."""
    people = team("ann > bob > cat")
    plan = capped(levels("0.10", "0.05", award="level"), bonus={"levels": {"month": "22.00"}})

    result = run(plan, period(people, [bought("bob", 200), bought("cat", 100)]))

    assert lines(result) == ["ann 1: 20.00", "ann 2: 2.00", "bob 1: 10.00"]
    assert [
        (each.raw, each.reason) for each in result.awards if each.level == 2 and each.amount
    ] == [(500, NO_MORE.format(of="bonus levels"))]


def test_a_persons_cap_goes_over_all_bonuses_in_the_plans_order() -> None:
    customer = bonus("customer", start="seller", rates={"0": "0.20"})
    plan = capped(customer, levels("0.10"), person=[{"period": "month", "amount": "25.00"}])

    result = run(plan, period(team("ann"), [sold("ann", 100)]))

    assert [(each.bonus, each.amount) for each in result.awards if each.amount] == [
        ("customer", 2000),
        ("levels", 500),
    ]


def test_what_was_paid_with_the_orders_fills_a_persons_cap_first_and_is_not_cut() -> None:
    """25.00 at most: 18.00 were paid to ann with bob's order, and 40.00 to bob."""
    plan = capped(levels("0.10"), person=[{"period": "month", "amount": "25.00"}])
    earned = {("now", "ann"): 1_800, ("now", "bob"): 4_000}
    people = team("ann > bob > cat")
    sales = [bought("bob", 100, earned=earned), bought("cat", 100)]

    assert paid(both_closed(plan, period(people, sales))) == ["ann 7.00"]


def test_what_was_paid_with_orders_to_any_of_ones_positions_counts() -> None:
    plan = capped(levels("0.10"), person=[{"period": "month", "amount": "12.00"}])
    people = but(team("ann > bob", "zoe"), "zoe", owner="ann")
    sales = [bought("bob", 100, earned={("now", "zoe"): 500})]

    assert paid(both_closed(plan, period(people, sales))) == ["ann 7.00"]


def test_a_bonus_that_the_priority_leaves_out_is_the_last() -> None:
    """10.00 for 10.00 of one and 10.00 of each other; a plan that is checked names them all."""
    second, third = (levels("0.10") | {"id": each} for each in ("second", "third"))
    plan = company("0.15", levels("0.10"), second, third, enforce="priority", priority=["third"])

    result = both_closed(plan, period(team("ann > bob"), [bought("bob", 100)]))

    assert [(each.bonus, each.amount) for each in result.awards if each.amount] == [
        ("levels", 500),
        ("third", 1000),
    ]


def test_what_earlier_closes_within_a_longer_period_paid_is_taken_off() -> None:
    plan = capped(levels("0.10"), person=[{"period": "quarter", "amount": "25.00"}])
    facts = period(team("ann > bob"), [bought("bob", 100)], paid_within={"quarter": {"ann": 2_000}})

    assert paid(run(plan, facts)) == ["ann 5.00"]


def test_several_positions_of_one_owner_share_the_cap_and_one_without_stands_alone() -> None:
    """Ann owns a1 and a2; they had 10.00 each. Bob, of nobody, is capped by himself."""
    people = team("a1 > a2 > cat", "bob > dan")
    people = but(but(people, "a1", owner="ann"), "a2", owner="ann")
    plan = capped(levels("0.10", "0.10"), person=[{"period": "month", "amount": "15.00"}])

    result = run(plan, period(people, [bought("cat", 100), bought("dan", 100)]))

    assert paid(result) == ["a1 10.00", "a2 5.00", "bob 10.00"]


def test_the_main_position_may_be_named_as_the_owner_of_the_others() -> None:
    people = but(team("ann > a2 > cat"), "a2", owner="ann")
    plan = capped(levels("0.10", "0.10"), person=[{"period": "month", "amount": "15.00"}])

    assert paid(run(plan, period(people, [bought("cat", 100)]))) == ["a2 5.00", "ann 10.00"]


def test_the_companys_cap_scales_all_to_the_unit_with_the_largest_remainders() -> None:
    """10.00, 5.00 and 3.00 are 18.00 for 7.00: 3.888…, 1.944…, 1.166…: 3.89, 1.94, 1.17."""
    facts = period(team("ann > bob > cat > dan"), [bought("dan", 100)])

    result = run(company("0.07", levels("0.10", "0.05", "0.03")), facts)

    assert paid(result) == ["ann 1.17", "bob 1.94", "cat 3.89"]
    assert result.company is not None
    assert (result.company.limit, result.company.raw) == (700, 1800)


def test_equal_remainders_go_to_who_enrolled_first_wherever_they_stand() -> None:
    """Three times 10.00 for 10.00: 3.33 each, and the cent for zoe, who enrolled first."""
    people = team("zoe > z", "ann > a", "bob > b")
    orders = [bought(who, 100) for who in ("a", "b", "z")]

    result = run(company("0.03334", levels("0.10")), period(people, orders))

    assert paid(result) == ["ann 3.33", "bob 3.33", "zoe 3.34"]


def test_what_stands_of_order_time_awards_is_taken_off_first_and_never_cut() -> None:
    """12 % of 100 less 8.00 that the order paid: 4.00 for 10.00."""
    order = bought("bob", 100, earned={("customer", "ann"): 500, ("levels0", "zoe"): 300})

    result = run(company("0.12", levels("0.10")), period(team("ann > bob", "zoe"), [order]))

    assert paid(result) == ["ann 4.00"]


def test_order_time_awards_above_the_cap_leave_nothing_and_no_debt() -> None:
    order = bought("bob", 100, earned={("customer", "ann"): 2_000})

    result = run(company("0.12", levels("0.10")), period(team("ann > bob"), [order]))

    assert (paid(result), result.company and result.company.limit) == ([], 0)
    assert [each.reason for each in result.awards] == [NO_MORE.format(of="company")]


def test_a_period_with_more_refunds_than_sales_has_a_cap_of_nothing() -> None:
    """-50 in all: bob's 100 pay nothing, dan's return takes back in full, and makes room."""
    people = team("ann > bob", "cat > dan")
    facts = period(people, [bought("bob", 100), bought("dan", -150)])

    result = run(company("0.40", levels("0.10")), facts)

    assert paid(result) == ["ann 10.00", "cat -15.00"]
    assert result.company is not None
    assert result.company.limit == 1500


def test_awards_below_nothing_are_not_scaled_and_make_room() -> None:
    """Room of 3.00 from 100 - 40, and 4.00 from the award below nothing."""
    people = team("ann > bob", "cat > dan")
    facts = period(people, [bought("bob", 100), bought("dan", -40)])

    assert paid(run(company("0.05", levels("0.10")), facts)) == ["ann 7.00", "cat -4.00"]


def test_reported_only_nothing_is_cut() -> None:
    facts = period(team("ann > bob"), [bought("bob", 100)])

    assert paid(run(company("0.05", levels("0.10"), enforce="report"), facts)) == ["ann 10.00"]


def test_by_priority_the_first_bonuses_are_paid_in_full_and_the_last_ones_not() -> None:
    """9.00: 5.00 for the second, 4.00 of the first one's 10.00, nothing for the third."""
    named = [
        levels(rate, id=name)
        for name, rate in (("one", "0.10"), ("two", "0.05"), ("three", "0.02"))
    ]
    plan = company("0.09", *named, enforce="priority", priority=["two", "one", "three"])

    result = run(plan, period(team("ann > bob"), [bought("bob", 100)]))

    assert {each.bonus: each.amount for each in result.awards} == {
        "one": 400,
        "two": 500,
        "three": 0,
    }
    assert len(result.awards) == 3


def test_the_bonuss_cap_the_persons_and_the_companys_come_one_after_another() -> None:
    """100.00 become 60.00, then 50.00, then half of it."""
    cap = COMPANY | {"max_pct": "0.025", "enforce": "pro_rata"}
    caps = {"company": cap, "bonus": {"levels": {"month": "60.00"}}} | {
        "person": [{"period": "month", "amount": "50.00"}]
    }

    result = run(
        close_plan(levels("0.10"), caps=caps), period(team("ann > bob"), [bought("bob", 1000)])
    )

    assert [(each.raw, each.amount) for each in result.awards] == [(10_000, 2_500)]
