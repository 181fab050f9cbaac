"""A plan that pays by the week and judges, or caps, by the month; and who comes when."""

import pytest

from commissions.application.simulation.earning_lines import AT_CLOSE
from commissions.application.simulation.simulating import NoSuchPeriod, NotSimulated
from tests.support.builders import Document, a_customer_bonus
from tests.support.closes import ACTIVE, at_least, bonus, levels
from tests.support.simulations import (
    a_month_plan,
    back,
    bought,
    facts,
    lines,
    members,
    paid,
    simulated,
    sold,
)

TEAM = members("ann > bob > cat")
PERIODS = [
    {"id": "week", "every": "week", "week_starts": "monday"},
    {"id": "month", "every": "month", "cutoff_days": 10},
]
WEEKLY = levels("0.10", start="seller") | {"when": "close:week"}


def a_week_plan(**sections: Document | list[Document]) -> Document:
    return a_month_plan(WEEKLY, periods=PERIODS, **sections)


def test_activity_of_the_month_is_judged_as_far_as_the_month_has_gone() -> None:
    """bob buys 60 in the first week: active in the second too, and not in November."""
    status = {"active": at_least("pv", "50"), "window": "month", "grace_periods": 0}
    orders = [
        bought("o1", "2026-10-05", "bob", "60"),
        bought("o2", "2026-10-13", "cat", "100"),
        bought("o3", "2026-11-10", "cat", "100"),
        bought("o4", "2026-11-20", "bob", "60"),
    ]
    outcome = simulated(a_week_plan(status=status), facts(TEAM, orders))

    assert lines(outcome, AT_CLOSE) == ["2026-W42 of 2026-W42 bob 10.00"]


def test_what_came_back_since_is_not_counted_for_activity() -> None:
    status = {"active": at_least("pv", "50"), "window": "month", "grace_periods": 0}
    orders = [bought("o1", "2026-10-05", "bob", "60"), bought("o2", "2026-10-13", "cat", "100")]
    outcome = simulated(
        a_week_plan(status=status), facts(TEAM, orders, [back("o1", "2026-10-14", "0.5")])
    )

    assert lines(outcome, AT_CLOSE) == []


def test_a_persons_cap_of_a_month_counts_what_its_weeks_have_paid() -> None:
    """10.00, then 5.00 of 10.00 for the cap of 15.00; November begins anew."""
    company = {"max_pct": "1", "of": "cv", "enforce": "report"}
    caps = {"company": company, "person": [{"period": "month", "amount": "15.00"}]}
    orders = [
        bought("o1", "2026-10-05", "bob", "100"),
        bought("o2", "2026-10-13", "bob", "100"),
        bought("o3", "2026-11-10", "bob", "100"),
    ]
    outcome = simulated(a_week_plan(caps=caps), facts(TEAM, orders))

    assert lines(outcome, AT_CLOSE) == [
        "2026-W41 of 2026-W41 ann 10.00",
        "2026-W42 of 2026-W42 ann 5.00",
        "2026-W46 of 2026-W46 ann 10.00",
    ]


def test_a_persons_cap_of_a_month_counts_what_its_orders_paid_before_the_week() -> None:
    """20.00 with o1, of which 4.00 go back before the week ends: 9.00 of 10.00 are left of 25.00.
    In November only the order of November counts."""
    company = {"max_pct": "1", "of": "cv", "enforce": "report"}
    caps = {"company": company, "person": [{"period": "month", "amount": "25.00"}]}
    orders = [
        sold("o1", "2026-10-05", "ann", "100"),
        bought("o2", "2026-10-13", "bob", "100"),
        bought("o3", "2026-11-10", "bob", "100"),
    ]
    refunds = [back("o1", "2026-10-14", "1/5"), back("o1", "2026-10-20", "1/5")]
    outcome = simulated(a_week_plan(caps=caps), facts(TEAM, orders, refunds))

    assert lines(outcome, AT_CLOSE) == [
        "2026-W42 of 2026-W42 ann 9.00",
        "2026-W46 of 2026-W46 ann 10.00",
    ]


def buying(grace: int, **first: object) -> list[str]:
    """bob buys 60 in October and never again; cat buys for ten in every month."""
    status: Document = {"active": at_least("pv", "50"), "window": "month", "grace_periods": grace}
    orders = [bought("o1", "2026-10-05", "bob", "60")]
    days = ("2026-10-13", "2026-11-10", "2026-12-10", "2027-01-12")
    orders += [bought(f"c{day}", day, "cat", "100") for day in days]
    people = [each | first if each["id"] == "ann" else each for each in TEAM]
    return lines(simulated(a_week_plan(status=status), facts(people, orders)), AT_CLOSE)


def test_grace_goes_by_the_months_that_are_over_though_weeks_are_paid() -> None:
    """None, one and two months more for bob; ann has never met it."""
    october, november = "2026-W42 of 2026-W42 bob 10.00", "2026-W46 of 2026-W46 bob 10.00"

    assert buying(0) == [october]
    assert buying(1) == [october, november]
    assert buying(2) == [october, november, "2026-W50 of 2026-W50 bob 10.00"]


def test_who_was_active_before_the_first_period_has_what_is_left_of_grace() -> None:
    assert "2026-W41 of 2026-W41 ann 6.00" not in buying(2)
    assert [each for each in buying(2, periods_missed=1) if " ann " in each] == [
        "2026-W41 of 2026-W41 ann 6.00"
    ]
    assert [each for each in buying(2, periods_missed=2) if " ann " in each] == []


