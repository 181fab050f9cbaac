"""A member's balance, the lines that changed it, and payouts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from commissions.domain.money import Money
from commissions.domain.payouts.member_money import MemberMoney
from commissions.domain.payouts.money_facts import MoneyFacts, MoneyRow
from commissions.domain.payouts.payout import Payout
from commissions.pages.addresses import part_of
from commissions.runtime.api.month_bodies import WeekBody, weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtBody:
    """What was paid and has to be given back."""

    since: datetime
    amount: Money
    lines: tuple[str, ...]
    """Ids of the statement lines that led to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceBody:
    """One currency over all time: earned - paid + written_off = owed = on_hold + available -
    negative."""

    currency: str
    earned: Money
    """Net of what was taken back."""
    paid: Money
    written_off: Money
    owed: Money
    on_hold: Money
    available: Money
    negative: Money
    """What was paid and has to be given back; positive."""
    next_release: datetime | None
    releases: tuple[WeekBody, ...]
    """Together they are what is on hold."""
    debts: tuple[DebtBody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancesBody:
    """Where a member's money is."""

    balances: tuple[BalanceBody, ...]
    """By currency; none where nothing was ever earned."""
    is_registered: bool
    """Whether the company's provider knows whom to pay."""
    held: str | None
    """Why nothing is paid for now, by the word of a person."""
    by_days: bool
    """Whether there are so many lines that what is on hold is told by whole days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBody:
    """A line that changed what the company owes."""

    id: str
    href: str | None
    """Where it says why; null of a line of a payout."""
    at: datetime
    kind: str
    """`commission`, `payout`, `fee` or `deduction`."""
    book: str
    """The key of the order, or of the book of a period or a payout."""
    what: str
    """The bonus, or the name of a deduction."""
    level: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LineList:
    """Lines of a month, the newest first; together they are what the month changed."""

    items: tuple[LineBody, ...]
    next: str | None
    """The cursor of what follows; null at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionBody:
    name: str
    share: str
    """Of what was taken, of 1."""
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutBody:
    """A payout: taken - fee - deductions = net; net at the locked rate = paid."""

    batch: str
    href: str
    state: str
    as_of: datetime
    earned: Money
    held: Money
    moved: Money
    """What payouts of before took and brought back."""
    unpaid: Money
    debt: Money
    offset: Money
    carried: Money
    taken: Money
    fee: Money
    deductions: tuple[DeductionBody, ...]
    net: Money
    paid: Money
    rate: str | None
    """How much of what was earned one unit of what is paid costs; null where both are one."""
    rate_day: str | None
    why: str | None
    """Why it failed, or came back."""
    sent_at: datetime | None
    settled_on: date | None
    returned_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutList:
    """All payouts, planned ones too, the latest first."""

    items: tuple[PayoutBody, ...]
    next: str | None
    """The cursor of what follows; null at the end."""


def money(facts: MoneyFacts) -> BalancesBody:
    payee = facts.payee
    return BalancesBody(
        balances=tuple(map(_balance, facts.money)),
        is_registered=payee is not None and bool(payee.reference),
        held=payee.hold or None if payee else None,
        by_days=facts.by_days,
    )


def lines(rows: Iterable[MoneyRow], base: str, goes_on: str | None) -> LineList:
    return LineList(items=tuple(_line(each, base) for each in rows), next=goes_on)


def payouts(found: Iterable[Payout], base: str, goes_on: str | None) -> PayoutList:
    return PayoutList(items=tuple(payout(each, base) for each in found), next=goes_on)


def payout(found: Payout, base: str) -> PayoutBody:
    def of(minor: int) -> Money:
        return Money(minor, found.currency)

    return PayoutBody(
        batch=found.batch,
        href=f"{base}/payouts/{part_of(found.batch)}",
        state=found.state,
        as_of=found.as_of,
        earned=of(found.earned),
        held=of(found.held),
        moved=of(found.moved),
        unpaid=of(found.unpaid),
        debt=of(found.debt),
        offset=of(found.offset),
        carried=of(found.carried),
        taken=of(found.taken),
        fee=of(found.fee),
        deductions=tuple(
            DeductionBody(name=each.name, share=each.pct, amount=of(each.amount))
            for each in found.deducted
        ),
        net=of(found.net),
        paid=Money(found.paid, found.paid_in),
        rate=f"{found.rate:f}" if found.rate_day else None,
        rate_day=found.rate_day or None,
        why=found.why or None,
        sent_at=found.sent_at,
        settled_on=found.settled_on,
        returned_on=found.returned_on,
    )


def _balance(each: MemberMoney) -> BalanceBody:
    def of(minor: int) -> Money:
        return Money(minor, each.currency)

    return BalanceBody(
        currency=each.currency,
        earned=of(each.earned),
        paid=of(each.paid),
        written_off=of(each.written_off),
        owed=of(each.earned - each.paid + each.written_off),
        on_hold=of(each.on_hold),
        available=of(each.available),
        negative=of(each.negative),
        next_release=each.next_release,
        releases=weeks(each.releases, each.currency),
        debts=tuple(
            DebtBody(since=debt.since, amount=of(debt.amount), lines=debt.lines)
            for debt in each.debts
        ),
    )


def _line(row: MoneyRow, base: str) -> LineBody:
    has_why = row.kind == "commission"
    return LineBody(
        id=row.event_id,
        href=f"{base}/lines/{part_of(row.event_id)}" if has_why else None,
        at=row.at,
        kind=row.kind,
        book=row.book,
        what=row.what,
        level=row.level,
        amount=Money(row.amount, row.currency),
    )
