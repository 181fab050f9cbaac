"""Liability and adjustments on finance's pages: months add up, and who changed what is told."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from commissions.application.actions import command_log
from commissions.application.actions.command_log import Deed
from commissions.application.payouts import registering, reserving, sending, settling
from commissions.application.payouts.counting import count_payables
from commissions.application.payouts.planning import plan_and_keep
from commissions.application.payouts.providers import provider
from commissions.domain.actions.action import COMMAND_LINE, Actor
from commissions.domain.sales.attribution import Rate
from commissions.pages.finance.liability import share_of_volume
from commissions.payments.provider import PAID, PaymentStatus
from commissions.tables import payouts, rates
from tests.support import member_sales, paid_company
from tests.support.dynamodb_calls import round_trips
from tests.support.finance_pages import asks, payer
from tests.support.member_sales import a_refund, days_ago, sell
from tests.support.paid_company import a_paying_plan, earn, enrol

pytestmark = pytest.mark.usefixtures("aws")

VALUE = re.compile(r'data-value="(-?[\d.]+)"')


def test_what_is_still_owed_of_each_month_is_together_what_is_owed() -> None:
    now = member_sales.NOW
    member_sales.a_company()
    for number, days in enumerate((75, 58, 35, 20, 2)):
        back = [a_refund(f"{number}", days_ago(days - 1))] if days == 20 else []
        sell(f"{number}", days_ago(days), refunds=back)

    [counted] = count_payables(now)

    months = counted.months
    assert sum(each.standing for each in months) == sum(counted.ages) == counted.owed
    assert counted.taken_back > 0
    assert [each.standing for each in months] == [each.net for each in months]
    page = asks("/finance/liability", payer(now=now), now=now)
    rows = re.findall(r'<tr id="month-(\d{4}-\d{2})-01">(.*?)</tr>', page.text, re.DOTALL)
    assert [month for month, _ in rows] == [each.month for each in reversed(months)]
    for (_, row), each in zip(rows, reversed(months), strict=True):
        said = VALUE.findall(row)
        assert said[4] == f"{Decimal(each.standing) / 100:.2f}"
        assert said[5] == f"{Decimal(each.cv) / 100:.2f}"
        share = share_of_volume(each.net, each.cv, "USD")
        assert share is not None
        assert Decimal(said[6]) == round(Decimal(float(share * 100)), 2)


def test_a_share_of_volume_is_money_per_point_and_none_where_nothing_was_sold() -> None:
    assert share_of_volume(1_200, 6_000, "USD") == Fraction(1, 5)
    assert share_of_volume(12, 6_000, "JPY") == Fraction(1, 5)
    assert share_of_volume(12, 0, "USD") is None


def test_what_exchange_cost_is_told_at_the_lock_and_at_the_day_of_payment() -> None:
    now = paid_company.NOW
    plan = a_paying_plan(min={})
    enrol("ann", currency="EUR")
    enrol("bob")
    before, on = now.date() - timedelta(days=1), now.date() + timedelta(days=1)
    for day, rate in ((before, "1.25"), (on, "1.20")):
        rates.put(Rate("EUR", "USD", Decimal(rate), day.isoformat(), "ecb"))
    earn(plan, "ann", 10_003, "1", paid_company.days_ago(50))
    earn(plan, "bob", 5_000, "2", paid_company.days_ago(50))
    batch = plan_and_keep("USD", "csv", now).batch.batch_id
    reserving.propose(batch)
    reserving.approve(batch, ("kim", "lou"), now, now)
    sending.send(batch, provider("csv"), now)
    told = [
        PaymentStatus(payout_id=e.payout_id, state=PAID, on=on) for e in payouts.of_batch(batch)
    ]
    settling.settle_all(told, now + timedelta(days=1))
    paid_company.project_payouts()

    [counted] = count_payables(now + timedelta(days=2))

    [pair] = counted.exchange
    assert (pair.paid_in, pair.payouts, pair.net, pair.paid) == ("EUR", 1, 10_003, 8_002)
    assert (pair.rounding, pair.worth, pair.difference, pair.no_rate) == (1, 9_602, 401, 0)
    assert 'data-value="4.01"' in asks("/finance/liability?currency=USD").text


def test_a_look_at_liability_reads_what_was_counted_alone() -> None:
    earn(a_paying_plan(), "ann", 5_000, "1", paid_company.days_ago(50))
    count_payables(paid_company.NOW)

    with round_trips() as calls:
        answer = asks("/finance/liability")

    assert (answer.status, calls) == (200, [])
    assert asks("/finance/liability?currency=EUR").status == 404


def test_before_anything_was_counted_liability_says_so() -> None:
    assert "was not counted yet" in asks("/finance/liability").text


def test_what_people_changed_stands_with_who_and_why_and_nothing_else() -> None:
    now = paid_company.NOW
    enrol("ann")
    registering.hold("ann", "a dispute", "mara", now)
    mara = Actor("mara", COMMAND_LINE)
    deed = Deed(what="payout hold", target="ann", why="a dispute")
    command_log.end(command_log.begin(deed, mara, now), "done", "", now)
    command_log.begin(replace(deed, what="load", target="company"), mara, now)

    page = asks("/finance/adjustments")

    assert page.text.count('<li id="entry-') == 2
    assert "a dispute" in page.text
    assert "company" not in re.findall(r'<li id="entry-.*?</li>', page.text, re.DOTALL)[0]


@pytest.mark.parametrize("until", ["soon", "1999-12-31", "2026-02-30"])
def test_days_that_there_are_not_are_not_there(until: str) -> None:
    assert asks(f"/finance/adjustments?until={until}").status == 404


def test_a_look_at_adjustments_reads_thirty_one_days_and_goes_back_by_as_many() -> None:
    with round_trips() as calls:
        page = asks("/finance/adjustments?until=2026-10-29")

    assert calls.count("Query") <= 33
    assert "/finance/adjustments?until=2026-09-28" in page.text
    assert "/finance/adjustments?until=2026-11-29" in page.text
