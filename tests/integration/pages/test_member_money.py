"""Money on the tables: what the page says is what the command line says, in few reads, and of
oneself alone."""

import csv
import re
from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest

from commissions.application.payouts import registering, reserving
from commissions.application.payouts.planning import plan_and_keep
from commissions.application.queries import member_money, member_month
from commissions.application.queries import money as queries
from commissions.application.queries.published_plans import published
from commissions.pages.addresses import part_of
from commissions.runtime.http_api import family
from commissions.runtime.pages.member import PAGES
from commissions.tables import ledger, statements
from tests.support.dynamodb_calls import round_trips
from tests.support.member_sales import NOW, a_company, a_refund, days_ago, sell
from tests.support.page_rules import faults
from tests.support.pages import Answered, OpenGate, ask, page_event, somebody

pytestmark = pytest.mark.usefixtures("aws")

ZONE = "America/New_York"
MONEY_PAGES = [
    "/app/money",
    "/app/money/payouts",
    "/app/money/statement",
    "/app/money/statement?month=2026-10",
]


def get(path: str, who: str = "cara", **asked: str) -> Answered:
    target = asked.pop("hx_target", "")
    headers = {"hx-request": "true", "hx-target": target} if target else {}
    handler = family("/app", PAGES, gate=OpenGate(somebody(member_id=who, name="x", zone=ZONE)))
    path, _, query = path.partition("?")
    return ask(handler, page_event(path, query=query, headers=headers, now=NOW))


def fill() -> None:
    """Sales of two months, one refunded in part."""
    a_company()
    for number, days in enumerate((58, 35, 20, 10, 2)):
        back = [a_refund(f"{number}", days_ago(days - 1))] if days == 10 else []
        sell(f"{number}", days_ago(days), refunds=back)


def plan(member: str = "cara") -> str:
    registering.register(member, reference=f"acct-{member}", currency="USD", country="US")
    return plan_and_keep("USD", "csv", NOW).batch.batch_id


def pay(member: str = "cara") -> str:
    batch = plan(member)
    reserving.propose(batch)
    reserving.approve(batch, ("kim", "lou"), NOW, NOW)
    for journal in ledger.every_journal():
        if journal.order_key.startswith("payouts/"):
            statements.project(journal)
    return batch


def test_the_balance_is_the_command_lines() -> None:
    fill()
    pay()

    found = queries.balance("cara", published(), NOW, ZONE)

    assert tuple(found.money) == member_money.read("cara", NOW, ZONE)
    [at] = found.money
    assert at.paid > 0
    assert at.earned - at.paid == sum(each.of("USD").payable for each in found.months)


@pytest.mark.parametrize("path", MONEY_PAGES)
def test_a_page_is_whole_and_takes_three_round_trips(path: str) -> None:
    fill()
    pay()
    published()

    with round_trips() as calls:
        answer = get(path)

    assert answer.status == 200
    assert faults(answer.text) == []
    assert len([each for each in calls if each != "Scan"]) <= 3, calls


def test_of_who_never_earned_anything_each_page_says_so() -> None:
    a_company()

    answers = [get(path, who="bob") for path in MONEY_PAGES]

    assert [each.status for each in answers] == [200] * 4
    assert [faults(each.text) for each in answers] == [[]] * 4


def test_a_planned_payout_stands_in_the_list_and_opens_to_its_sum() -> None:
    fill()
    batch = plan()

    listed = get("/app/money/payouts").text
    [address] = set(re.findall(r'href="(/app/money/payouts/[^"]+)"', listed))
    opened = get(address, hx_target="sheet-body")

    assert "planned" in listed
    assert address.endswith(part_of(batch))
    assert "<html" not in opened.text
    assert faults(opened.text, is_whole=False) == []


def test_the_statement_adds_up_to_the_month_as_page_and_file() -> None:
    fill()
    pay()
    for month in ("2026-10", "2026-11"):
        text = get(f"/app/money/statement.csv?month={month}").text
        rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
        sums: Counter[str] = Counter()
        for each in rows:
            sums[each["Currency"]] += int(Decimal(each["Amount"]) * 100)
        found = member_month.read("cara", month)
        assert dict(sums) == {each.currency: each.payable for each in found.money}
        change = f"{Decimal(found.of('USD').payable) / 100:.2f}"
        assert get(f"/app/money/statement?month={month}").text.count(f'"{change}"') >= 2


def test_a_month_with_more_lines_than_a_statement_takes_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "STATEMENT_LINES_MAX", 1)
    monkeypatch.setattr("commissions.tables.statement_pages.newest.__defaults__", ("", 1))
    fill()

    assert get("/app/money/statement?month=2026-11").status == 422


def test_anothers_payout_is_no_more_than_one_that_there_is_not() -> None:
    fill()
    batch = pay()

    def told(who: str, named: str) -> tuple[int, str]:
        answer = get(f"/app/money/payouts/{part_of(named)}", who=who)
        return answer.status, re.sub(r"request-\w+", "", answer.text)

    assert told("cara", batch)[0] == 200
    assert told("bob", batch) == told("bob", "USD-20200101-1")
    assert told("bob", batch)[0] == 404
    assert told("cara", f"{batch}/bob")[0] == 404


def test_nobody_sees_anything_of_anothers_money() -> None:
    fill()
    batch = pay()

    for path in MONEY_PAGES:
        text = get(path, who="eve").text
        assert batch not in text
        assert "data-value" not in text or set(re.findall(r'data-value="([^"]+)"', text)) == {
            "0.00"
        }


@pytest.mark.parametrize("month", ["2026-13", "x", "1999-12"])
def test_a_month_that_there_is_not_is_not_there(month: str) -> None:
    a_company()

    assert get(f"/app/money/statement?month={month}").status == 404
    assert get(f"/app/money/statement.csv?month={month}").status == 404
