"""Where a member's money is says what a batch would say, and what their months add up to."""

from datetime import timedelta

import pytest

from commissions.application.payouts.planning import plan
from commissions.application.queries import member_money, member_month
from commissions.domain.payouts.member_money import MemberMoney
from commissions.domain.sales.attribution import PlanRef
from commissions.tables.items import scan
from tests.support import tamper
from tests.support.dynamodb_calls import round_trips
from tests.support.paid_company import (
    NOW,
    a_paying_plan,
    approved,
    days_ago,
    earn,
    enrol,
    project_payouts,
)
from tests.support.tamper import STATEMENTS

pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture
def demo() -> PlanRef:
    ref = a_paying_plan()
    enrol("ann")
    earn(ref, "ann", 8_000, "1", days_ago(60))
    earn(ref, "ann", 2_000, "2", days_ago(10))
    return ref


def money() -> MemberMoney:
    [found] = member_money.read("ann", NOW)
    return found


def of_months() -> int:
    """Earned, less what was taken back and paid, by all months."""
    every = [each.of("USD") for each in member_month.every_month("ann")]
    return sum(each.net - each.paid + each.written_off for each in every)


def test_it_says_what_a_batch_would(demo: PlanRef) -> None:
    [found] = plan("USD", "fake", NOW).payouts

    assert (money().available, money().on_hold) == (found.paid, found.held) == (8_000, 2_000)
    assert money().next_release == days_ago(10) + timedelta(days=30)


def test_it_adds_up_with_the_months(demo: PlanRef) -> None:
    def adds_up() -> bool:
        found = money()
        return of_months() == found.on_hold + found.available - found.negative

    assert adds_up()
    approved()
    project_payouts()
    assert (money().paid, money().available) == (8_000, 0)
    assert adds_up()
    earn(demo, "ann", -3_000, "1", NOW)
    assert (money().negative, money().on_hold) == (3_000, 2_000)
    assert adds_up()
    paid = {each.month: each.of("USD").paid for each in member_month.every_month("ann")}
    assert {month: amount for month, amount in paid.items() if amount} == {"2026-11": 8_000}


def test_it_takes_two_round_trips_however_many_lines_there_are(demo: PlanRef) -> None:
    money()  # the plan is known from now on
    for order in range(3, 130):
        earn(demo, "ann", 1_00, f"{order}", days_ago(5))

    with round_trips() as calls:
        assert money().on_hold == 2_000 + 127 * 1_00
    assert calls == ["Query", "Query"]


def test_a_line_of_before_is_read_with_its_journal(demo: PlanRef) -> None:
    right = money()
    for item in scan(STATEMENTS):
        old = {name: value for name, value in item.items() if name not in {"plan", "month"}}
        tamper.put(STATEMENTS, old)

    assert money() == right


def test_who_never_earned_has_no_money_anywhere() -> None:
    assert member_money.read("zed", NOW) == ()
