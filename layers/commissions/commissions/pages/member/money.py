"""Money: what is on hold, available, owed and paid, when it is released, and each month of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from commissions.domain.ledger.member_month import MemberMonth, MonthMoney
from commissions.domain.money import Money
from commissions.domain.payouts.member_money import MemberDebt, MemberMoney
from commissions.domain.payouts.money_facts import MoneyFacts
from commissions.domain.payouts.payee import Payee
from commissions.pages.addresses import part_of
from commissions.pages.frame import Frame, page
from commissions.pages.member.home import ReleasedWeek, ReleaseList
from commissions.pages.member.months import day_of

TEMPLATE = "member/money.html"
LINES_SHOWN = 10
"""Of a debt, those that led to it: more stand in the orders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtShown:
    day: date
    amount: Money
    lines: tuple[tuple[str, str], ...]
    """What it is of, and the address of why."""
    more: int
    """Lines that are not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSums:
    month: date
    """Its first day."""
    address: str
    """Of its statement."""
    earned: Money
    """Gross."""
    taken_back: Money
    """Zero or below."""
    paid: Money
    """Zero or below, where more came back than was paid, above."""
    written_off: Money
    change: Money
    """Of what the company owes: all of these together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyMoney:
    """earned - paid + written off = owed = on hold + available - negative."""

    currency: str
    earned: Money
    paid: Money
    written_off: Money
    owed: Money
    on_hold: Money
    available: Money
    negative: Money
    next_day: date | None
    releases: ReleaseList
    debts: tuple[DebtShown, ...]
    months: tuple[MonthSums, ...]
    """The latest first."""
    all_months: MonthSums | None
    """Their sums; None of no month at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyView:
    currencies: tuple[CurrencyMoney, ...]
    """That of the most money first; at least one."""
    payee: Payee | None
    held_since: date | None
    by_days: bool


def money(facts: MoneyFacts, currency: str, zone: str) -> MoneyView:
    """`currency`: in which nothing was earned, where nothing was; `zone`: the member's own."""
    by_weight = sorted(facts.money, key=lambda each: (-abs(each.earned), each.currency))
    shown = [_currency(each, facts.months, zone) for each in by_weight]
    held = facts.payee.held_at if facts.payee and facts.payee.hold else None
    return MoneyView(
        currencies=tuple(shown or [_nothing(currency)]),
        payee=facts.payee,
        held_since=day_of(held, zone) if held else None,
        by_days=facts.by_days,
    )


def render(view: MoneyView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view)


def statement_address(month: str, ending: str = "") -> str:
    return f"/app/money/statement{ending}?month={month}"


def _currency(each: MemberMoney, months: Sequence[MemberMonth], zone: str) -> CurrencyMoney:
    code = each.currency
    rows = tuple(_month_rows(months, code))
    return CurrencyMoney(
        currency=code,
        earned=Money(each.earned, code),
        paid=Money(each.paid, code),
        written_off=Money(each.written_off, code),
        owed=Money(each.earned - each.paid + each.written_off, code),
        on_hold=Money(each.on_hold, code),
        available=Money(each.available, code),
        negative=Money(each.negative, code),
        next_day=day_of(each.next_release, zone) if each.next_release else None,
        releases=ReleaseList(
            whole=Money(each.on_hold, code),
            weeks=tuple(
                ReleasedWeek(ends=week.ends, amount=Money(week.amount, code))
                for week in each.releases
            ),
        ),
        debts=tuple(_debt(debt, code, zone) for debt in each.debts),
        months=rows,
        all_months=_together(rows),
    )


def _debt(debt: MemberDebt, code: str, zone: str) -> DebtShown:
    return DebtShown(
        day=day_of(debt.since, zone),
        amount=Money(debt.amount, code),
        lines=tuple(
            (_named(line), f"/app/lines/{part_of(line)}/why") for line in debt.lines[:LINES_SHOWN]
        ),
        more=max(0, len(debt.lines) - LINES_SHOWN),
    )


def _named(event_id: str) -> str:
    """A line's book, as somebody knows it: the order's number, or the period."""
    book = event_id.rsplit("/", 2)[0]
    return book.rpartition("/")[2] if not book.startswith("periods/") else book.split("/")[3]


def _month_rows(months: Iterable[MemberMonth], code: str) -> Iterator[MonthSums]:
    for month in sorted(months, key=lambda each: each.month, reverse=True):
        found = month.of(code)
        if found.earned or found.taken_back or found.payable or found.unpaid:
            yield month_sums(month.month, found)


def month_sums(month: str, found: MonthMoney) -> MonthSums:
    code = found.currency
    return MonthSums(
        month=date.fromisoformat(f"{month}-01"),
        address=statement_address(month),
        earned=Money(found.earned, code),
        taken_back=Money(-found.taken_back, code),
        paid=Money(-found.paid, code),
        written_off=Money(found.written_off, code),
        change=Money(found.payable, code),
    )


def _together(rows: Sequence[MonthSums]) -> MonthSums | None:
    if not rows:
        return None
    zero = Money(0, rows[0].earned.currency)
    return MonthSums(
        month=rows[-1].month,
        address="",
        earned=sum((each.earned for each in rows), zero),
        taken_back=sum((each.taken_back for each in rows), zero),
        paid=sum((each.paid for each in rows), zero),
        written_off=sum((each.written_off for each in rows), zero),
        change=sum((each.change for each in rows), zero),
    )


def _nothing(code: str) -> CurrencyMoney:
    zero = Money(0, code)
    return CurrencyMoney(
        currency=code,
        earned=zero,
        paid=zero,
        written_off=zero,
        owed=zero,
        on_hold=zero,
        available=zero,
        negative=zero,
        next_day=None,
        releases=ReleaseList(whole=zero, weeks=()),
        debts=(),
        months=(),
        all_months=None,
    )
