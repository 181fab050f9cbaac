"""Money: each figure is a part of a sum that stands beside it; payouts say how they came about."""

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from commissions.domain.ledger.member_month import MemberMonth, MonthMoney
from commissions.domain.money import Money
from commissions.domain.payouts.free_parts import free_parts
from commissions.domain.payouts.member_money import MemberMoney, member_money
from commissions.domain.payouts.money_facts import MoneyFacts, MoneyRow, StatementFacts
from commissions.domain.payouts.payout import Payout
from commissions.pages.member import money as pages
from commissions.pages.member import payouts as payout_pages
from commissions.pages.member import statement as statement_pages
from commissions.pages.member.money import MoneyView
from commissions.pages.text import Text
from tests.support.member_pages import EVIL, LANGUAGES, NOW, a_frame
from tests.support.page_rules import faults
from tests.support.payout_cases import (
    a_payee,
    a_payout,
    day,
    deduction,
    earned,
    rate,
    recipient,
    terms,
    took,
)

ZONE = "America/New_York"


def some_money(*lines: Any, moves: Any = (), at: float = 59) -> MemberMoney:
    return member_money("USD", free_parts(lines), moves, day(at), ZONE)


def month(name: str, **figures: int) -> MemberMonth:
    given: dict[str, Any] = dict.fromkeys(MonthMoney.__dataclass_fields__, 0)
    given |= {"currency": "USD", "days": ()} | figures
    net = given["earned"] - given["taken_back"]
    given["own"] = net
    given.setdefault("payable", net)
    return MemberMonth(
        member_id="cat",
        month=name,
        version=1,
        lines=1,
        orders=1,
        refunds=0,
        volumes={},
        money=(MonthMoney(**given),),
    )


def view(payee: Any = None, *, money: Any = (), months: Any = ()) -> MoneyView:
    facts = MoneyFacts(money=money, months=months, payee=payee, by_days=False)
    return pages.money(facts, "USD", ZONE)


INDEBTED = (
    some_money(
        earned(100_00, 1),
        earned(-60_00, 50, number=2),
        earned(30_00, 45, order="2"),
        moves=[took(100_00, 40)],
    ),
)
OCTOBER = month("2026-10", earned=100_00, payable=0)
NOVEMBER = month("2026-11", earned=30_00, taken_back=60_00, payable=-30_00)


def test_what_is_owed_is_told_in_two_sums() -> None:
    [each] = view(money=INDEBTED).currencies

    assert each.earned - each.paid + each.written_off == each.owed
    assert each.on_hold + each.available - each.negative == each.owed
    assert each.owed == Money(-30_00, "USD")


def test_weeks_are_what_is_on_hold() -> None:
    [each] = view(money=INDEBTED).currencies

    assert sum((week.amount for week in each.releases.weeks), Money(0, "USD")) == each.on_hold
    assert each.on_hold == Money(30_00, "USD")


def test_a_negative_balance_leads_to_what_took_it_back() -> None:
    [each] = view(money=INDEBTED).currencies

    [debt] = each.debts
    assert debt.amount == each.negative == Money(60_00, "USD")
    assert debt.lines == (("1", "/app/lines/shopify~2Ftea-us~2F1~2F2~2F0/why"),)


def test_months_add_up_to_the_balance() -> None:
    [each] = view(money=INDEBTED, months=[OCTOBER, NOVEMBER]).currencies
    assert each.all_months is not None

    assert [row.month for row in each.months] == [date(2026, 11, 1), date(2026, 10, 1)]
    for row in (*each.months, each.all_months):
        assert row.earned + row.taken_back + row.paid + row.written_off == row.change
    assert each.all_months.change == each.owed
    assert each.all_months.paid == -each.paid


def test_who_is_not_registered_is_told_what_to_wait_for() -> None:
    html = pages.render(view(), a_frame())

    assert "Nothing can be paid to you yet." in html
    assert faults(html) == []


def test_a_hold_is_said_with_its_reason() -> None:
    held = a_payee(hold="address unclear", held_by="kim", held_at=day(3))
    html = pages.render(view(held, money=INDEBTED), a_frame())

    assert "Payouts to you are on hold since" in html
    assert "address unclear" in html
    assert "kim" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_keep_the_rules_in_every_language(language: str) -> None:
    frame = a_frame(language, active="money")
    evil = a_payee(hold=EVIL, held_at=day(3))

    full = pages.render(view(evil, money=INDEBTED, months=[OCTOBER, NOVEMBER]), frame)
    many = payout_pages.render(payout_pages.payouts([a_payout(), failed(EVIL)]), frame)
    one = payout_pages.render_one(payout_pages.payout(abroad()), frame, in_sheet=False)
    none = payout_pages.render(payout_pages.payouts([]), frame)
    statement = statement_pages.render(a_statement(EVIL), frame)

    assert [faults(each) for each in (full, many, one, none, statement)] == [[]] * 5


