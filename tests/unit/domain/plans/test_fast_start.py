"""The fast start with the order: a share of a new distributor's first days, for those above.

A worked example: dan enrolled on 2026-11-01 and buys on 2026-11-20 for 200 points of cv. 15 % of
200.00 are 30.00 for cat, who stands above dan; 5 % are 10.00 for bob above cat.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.domain.people.upline import PARTICIPANT
from commissions.domain.plans import Plan, awards
from commissions.domain.sales.attribution import match_of
from commissions.domain.sales.referral_match import SaleCredit, credit_of
from tests.support.builders import (
    a_credit,
    a_customer_bonus,
    a_fast_start_bonus,
    a_levels_bonus,
    a_lock,
    a_plan,
    paid,
    unpaid,
)
from tests.support.memory_ledger import payable, settled
from tests.support.orders import a_refund, an_item, an_order, sold

ORDERED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
JOINED = datetime(2026, 11, 1, tzinfo=UTC)
CV = {"cv": 200_00}
FIRST_DAYS = a_fast_start_bonus("0.15", "0.05")


def of_dan(line: str = "dan < cat < bob", **fields: Any) -> SaleCredit:
    """Dan's own purchase of 2026-11-20."""
    return a_credit(
        line, **{"buyer": "dan", "buyer_class": "participant", "enrolled_at": JOINED} | fields
    )


def a_plan_of(*bonuses: Any) -> Plan:
    return a_plan(FIRST_DAYS, *bonuses)


def test_those_above_a_new_distributor_are_paid_by_level() -> None:
    lines = awards(a_plan_of(), of_dan(), CV)

    assert paid(lines) == ["cat 30.00 USD", "bob 10.00 USD"]
    assert [(line.level, line.paid_level, line.rate) for line in lines] == [
        (1, 1, "0.15"),
        (2, 2, "0.05"),
    ]


@pytest.mark.parametrize(
    ("since", "is_paid"),
    [
        (timedelta(microseconds=-1), False),
        (timedelta(0), True),
        (timedelta(days=30, microseconds=-1), True),
        (timedelta(days=30), False),
    ],
)
def test_the_window_has_its_first_moment_and_not_its_last(since: timedelta, is_paid: bool) -> None:
    lines = awards(a_plan_of(), of_dan(enrolled_at=ORDERED - since), CV)

    assert bool(paid(lines)) == is_paid


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (
            {"enrolled_at": datetime(2026, 1, 5, tzinfo=UTC)},
            "the buyer enrolled on 2026-01-05, 30 days or more before the order",
        ),
        (
            {"enrolled_at": datetime(2026, 12, 1, tzinfo=UTC)},
            "the buyer enrolled on 2026-12-01, after the order",
        ),
        ({"enrolled_at": None}, "it is not known when the buyer enrolled"),
        ({"buyer_class": "retail"}, "bought by a retail buyer: no new distributor"),
        ({"buyer": ""}, "no member is known as its buyer"),
        ({"buyer": "eve"}, "who stands above eve is not known with an order of dan"),
    ],
)
def test_an_order_of_other_days_or_people_says_why_it_is_not_paid(
    fields: dict[str, Any], why: str
) -> None:
    assert unpaid(awards(a_plan_of(), of_dan(**fields), CV)) == [f"dan: {why}"]


def test_a_lock_that_was_written_before_enrolments_were_kept_is_not_paid_by_it() -> None:
    match = match_of(a_lock("dan < cat", buyer="dan", buyer_class="participant"))
    assert match is not None
    plan = a_plan_of(a_levels_bonus("0.10"))

    assert paid(awards(plan, credit_of(match), CV)) == ["cat 20.00 USD"]


def test_whoever_is_not_paid_uses_up_the_level() -> None:
    lines = awards(a_plan_of(), of_dan("dan < cat (inactive) < bob < ann"), CV)

    assert paid(lines) == ["bob 10.00 USD"]
    assert unpaid(lines) == ["cat: inactive as of the sale"]


def test_where_eligibility_alone_qualifies_the_inactive_are_paid_too() -> None:
    plan = a_plan(a_fast_start_bonus("0.15", qualified_by="eligibility"))

    assert paid(awards(plan, of_dan("dan < cat (inactive)"), CV)) == ["cat 30.00 USD"]


