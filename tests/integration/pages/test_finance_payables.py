"""Payables on finance's pages: counted as the command line plans, to the last person and cent."""

import re
from decimal import Decimal

import pytest

from commissions.application.payouts import registering, reserving
from commissions.application.payouts.counting import count_payables
from commissions.application.payouts.payables import payable_of, paying_terms
from commissions.application.payouts.planning import plan, plan_and_keep
from commissions.application.queries import payables as queries
from commissions.domain.actions.action import APPLIED
from commissions.domain.people.accounts import AUDITOR
from commissions.domain.people.member import Member
from commissions.pages.finance.payables import NAMES
from commissions.tables import actions, members, plans
from tests.support.dynamodb_calls import round_trips
from tests.support.finance_pages import asks, does, payer, sends
from tests.support.paid_company import (
    NOW,
    a_paying_plan,
    balances,
    days_ago,
    earn,
    enrol,
    project_payouts,
)

pytestmark = pytest.mark.usefixtures("aws")

VALUE = re.compile(r'data-value="(-?[\d.]+)"')
OLD = 300


def a_company() -> None:
    """Of each kind one, and ann was paid once and had it taken back."""
    plan_ref = a_paying_plan(negative_balance={"max_offset_pct": "0.5", "write_off_months": 6})
    enrol("ann", "bob", "cid", "dan", "eve")
    members.register(Member(member_id="una", kind="participant", created_at=days_ago(400)))
    earn(plan_ref, "ann", 9_000, "1", days_ago(OLD))
    batch = plan_and_keep("USD", "csv", days_ago(OLD - 40)).batch.batch_id
    reserving.propose(batch)
    reserving.approve(batch, ("kim", "lou"), days_ago(OLD - 40), days_ago(OLD - 40))
    earn(plan_ref, "ann", -9_000, "1", days_ago(OLD - 45))
    earn(plan_ref, "ann", 500, "2", days_ago(40))
    earn(plan_ref, "bob", 8_000, "3", days_ago(50))
    earn(plan_ref, "bob", 2_000, "4", days_ago(10))
    earn(plan_ref, "cid", 1_000, "5", days_ago(40))
    earn(plan_ref, "dan", 4_000, "6", days_ago(95))
    earn(plan_ref, "eve", 6_000, "7", days_ago(3))
    earn(plan_ref, "una", 7_000, "8", days_ago(65))
    registering.hold("dan", "a dispute", "mara", NOW)
    project_payouts()


def test_what_is_counted_is_what_everybodys_balance_says_and_a_batch_would_take() -> None:
    a_company()

    [counted] = count_payables(NOW)
    planned = plan("USD", "csv", NOW)

    assert counted.owed == counted.standing == sum(balances().values())
    assert counted.meanwhile == 0
    assert counted.taken == planned.batch.taken
    unpaid = sum(each.unpaid for each in planned.payouts)
    unpaid += sum(each.standing.unpaid for each in planned.carried)
    lists = counted.lists
    free = sum(sum_.amount for name, sum_ in lists.items() if name not in {"on-hold", "negative"})
    assert free == unpaid
    assert lists["on-hold"].amount == sum(each.held for each in planned.payouts) + sum(
        each.standing.held for each in planned.carried
    )
    assert (counted.earned, counted.taken_back, counted.paid) == (37_500, 9_000, 9_000)


def test_each_list_is_read_to_its_end_and_adds_up_to_its_figure() -> None:
    a_company()
    [counted] = count_payables(NOW)

    for name, found in counted.lists.items():
        page = asks(f"/finance/payables/{name}?currency=USD")
        rows = re.findall(r'<li id="person-.*?</li>', page.text, re.DOTALL)
        amounts = [Decimal(VALUE.findall(row)[0]) for row in rows]
        assert sum(amounts) == Decimal(found.amount) / 100, name
        assert len(rows) == found.people
    assert counted.lists["withheld"].people == counted.lists["no-method"].people == 1


