"""Which period something counts in: reports 6 to 8, 28, 34 and 35."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from commissions.audit.close.corrections import corrections, within
from commissions.domain.close.facts import LateReturn, PeriodFacts
from commissions.domain.close.results import CloseResult
from commissions.domain.ledger.months import month_of
from commissions.domain.money import MINOR_MAX, Money, NotAnAmount
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.plans.period_starts import next_period_start
from tests.support.builders import a_plan_document
from tests.support.closes import (
    ENDS,
    bonus,
    bought,
    close_plan,
    day,
    hundredths,
    levels,
    lines,
    period,
    run,
    sold,
    team,
)
from tests.support.memory_ledger import MemoryLedger, settled, volumes
from tests.support.orders import a_lock_for, an_order
from tests.support.said import updates
from tests.unit.plan_cases.earning import balance, sale, share, told

CHICAGO = ZoneInfo("America/Chicago")
IN_CHICAGO = share("0.10", plan=a_plan_document()["plan"] | {"timezone": "America/Chicago"})
TEN_PERCENT = share("0.10")


def months(ledger: MemoryLedger) -> dict[str, int]:
    """What cat earned, by the month in whose statement it stands."""
    found: dict[str, int] = {}
    for journal in ledger.journals:
        month = month_of(journal.effective_at, ledger.plan.timezone)
        earned = sum(line.amount for line in journal.lines)
        found[month] = found.get(month, 0) + earned
    return found


def test_an_award_of_the_last_day_is_in_its_months_statement_and_in_the_balance() -> None:
    last_day = datetime(2026, 10, 31, 13, 23, 12, tzinfo=ZoneInfo("America/New_York"))
    ledger = told(an_order(order_ts=last_day, updated_at=last_day), TEN_PERCENT)
    [update] = updates(ledger.journals[0])

    assert months(ledger) == {"2026-10": 10_00}
    assert update.lines[0].at == last_day
    [(item, figures)] = update.months.items()
    assert item == "2026-10 USD"
    assert (figures["cv"], figures["payable"]) == (100_00, balance(ledger))


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 6, 1, 3, 0, tzinfo=UTC), "2026-05"),
        (datetime(2026, 6, 1, 4, 59, 59, tzinfo=UTC), "2026-05"),
        (datetime(2026, 6, 1, 0, 0, tzinfo=CHICAGO), "2026-06"),
        (datetime(2026, 11, 1, 1, 30, tzinfo=CHICAGO), "2026-11"),
        (datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=CHICAGO), "2026-11"),
    ],
)
def test_a_month_ends_at_midnight_of_the_plans_clock(moment: datetime, month: str) -> None:
    order = an_order(order_ts=moment.astimezone(UTC), updated_at=moment.astimezone(UTC))

    assert volumes(told(order, IN_CHICAGO)) == {f"cat:{month}": 100_00}


def test_the_hour_that_a_clock_has_twice_is_two_hours_of_one_month() -> None:
    first, second = (datetime(2026, 11, 1, 1, 30, fold=n, tzinfo=CHICAGO) for n in (0, 1))

    assert (second.astimezone(UTC) - first.astimezone(UTC)).total_seconds() == 3600
    assert {IN_CHICAGO.month_of(each) for each in (first, second)} == {"2026-11"}


def test_the_first_moment_of_a_month_is_that_of_the_next_period() -> None:
    document = close_plan(levels("0.10"))
    document["plan"] |= {"timezone": "America/Chicago"}

    starts = next_period_start(document, "sponsor", datetime(2026, 6, 1, 3, 0, tzinfo=UTC))

    assert starts == datetime(2026, 6, 1, 5, 0, tzinfo=UTC)


def an_order_of(month: int, status: str = "paid", *, told_in: int = 0) -> OrderPlaced:
    placed, read = (datetime(2026, number, 11, tzinfo=UTC) for number in (month, told_in or month))
    return an_order(order_ts=placed, updated_at=read, status=status)


def test_an_order_that_is_paid_a_month_later_earns_in_the_month_in_which_it_is_paid() -> None:
    unpaid, paid = an_order_of(2, "pending"), an_order_of(2, told_in=3)

    ledger = settled(sale(unpaid, TEN_PERCENT), sale(paid, TEN_PERCENT), plan=TEN_PERCENT)

    assert months(ledger) == {"2026-03": 10_00}


def test_a_date_that_is_edited_into_an_earlier_month_loses_no_volume() -> None:
    first = an_order_of(3)
    edited = an_order_of(2, told_in=4)
    locks = (a_lock_for(first, "cat", plan=TEN_PERCENT),)

    ledger = settled((first, *locks), (edited,), plan=TEN_PERCENT)

    assert sum(volumes(ledger).values()) == 100_00
    assert balance(ledger) == 10_00


def sold_of(*points: int) -> PeriodFacts:
    return period(team("ann > bob"), [bought("bob", each) for each in points])


def test_a_period_that_is_computed_twice_comes_to_the_same() -> None:
    document = close_plan(levels("0.10"))

    assert run(document, sold_of(100, 50)) == run(document, sold_of(100, 50))


def test_a_late_order_changes_its_own_awards_alone() -> None:
    document = close_plan(levels("0.10"))
    before, after = run(document, sold_of(100)), run(document, sold_of(100, 50))

    assert difference(before, after) == {("ann", "levels", 1, "o2"): 5_00}


def difference(before: CloseResult, after: CloseResult) -> dict[tuple[str, str, int, str], int]:
    was, now = ({each.key: each.amount for each in run.awards} for run in (before, after))
    changed = {key: now.get(key, 0) - was.get(key, 0) for key in {*was, *now}}
    return {key: amount for key, amount in changed.items() if amount}


@pytest.mark.parametrize(
    ("reversed_at", "paid", "next_run"),
    [
        (day(20), [], []),
        (ENDS, ["bob 0: 12.50"], [-12_50]),
        (datetime(2027, 1, 15, tzinfo=UTC), ["bob 0: 12.50"], [-12_50]),
    ],
)
def test_a_return_lowers_its_period_before_its_end_and_the_next_run_from_then_on(
    reversed_at: datetime, paid: Sequence[str], next_run: Sequence[int]
) -> None:
    document = close_plan(bonus("levels", start="seller", compression=NONE, rates={"0": "1"}))
    facts = period(team("bob"), [sold("bob", "12.50")])
    back = LateReturn(order_id="o1", at=reversed_at, volumes={"cv": hundredths("12.50")})

    closing = within(facts, [back])

    assert lines(run(document, closing)) == paid
    assert [each.amount for each in corrections(document, closing, [back])] == next_run


NONE = {"kind": "none", "qualified_by": "active"}


def test_an_award_of_any_size_is_exact_to_the_last_unit() -> None:
    points = 9_223_372_036_854_775_807
    huge = close_plan(levels("1"), caps={"company": {"max_pct": "1", "of": "cv"}})

    result = run(huge, period(team("ann > bob"), [bought("bob", points)]))

    assert result.paid == {"ann": points * 100}


def test_what_no_order_can_cost_is_refused_before_anything_is_stored() -> None:
    assert Money.parse("9999999999999.99", "USD").minor == MINOR_MAX - 1
    with pytest.raises(NotAnAmount):
        Money.parse("10000000000000.00", "USD")
