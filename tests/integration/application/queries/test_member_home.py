"""Home's facts: they add up to the months and to what payouts go by, in three round trips."""

from datetime import date, datetime, timedelta

import pytest

from commissions.application.payouts import registering, reserving
from commissions.application.payouts.planning import plan_and_keep
from commissions.application.queries import hold_window, member_money, member_month
from commissions.application.queries.member_home import HomeReader
from commissions.application.queries.published_plans import published
from commissions.domain.payouts.home_facts import HomeFacts
from commissions.domain.people.member import Member
from commissions.tables import ledger, members, payees, statement_pages, statements
from tests.support.dynamodb_calls import round_trips
from tests.support.member_sales import (
    INACTIVE_SINCE,
    NOW,
    SINCE,
    a_company,
    a_refund,
    days_ago,
    sell,
    tell,
)

pytestmark = pytest.mark.usefixtures("aws")

ZONE = "America/New_York"
NOVEMBER, OCTOBER = "2026-11", "2026-10"


def home(who: str = "cara", month: str = NOVEMBER, now: datetime = NOW) -> HomeFacts:
    return HomeReader(who, month, published(), now, ZONE).read()


def fill() -> None:
    """Two sales in October, three in November, one of them refunded in part."""
    a_company()
    for number, days in enumerate((58, 35, 20, 10, 2)):
        back = [a_refund(f"{number}", days_ago(days - 1))] if days == 10 else []
        sell(f"{number}", days_ago(days), refunds=back)


def pay(now: datetime = NOW) -> str:
    """All that is free, by two people."""
    registering.register("cara", reference="acct-cara", currency="USD", country="US")
    batch = plan_and_keep("USD", "csv", now).batch.batch_id
    reserving.propose(batch)
    reserving.approve(batch, ("kim", "lou"), now, now)
    for journal in ledger.every_journal():
        if journal.order_key.startswith("payouts/"):
            statements.project(journal)
    return batch


def test_each_month_adds_up_to_what_it_earned() -> None:
    fill()
    for month in (NOVEMBER, OCTOBER):
        at = home(month=month).standings["USD"]
        assert at.earned == at.held + at.available + at.paid
        assert at.earned == member_month.read("cara", month).of("USD").net


def test_what_is_on_hold_is_what_payouts_hold() -> None:
    fill()
    [money] = member_money.read("cara", NOW, ZONE)
    found = home().on_hold["USD"]

    assert (found.amount, found.weeks) == (money.on_hold, money.releases)
    assert found.next_release == money.next_release
    assert home().standings["USD"].held == 20_00 + 15_00 + 20_00


def test_what_is_available_and_paid_by_month_is_what_payouts_say_in_all() -> None:
    fill()
    pay()
    [money] = member_money.read("cara", NOW, ZONE)
    months = [home(month=each).standings["USD"] for each in (OCTOBER, NOVEMBER)]

    assert sum(each.paid for each in months) == money.paid == 40_00
    assert sum(each.available for each in months) == money.available == 0
    assert sum(each.held for each in months) == money.on_hold


def test_a_home_takes_three_round_trips() -> None:
    fill()
    published()

    with round_trips() as calls:
        home()

    assert calls == ["Query", "Query", "BatchGetItem"]


def test_who_has_nothing_has_zeros_in_the_plans_currency() -> None:
    a_company()
    members.register(Member(member_id="new", kind="participant", created_at=SINCE))

    found = home("new")

    assert (found.currency, found.month.orders, found.latest) == ("USD", 0, ())
    assert found.standings["USD"].earned == 0


def test_the_newest_orders_come_first_and_are_nine_at_most() -> None:
    a_company()
    for number in range(11):
        sell(f"{number}", days_ago(number / 2))

    found = home()

    assert [each.order.number for each in found.latest] == [f"{number}" for number in range(9)]
    assert found.month.orders == 11


def test_a_month_that_is_over_shows_its_own_orders_and_no_releases() -> None:
    fill()

    found = home(month=OCTOBER)

    assert [each.order.number for each in found.latest] == ["1", "0"]
    assert (found.on_hold, found.inactive) == ({}, None)


def test_who_is_inactive_is_told_since_when() -> None:
    a_company("cara:associate < bob:silver (inactive) < ann:gold")

    found = home("bob").inactive

    assert found is not None
    assert (found.status, found.since) == ("inactive", INACTIVE_SINCE)
    assert home("cara").inactive is None


def test_who_has_no_place_in_the_tree_is_not_called_inactive() -> None:
    a_company()
    members.register(Member(member_id="new", kind="participant", created_at=SINCE))

    assert home("new").inactive is None


def test_what_was_taken_back_after_it_was_paid_is_owed() -> None:
    a_company()
    for number in ("1", "2"):
        sell(number, days_ago(58))
    pay(NOW - timedelta(days=5))
    tell("1", days_ago(58), [a_refund("1", days_ago(1))])

    assert home().owed == {"USD": 5_00}
    assert [each.negative for each in member_money.read("cara", NOW)] == [5_00]
    assert home().standings["USD"].available == -5_00


def test_money_that_came_back_is_told_until_something_is_paid_again() -> None:
    fill()
    batch = pay()
    reserving.reject(batch, "a wrong account", NOW + timedelta(hours=1))

    found = home(now=NOW + timedelta(hours=2))

    assert found.came_back == batch
    [account] = payees.accounts_of("cara")
    assert len(account.moves) == 2


def test_a_batch_that_paid_an_order_is_named_beside_it() -> None:
    fill()
    batch = pay()

    paid = {each.order.number: each.payout for each in home(month=OCTOBER).latest}

    assert paid == {"0": batch, "1": batch}


def test_of_who_has_too_many_lines_what_is_on_hold_is_told_by_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It still adds up; a day counts as free when all of it is."""
    fill()
    exact = home().standings["USD"]
    monkeypatch.setattr(hold_window, "PAGES_MAX", 1)
    monkeypatch.setattr(statement_pages, "LINES_MAX", 4)

    found = home()

    by_days = found.standings["USD"]
    assert by_days.earned == by_days.held + by_days.available + by_days.paid == exact.earned
    assert by_days.held >= exact.held
    assert sum(each.amount for each in found.on_hold["USD"].weeks) == found.on_hold["USD"].amount


def test_the_least_that_is_paid_out_is_the_plans() -> None:
    fill()

    assert home().minimum == {"USD": 25_00}


def test_today_is_by_the_plans_clock() -> None:
    a_company()

    assert home(now=NOW.replace(hour=4)).today == date(2026, 11, 28)