def test_a_long_list_goes_on_for_who_began_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    a_company()
    earn(plans.first(plans.all_ids()[0]).ref, "cid", 9_000, "9", days_ago(41))
    count_payables(NOW)
    kim = payer("kim")

    first = asks("/finance/payables/available?currency=USD", kim)
    [more] = set(re.findall(r'href="(/finance/payables/available[^"]+after=[^"]+)"', first.text))
    address = more.replace("&amp;", "&")

    assert "person-cid" in first.text
    assert "person-bob" in asks(address, kim).text
    assert asks(address, payer("lou")).status == 422
    assert asks(address.replace("available", "on-hold"), kim).status == 422


def test_ages_and_parts_on_the_page_are_together_what_is_owed() -> None:
    a_company()
    [counted] = count_payables(NOW)

    text = asks("/finance/payables").text

    owed = Decimal(counted.owed) / 100
    assert text.count(f'data-value="{owed:.2f}"') >= 4
    assert counted.ages == (8_000, 9_500, 7_000, 4_000)
    assert sum(counted.ages) == counted.owed - counted.lists["negative"].amount


def test_a_look_reads_what_was_counted_and_no_ledger() -> None:
    a_company()
    count_payables(NOW)

    with round_trips() as calls:
        answers = [asks("/finance/payables"), asks("/finance/payables/negative?currency=USD")]

    assert [each.status for each in answers] == [200, 200]
    assert [each for each in calls if each not in {"GetObject"}] == []


def test_before_anything_was_counted_it_says_so_and_counts_when_asked() -> None:
    a_company()

    before = asks("/finance/payables")
    _, [done] = does("/finance/payables/count", at="/finance/payables")

    assert "not counted yet" in before.text
    assert done.state == APPLIED
    assert "not counted yet" not in asks("/finance/payables").text
    assert asks("/finance/payables/available?currency=EUR").status == 404
    assert asks("/finance/payables/nobodys?currency=USD").status == 404


def test_an_auditor_sees_all_of_it_and_no_button() -> None:
    a_company()
    count_payables(NOW)
    ada = payer("ada", roles=(AUDITOR,))

    text = asks("/finance/payables", ada).text

    assert '<form method="post" action="/finance' not in text
    assert sends("/finance/payables/count", {}, ada)[0].status == 405
    assert asks("/finance/batches/new?currency=USD", ada).status == 404


def test_a_person_stands_on_their_page_as_the_command_line_says() -> None:
    a_company()
    found = payable_of("ann", paying_terms("USD", NOW), NOW).found

    page = asks("/finance/payees/ann?currency=USD")

    said = VALUE.findall(page.text)
    for minor in (found.standing.earned, found.standing.unpaid, -found.offset, found.taken):
        assert f"{Decimal(minor) / 100:.2f}" in said
    assert "Propose to write it off" in page.text
    assert asks("/finance/payees/nobody?currency=USD").status == 404
    assert asks("/finance/payees/ann?currency=usd").status == 404


def test_a_debt_that_is_old_enough_is_written_off_by_two_people() -> None:
    a_company()
    path = "/finance/payees/ann"

    unsaid, _ = does(path, payer("kim"), at=f"{path}?currency=USD", reason="")
    answer, _ = does(path, payer("kim"), at=f"{path}?currency=USD", reason="left years ago")
    action = actions.get(answer.headers["location"].rpartition("/")[2])
    approve = f"/finance/actions/{action.action_id}/approve"
    own, _ = sends(approve, {"seen": action.draft.digest}, payer("kim"))
    _, [done] = sends(approve, {"seen": action.draft.digest}, payer("lou"))

    assert (unsaid.status, own.status, done.state) == (422, 409, APPLIED)
    [line] = action.draft.effect.lines
    assert (line.who, line.after - line.before) == ("ann", 8_500)
    assert count_payables(NOW)[0].lists["negative"].amount == -500


@pytest.mark.parametrize("name", NAMES)
def test_a_list_in_which_nobody_is_is_empty_and_no_mistake(name: str) -> None:
    enrol_one = a_paying_plan()
    enrol("ann")
    earn(enrol_one, "ann", 3_000, "1", days_ago(40))
    count_payables(NOW)

    assert asks(f"/finance/payables/{name}?currency=USD").status == 200
