"""What is taken back, once and no more: reports 9, 10, 18 to 23, 36 and 42."""

import pytest

from commissions.audit.close.corrections import corrections
from commissions.domain.close.facts import LateReturn
from commissions.domain.money import shown
from commissions.domain.orders.order import OrderPlaced
from tests.support.builders import Document
from tests.support.closes import (
    ENDS,
    bonus,
    bought,
    close_plan,
    hundredths,
    levels,
    period,
    rank,
    run,
    team,
)
from tests.support.memory_ledger import settled, standings
from tests.support.orders import a_cancellation, a_dispute, a_refund, an_item, an_order
from tests.unit.plan_cases.earning import balance, sale, share, statement, told

TEN_PERCENT = share("0.10")
ALL_BACK = (a_refund(units={"1": "1"}),)


def test_a_refund_is_a_line_below_nothing_and_leaves_nothing() -> None:
    ledger = told(an_order(), TEN_PERCENT, ALL_BACK)

    assert statement(ledger) == ["10.00", "-10.00"]
    assert balance(ledger) == 0


def test_the_line_that_was_paid_stays_as_it_was() -> None:
    ledger = told(an_order(), TEN_PERCENT)
    [before] = ledger.journals

    ledger.settle(*ALL_BACK)

    assert ledger.journals[0] == before
    assert len(ledger.journals) == 2


def test_a_sale_and_its_refund_within_a_period_are_both_lines_or_none() -> None:
    one_by_one = told(an_order(), TEN_PERCENT, ALL_BACK)
    at_once = settled((*sale(an_order(), TEN_PERCENT), *ALL_BACK), plan=TEN_PERCENT)
    close = run(close_plan(levels("0.10")), period(team("ann > bob"), [bought("bob", 0)]))

    [both] = at_once.journals[0].lines
    assert statement(one_by_one) == ["10.00", "-10.00"]
    assert (both.earned, both.reversed, both.amount) == (10_00, 10_00, 0)
    assert close.awards == ()


def test_three_payment_attempts_for_one_order_are_one_award() -> None:
    first, second, third = (
        an_order(status=status, minutes=minutes)
        for status, minutes in (("pending", 0), ("pending", 5), ("paid", 10))
    )

    ledger = settled(
        *(sale(each, TEN_PERCENT) for each in (first, second, third)), plan=TEN_PERCENT
    )

    assert statement(ledger) == ["10.00"]


def abandoned(minutes: int = 30) -> OrderPlaced:
    return an_order(status="voided", minutes=minutes)


def test_a_payment_that_is_abandoned_takes_its_award_back() -> None:
    assert statement(told(an_order(), TEN_PERCENT, (abandoned(),))) == ["10.00", "-10.00"]
    assert statement(told(an_order(), TEN_PERCENT, (a_cancellation(),))) == ["10.00", "-10.00"]


def test_an_order_that_was_never_paid_has_no_line() -> None:
    unpaid = settled(
        sale(an_order(status="pending"), TEN_PERCENT), (abandoned(),), plan=TEN_PERCENT
    )

    assert unpaid.journals == []


def test_a_charge_back_takes_the_award_back() -> None:
    assert statement(told(an_order(), TEN_PERCENT, (a_dispute("lost", 100_00),))) == [
        "10.00",
        "-10.00",
    ]


def test_a_refunded_sale_is_taken_off_once_however_often_it_is_told() -> None:
    """80 % of 1,000 that stand, and of 100 that went back."""
    eighty = share("0.80")
    stands = told(an_order(an_item(net=1000_00)), eighty)
    went_back = told(an_order(platform_order_id="1002"), eighty)
    back = (a_refund(units={"1": "1"}, platform_order_id="1002"),)

    for _ in range(3):
        went_back.settle(*back)

    assert statement(went_back) == ["80.00", "-80.00"]
    assert balance(stands) + balance(went_back) == 800_00


@pytest.mark.parametrize(("back", "earned"), [(100_00, "0.00"), (40_00, "60.00")])
def test_what_was_taken_back_in_part_still_shows_what_is_left(back: int, earned: str) -> None:
    ledger = told(an_order(), share("1"), (a_refund(amounts={"1": back}),))
    [line] = standings(ledger.journals).values()

    assert (line.earned, line.reversed) == (100_00, back)
    assert shown(line.earned - line.reversed, "USD") == f"{earned} USD"


def test_volume_below_nothing_lowers_what_was_bought_in_the_period() -> None:
    facts = period(team("ann > bob"), [bought("bob", 100), bought("bob", -50)])

    [award] = run(close_plan(levels("0.10", award="level")), facts).awards

    assert (award.base, award.amount) == (50_00, 5_00)


def test_more_returns_than_sales_leave_a_cap_and_a_pool_of_nothing() -> None:
    half = {"company": {"max_pct": "0.50", "of": "cv", "enforce": "pro_rata"}}
    pool: Document = {"id": "pool", "kind": "pool", "when": "close:month", "pct": "0.02"}
    shared = pool | {"basis": "company_cv", "points": {"gold": "1"}, "remainder": "company"}
    document = close_plan(levels("0.10"), shared, caps=half)
    facts = period(team("ann:gold > bob"), [bought("bob", 100), bought("bob", -150)])

    result = run(document, facts)

    assert result.company is not None
    assert [each.amount for each in result.awards if each.bonus == "pool"] == [0]
    assert sum(result.paid.values()) <= 0


BRACKETS = bonus(
    "differential",
    award="level",
    bracket_by="pv",
    brackets=[["100", "0.05"], ["500", "0.10"]],
    mode="whole",
    subtract="nothing",
)
AVERAGE = {"reverse": "all_lines", "period": "current", "ranks": "keep", "rate": "period_average"}


def test_a_return_that_later_sales_of_the_month_make_good_changes_no_bracket() -> None:
    document = close_plan(BRACKETS)
    steady = run(document, period(team("ann"), [bought("ann", 500)]))
    filled = [bought("ann", points) for points in (500, -200, 200)]

    assert run(document, period(team("ann"), filled)).paid == steady.paid == {"ann": 50_00}


def test_a_return_of_a_later_month_takes_the_months_average() -> None:
    document = close_plan(BRACKETS, ranks=[rank("gold", 1)], refunds=AVERAGE)
    facts = period(team("ann"), [bought("ann", 500)])
    volumes = {"pv": hundredths(200), "cv": hundredths(200)}

    [back] = corrections(document, facts, [LateReturn(order_id="o1", at=ENDS, volumes=volumes)])

    assert (back.member, back.amount) == ("ann", -20_00)
