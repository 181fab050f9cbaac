"""What is owed to everybody, as it was counted, and how one person stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries.payables import PayeeStory
from commissions.domain.money import Money
from commissions.domain.payouts.counted_payables import (
    WRITE_OFF,
    CountedPayables,
    ListSum,
    PayableRow,
)
from commissions.domain.payouts.owed_by_age import AGE_DAYS
from commissions.domain.payouts.payable import Payable
from commissions.pages.addresses import part_of
from commissions.runtime.api.messages import BASE
from commissions.runtime.api.money_bodies import PayoutBody, payout

FINANCE = f"{BASE}/finance"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedListBody:
    """People who stand alike, and what their part of the sum is."""

    name: str
    href: str
    people: int
    amount: Money
    """Below zero of what people owe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedAgeBody:
    """What is owed of an age."""

    since_days: int
    until_days: int | None
    """Null of the oldest."""
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedBody:
    """All that is owed in one currency: earned - taken_back - paid + written_off = owed; the lists
    add up to it, but for `meanwhile`."""

    currency: str
    as_of: datetime
    plans: tuple[str, ...]
    earned: Money
    taken_back: Money
    paid: Money
    written_off: Money
    owed: Money
    meanwhile: Money
    """What statements had already and months not yet, or the other way about."""
    not_counted: int
    """Of how many people months lack what is of before they were counted."""
    people: int
    taken: Money
    """What the next batch would take."""
    ages: tuple[OwedAgeBody, ...]
    lists: tuple[OwedListBody, ...]
    write_offs: OwedListBody
    """Of what people owe, what may be written off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOwed:
    """By currency; nothing where nothing was counted of late."""

    items: tuple[OwedBody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRowBody:
    """How one person stood when it was counted."""

    member: str
    href: str
    reason: str | None
    """Why the next batch pays them nothing."""
    amount: Money
    """Their part of the list."""
    owed: Money
    on_hold: Money
    unpaid: Money
    debt: Money
    taken: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRowList:
    """Whom a list is made of, who has most of it first."""

    as_of: datetime
    items: tuple[OwedRowBody, ...]
    next: str | None
    """The cursor of what follows; null at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayableBody:
    """What would be paid to somebody as of now: unpaid - offset - carried = taken; taken - fee -
    deductions = net."""

    reason: str | None
    """Why nothing is paid."""
    earned: Money
    held: Money
    moved: Money
    unpaid: Money
    debt: Money
    offset: Money
    carried: Money
    taken: Money
    fee: Money
    net: Money
    paid: Money | None
    """Null without a rate into their currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeBody:
    """How somebody stands as of now, and all that was ever paid to them."""

    member: str
    currency: str
    is_registered: bool
    held: str | None
    """Why nothing is paid to them for now, by the word of a person."""
    payable: PayableBody | None
    """Null where no plan pays the currency."""
    write_off: Money
    """How much of what they owe may be written off."""
    payouts: tuple[PayoutBody, ...]
    """The latest first."""


def owed(counted: Iterable[CountedPayables]) -> AllOwed:
    return AllOwed(items=tuple(map(_owed, counted)))


def rows(
    counted: CountedPayables, name: str, found: Iterable[PayableRow], goes_on: str | None
) -> OwedRowList:
    currency = counted.currency
    items = tuple(_row(each, name, currency) for each in found)
    return OwedRowList(as_of=counted.as_of, items=items, next=goes_on)


def payee(story: PayeeStory) -> PayeeBody:
    found = story.payable
    registered = found.payee if found else None
    base = f"{BASE}/members/{part_of(story.member)}"
    return PayeeBody(
        member=story.member,
        currency=story.currency,
        is_registered=registered is not None and bool(registered.reference),
        held=registered.hold or None if registered else None,
        payable=_payable(found.found) if found else None,
        write_off=Money(story.write_off, story.currency),
        payouts=tuple(payout(each, base) for each in story.payouts),
    )


def _owed(counted: CountedPayables) -> OwedBody:
    def of(minor: int) -> Money:
        return Money(minor, counted.currency)

    return OwedBody(
        currency=counted.currency,
        as_of=counted.as_of,
        plans=tuple(counted.plans),
        earned=of(counted.earned),
        taken_back=of(counted.taken_back),
        paid=of(counted.paid),
        written_off=of(counted.written_off),
        owed=of(counted.owed),
        meanwhile=of(counted.meanwhile),
        not_counted=counted.not_counted,
        people=counted.rows,
        taken=of(counted.taken),
        ages=tuple(_ages(counted)),
        lists=tuple(_list(name, each, counted) for name, each in counted.lists.items()),
        write_offs=_list(WRITE_OFF, counted.write_offs, counted),
    )


def _ages(counted: CountedPayables) -> Iterator[OwedAgeBody]:
    begins = (0, *AGE_DAYS)
    for since, until, amount in zip(begins, (*AGE_DAYS, None), counted.ages, strict=True):
        money = Money(amount, counted.currency)
        yield OwedAgeBody(since_days=since, until_days=until, amount=money)


def _list(name: str, found: ListSum, counted: CountedPayables) -> OwedListBody:
    return OwedListBody(
        name=name,
        href=f"{FINANCE}/payables/{counted.currency}/{name}",
        people=found.people,
        amount=Money(found.amount, counted.currency),
    )


def _row(row: PayableRow, name: str, currency: str) -> OwedRowBody:
    return OwedRowBody(
        member=row.member,
        href=f"{FINANCE}/payees/{part_of(row.member)}?currency={currency}",
        reason=row.reason or None,
        amount=Money(row.in_list(name), currency),
        owed=Money(row.owed, currency),
        on_hold=Money(row.on_hold, currency),
        unpaid=Money(row.unpaid, currency),
        debt=Money(row.debt, currency),
        taken=Money(row.taken, currency),
    )


def _payable(found: Payable) -> PayableBody:
    at, currency = found.standing, found.currency
    return PayableBody(
        reason=found.why or None,
        earned=Money(at.earned, currency),
        held=Money(at.held, currency),
        moved=Money(at.moved, currency),
        unpaid=Money(at.unpaid, currency),
        debt=Money(at.debt, currency),
        offset=Money(found.offset, currency),
        carried=Money(found.carried, currency),
        taken=Money(found.taken, currency),
        fee=Money(found.fee, currency),
        net=Money(found.net, currency),
        paid=Money(found.paid, found.paid_in) if found.rate else None,
    )
