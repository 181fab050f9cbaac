"""What is told of a period after its freeze is dated into the oldest open one, and says when it
happened."""

from datetime import UTC, datetime, timedelta

import pytest

from commissions.application.queries import statement
from commissions.domain.ledger.journal import broken_link
from commissions.domain.periods.period_id import parse
from commissions.tables import ledger, periods, plans, statements
from tests.support.builders import a_plan
from tests.support.frozen import frozen, frozen_span, month_span
from tests.support.order_on_tables import KEY, ORDER, refund, tell, the_lock

PLAN_ID = a_plan().plan_id
MONTH = f"{PLAN_ID}/month/2026-11"
NEXT_MONTH = month_span("2026-11").ends


@pytest.fixture(autouse=True)
def _plan(aws: None) -> None:
    plans.publish(a_plan().text)


def dated() -> list[datetime | None]:
    return [each.counts_at for each in ledger.read(KEY).journals]


def test_what_is_told_before_the_freeze_says_nothing_of_it() -> None:
    frozen(MONTH, since=datetime.now(UTC) + timedelta(minutes=5))
    tell(ORDER, the_lock())

    assert dated() == [None]


def test_a_refund_after_the_freeze_counts_in_the_oldest_open_period() -> None:
    tell(ORDER, the_lock())
    frozen(MONTH)
    tell(refund("r1"))

    sale, back = ledger.read(KEY).journals
    assert (sale.counts_at, back.counts_at) == (None, NEXT_MONTH)
    assert back.effective_at < NEXT_MONTH
    assert broken_link([sale, back]) == ""


def test_a_late_order_counts_in_the_oldest_open_period_with_all_that_came_of_it() -> None:
    frozen(MONTH, f"{PLAN_ID}/month/2026-12")
    tell(ORDER, the_lock())
    tell(refund("r1"))

    assert dated() == [month_span("2026-12").ends] * 2
    assert broken_link(ledger.read(KEY).journals) == ""


def test_the_volume_stays_the_months_that_it_was_sold_in() -> None:
    frozen(MONTH)
    tell(ORDER, the_lock())

    accounts = {leg.account for journal in ledger.read(KEY).journals for leg in journal.legs}
    assert any(each.endswith(":2026-11") for each in accounts)


def test_the_statement_shows_it_in_the_month_that_it_counts_in() -> None:
    tell(ORDER, the_lock())
    frozen(MONTH)
    tell(refund("r1"))
    for journal in ledger.read(KEY).journals:
        statements.project(journal)
    earner = ledger.read(KEY).journals[0].lines[0].earner

    months = {
        month: {line.amount > 0 for line in statement.read(earner, month).lines}
        for month in ("2026-11", "2026-12")
    }

    assert months == {"2026-11": {True}, "2026-12": {False}}


def test_a_freeze_that_was_lifted_dates_nothing_any_more() -> None:
    tell(ORDER, the_lock())
    frozen(MONTH)
    record = periods.find(parse(MONTH))
    assert record is not None
    periods.lift(record, frozen_span(parse(MONTH)).since)
    tell(refund("r1"))

    assert dated() == [None, None]