def test_rates_and_conditions_go_by_rank() -> None:
    table = {"silver": {"1": "0.10"}, "gold": {"1": "0.15", "2": "0.05"}}
    least = {"metric": "rank", "op": ">=", "value": "silver"}
    plan = a_plan(a_fast_start_bonus(rates=table, eligibility=least))

    lines = awards(plan, of_dan("dan < cat:silver < bob:silver"), CV)
    others = awards(plan, of_dan("dan < cat:associate < bob:gold"), CV)

    assert (paid(lines), unpaid(lines)) == (
        ["cat 20.00 USD"],
        ["bob: rank silver is paid to level 1"],
    )
    assert paid(others) == ["bob 10.00 USD"]


def test_levels_that_nobody_stands_at_are_told() -> None:
    assert unpaid(awards(a_plan_of(), of_dan("dan < cat"), CV)) == [
        "nobody: nobody is left for level 2"
    ]
    assert unpaid(awards(a_plan_of(), of_dan("dan"), CV)) == [
        "nobody: nobody is left for levels 1 to 2"
    ]


def test_what_it_replaces_is_not_paid_of_such_an_order() -> None:
    replacing = a_fast_start_bonus("0.15", "0.05", replaces=["levels"])
    plan = a_plan(a_levels_bonus("0.10", "0.05"), replacing)

    new, old = (awards(plan, of_dan(enrolled_at=each), CV) for each in (JOINED, None))

    assert paid(new) == ["cat 30.00 USD", "bob 10.00 USD"]
    assert unpaid(new) == ["dan: fast_start is paid instead"]
    assert paid(old) == ["cat 20.00 USD", "bob 10.00 USD"]


def test_what_it_does_not_name_is_paid_beside_it() -> None:
    lines = awards(a_plan_of(a_levels_bonus("0.10")), of_dan(), CV)

    assert paid(lines) == ["cat 30.00 USD", "bob 10.00 USD", "cat 20.00 USD"]


def test_a_customers_order_is_paid_as_ever() -> None:
    plan = a_plan(a_fast_start_bonus(replaces=["customer"]), a_customer_bonus("0.20"))

    lines = awards(plan, a_credit("dan < cat"), CV)

    assert paid(lines) == ["dan 40.00 USD"]
    assert unpaid(lines) == ["dan: bought by a retail buyer: no new distributor"]


def test_what_is_replaced_is_so_where_the_order_has_no_volume_to_start_with() -> None:
    """As at a close: days and buyer say what a first order is, and no figure."""
    replacing = a_fast_start_bonus("0.15", basis="pv", replaces=["levels"])

    lines = awards(a_plan(replacing, a_levels_bonus("0.10")), of_dan(), {"pv": 0} | CV)

    assert paid(lines) == []


def test_refunds_take_it_back_to_the_last_unit() -> None:
    """Of 3 x 33.33 one comes back: of 15.00 and 5.00 a third, and with the others all."""
    order = an_order(an_item(qty="3", net=99_99))
    plan = a_plan_of()
    people: dict[str, Any] = {"plan": plan, "buyer": "dan", "buyer_class": PARTICIPANT}
    _, lock, match = sold(order, "dan < cat < bob", **people)
    ledger = settled((order, lock, replace(match, enrolled_at=JOINED)), plan=plan)
    earned = payable(ledger)

    ledger.settle(a_refund("r1", units={"1": "1"}))
    left = payable(ledger)
    ledger.settle(a_refund("r2", units={"1": "2"}))
    ledger.settle(a_refund("r1", units={"1": "1"}))

    assert (earned, left) == (
        {"cat USD": 15_00, "bob USD": 5_00},
        {"cat USD": 10_00, "bob USD": 3_34},
    )
    assert sum(payable(ledger).values()) == 0


def test_whatever_is_told_later_of_the_buyer_the_first_match_decides() -> None:
    order, later = an_order(customer="k1"), an_order(customer="k1", minutes=5)
    plan = a_plan_of()
    people: dict[str, Any] = {"plan": plan, "buyer": "dan", "buyer_class": PARTICIPANT}
    first = sold(order, "dan < cat", **people)
    _, lock, match = sold(later, "dan < cat", **people)
    second = later, lock, replace(match, enrolled_at=JOINED)

    assert payable(settled(first, second, plan=plan)) == {}
    assert payable(settled(second, first, plan=plan)) == {}