def test_a_hundred_months_and_weeks_are_a_page() -> None:
    months = [month(f"{2015 + at // 12}-{at % 12 + 1:02}", earned=10**12) for at in range(100)]
    lines = [earned(10**11, at, order=f"{at}", hold=400) for at in range(59)]

    html = pages.render(view(a_payee(), money=[some_money(*lines)], months=months), a_frame())

    assert faults(html) == []


# Payouts


def failed(why: str) -> Payout:
    return replace(a_payout(batch="USD-20261115-1"), state="failed", why=why)


def abroad() -> Payout:
    """Paid in another currency, with a fee and a deduction."""
    by = terms(fees={"EUR": 1_50}, deductions=(deduction("tax", "0.1"),))
    to = recipient(a_payee(currency="EUR"), rate("EUR", "1.1"))
    return a_payout(by=by, to=to)


def test_a_payout_is_a_sum_that_adds_up() -> None:
    shown = payout_pages.payout(abroad())

    assert shown.taken + sum((each.amount for each in shown.kept), Money(0, "USD")) == shown.net
    assert shown.unpaid - shown.offset - shown.carried == shown.taken
    assert shown.earned - shown.held + shown.moved == shown.unpaid - shown.debt
    assert shown.paid == Money(int(Decimal(shown.net.minor) / Decimal("1.1")), "EUR")


def test_the_sheet_writes_the_sum_with_its_fee_and_rate() -> None:
    html = payout_pages.render_one(payout_pages.payout(abroad()), a_frame(), in_sheet=True)

    figures = re.findall(r'data-value="([^"]+)"', html)
    assert figures[:4] == ["100.00", "1.65", "10.00", "88.35"]
    assert "80.31" in figures
    assert "tax, 10" in html
    assert faults(html, is_whole=False) == []


def test_the_rate_is_written_with_all_its_digits_by_the_language() -> None:
    odd = payout_pages.payout(replace(abroad(), rate=Decimal("1.084650")))

    assert "waren 1,08465 USD" in payout_pages.render_one(odd, a_frame("de"), in_sheet=True)


def test_a_payout_that_failed_says_why_and_that_nothing_is_lost() -> None:
    html = payout_pages.render_one(
        payout_pages.payout(failed("no account")), a_frame(), in_sheet=True
    )

    assert "What it took is available again." in html
    assert "no account" in html


@pytest.mark.parametrize("state", ["planned", "approved", "sent", "settled", "failed", "returned"])
def test_every_state_has_its_words(state: str) -> None:
    shown = payout_pages.payout(replace(a_payout(), state=state))

    assert shown.steps[-1][0] == state
    assert faults(payout_pages.render_one(shown, a_frame("de"), in_sheet=False)) == []


# The statement of a month


def row(amount: int, book: str = "shopify/tea-us/1", kind: str = "commission") -> MoneyRow:
    return MoneyRow(
        at=datetime(2026, 11, 3, 4, tzinfo=UTC),
        event_id=f"{book}/1/0",
        book=book,
        kind=kind,
        what="uni",
        level=1,
        amount=amount,
        currency="USD",
    )


def a_statement(what: str = "1") -> statement_pages.StatementView:
    paid = row(-10_00, "payouts/USD-20261129-1/cat", "payout")
    fee = row(-1_00, "payouts/USD-20261129-1/cat", "fee")
    rows = [row(30_00), row(-60_00, f"shopify/tea-us/{what}"), paid, fee]
    return statement_pages.statement(
        StatementFacts(
            month=month("2026-11", earned=30_00, taken_back=60_00, payable=-41_00), rows=rows
        ),
        date(2026, 11, 29),
    )


def test_lines_add_up_to_what_the_month_changed() -> None:
    [part] = a_statement().parts

    assert part.whole == part.sums.change
    assert [each.kind for each in part.rows] == ["commission", "taken-back", "payout", "fee"]
    assert [each.what for each in part.rows[1:3]] == ["1", "USD-20261129-1"]


def test_the_file_adds_up_too_and_has_no_formula() -> None:
    text = statement_pages.csv_of(a_statement("=HYPERLINK(1)"), Text("en"))
    read = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))

    assert sum(Decimal(each["Amount"]) for each in read) == Decimal("-41.00")
    assert read[1]["Of"] == "'=HYPERLINK(1)"


def test_a_month_of_nothing_says_so() -> None:
    facts = StatementFacts(month=month("2026-11"), rows=[])
    empty = statement_pages.statement(facts, NOW.date())

    assert faults(statement_pages.render(empty, a_frame())) == []