def test_grace_goes_from_close_to_close_where_a_month_is_paid() -> None:
    status: Document = {"active": at_least("pv", "50"), "window": "month", "grace_periods": 1}
    days = ("2026-10-13", "2026-11-10", "2026-12-10")
    orders = [bought("o1", "2026-10-05", "bob", "60")]
    orders += [bought(f"c{day}", day, "cat", "100") for day in days]
    outcome = simulated(
        a_month_plan(levels("0.10", start="seller"), status=status), facts(TEAM, orders)
    )

    assert lines(outcome, AT_CLOSE) == [
        "2026-10 of 2026-10 bob 10.00",
        "2026-11 of 2026-11 bob 10.00",
    ]


def test_of_an_old_version_it_is_said_what_nothing_goes_by() -> None:
    plan = a_month_plan(levels("0.10", start="seller"))
    told = facts(TEAM, [bought("o1", "2026-10-05", "bob", "1")])
    plain = simulated(plan, told).notes

    plan["volumes"]["pv"] = plan["volumes"]["pv"] | {"moment": "paid"}
    margin = bonus("retail_margin", basis="retail_margin", rates={"0": "1"}, award="level")
    plan["bonuses"].append(margin)
    added = [each for each in simulated(plan, told).notes if each not in plain]

    assert [each.partition(",")[0] for each in added] == [
        "The plan says moment: paid",
        "retail_margin pays on what these facts tell: no store tells the distributor's price",
    ]


def a_plan_of_both() -> Document:
    plan = a_week_plan()
    plan["bonuses"].append(levels("0.05", start="seller") | {"id": "monthly"})
    return plan


def test_what_a_week_pays_is_told_with_the_month_that_it_ends_in() -> None:
    """The week of 26 October ends on 1 November."""
    orders = [bought("o1", "2026-10-20", "bob", "200"), bought("o2", "2026-10-27", "bob", "100")]
    outcome = simulated(a_plan_of_both(), facts(TEAM, orders))

    assert lines(outcome, AT_CLOSE) == [
        "2026-10 of 2026-10 ann 10.00",
        "2026-10 of 2026-10 ann 5.00",
        "2026-10 of 2026-W43 ann 20.00",
        "2026-11 of 2026-W44 ann 10.00",
    ]


def test_a_month_alone_has_the_weeks_that_ended_in_it() -> None:
    orders = [bought("o1", "2026-10-20", "bob", "200"), bought("o2", "2026-10-27", "bob", "100")]
    refunds = [back("o2", "2026-10-28", "0.5"), back("o2", "2026-11-20")]
    outcome = simulated(a_plan_of_both(), facts(TEAM, orders, refunds), only="2026-10")

    assert lines(outcome, AT_CLOSE) == [
        "2026-10 of 2026-10 ann 10.00",
        "2026-10 of 2026-10 ann 2.50",
        "2026-10 of 2026-W43 ann 20.00",
    ]
    last_days = facts(TEAM, orders[1:], refunds)
    assert paid(simulated(a_plan_of_both(), last_days, only="2026-10")) == ["ann 2.50"]


def test_a_plan_that_closes_nothing_is_told_by_the_month() -> None:
    plan = a_month_plan()
    plan["bonuses"] = [a_customer_bonus()]
    outcome = simulated(plan, facts(TEAM, [sold("o1", "2026-10-05", "bob", "100")]))

    assert [(row.period, row.paid) for row in outcome.rows] == [("2026-10", 20_00)]
    assert outcome.closes == []


def test_who_enrols_later_is_not_there_before() -> None:
    """zoe counts nowhere in October, though she is told."""
    people = [*TEAM, {"id": "zoe", "sponsor": "ann", "enrolled": "2026-11-02"}]
    orders = [bought("o1", "2026-10-05", "bob", "10"), bought("o2", "2026-11-05", "zoe", "100")]
    plan = a_month_plan(levels("0.10", start="seller"), status={"active": ACTIVE})
    outcome = simulated(plan, facts(people, orders))

    first, second = outcome.closes
    assert "zoe" not in first.result.members
    assert "zoe" in second.result.members
    assert paid(outcome) == ["ann 11.00"]


def test_two_refunds_of_one_moment_are_both_taken_back() -> None:
    refunds = [back("o1", "2026-11-05", "1/4"), back("o1", "2026-11-05", "1/4")]
    plan = a_month_plan(levels("0.10", start="seller"))
    outcome = simulated(plan, facts(TEAM, [bought("o1", "2026-10-05", "bob", "100")], refunds))

    assert paid(outcome) == ["ann 5.00"]
    assert outcome.rows[1].given_back == 50_00


def test_a_mistyped_year_is_asked_about_before_thousands_of_periods_are_computed() -> None:
    orders = [bought("o1", "2026-10-05", "bob", "1"), bought("o2", "2096-10-05", "bob", "1")]

    with pytest.raises(NotSimulated, match="3653 periods of a week"):
        simulated(a_week_plan(), facts(TEAM, orders))


def test_what_is_no_period_of_the_facts_is_named() -> None:
    with pytest.raises(NoSuchPeriod, match="there are 2026-10 to 2026-10"):
        simulated(
            a_month_plan(levels("0.10")),
            facts(TEAM, [bought("o1", "2026-10-05", "bob", "1")]),
            only="2026-11",
        )
