"""A member, and what a month brought them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.member_month import MonthMoney
from commissions.domain.money import Money
from commissions.domain.payouts.home_facts import HomeFacts
from commissions.domain.payouts.member_money import WeekRelease
from commissions.domain.people.accounts import SignedIn
from commissions.runtime.api.encoding import points


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumesBody:
    """Volume by unit, each a decimal text like `20.67`."""

    pv: str
    bv: str
    cv: str
    qv: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeBody:
    """Who is signed in."""

    member: str
    roles: tuple[str, ...]
    language: str
    zone: str
    """Of the IANA database: `Europe/Berlin`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBody:
    """What a day of the month came to."""

    day: date
    own: Money
    """Net of own sales."""
    team: Money
    """Net of the rest: of others' sales, and of closes."""
    unpaid: Money
    """What would have been earned, had it been paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthMoneyBody:
    """A month in one currency. earned = on_hold + available + paid = own + team."""

    currency: str
    earned: Money
    """Net: what was taken back is off already."""
    on_hold: Money
    available: Money
    paid: Money
    own: Money
    team: Money
    taken_back: Money
    unpaid: Money
    """What would have been earned, had it been paid."""
    days: tuple[DayBody, ...]
    """Those on which anything moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekBody:
    """What is released in a week."""

    ends: date
    """Its Sunday."""
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldBody:
    """What is on hold of one currency, of whatever months; the weeks add up to it."""

    amount: Money
    next_release: datetime | None
    weeks: tuple[WeekBody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InactiveBody:
    """A status with which the plans in force do not pay."""

    status: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryBody:
    """A month as Home shows it."""

    month: str
    """Like `2026-11`, by the plan's clock."""
    version: int
    """Grows with everything that is counted in the month; 0 where nothing ever was."""
    orders: int
    refunds: int
    """Orders of which something was taken back in the month."""
    lines: int
    """Of commissions, those not paid among them."""
    volumes: VolumesBody
    """Of own sales."""
    money: tuple[MonthMoneyBody, ...]
    """By currency."""
    on_hold: tuple[HoldBody, ...]
    """Of the month that goes on alone."""
    owed: tuple[Money, ...]
    """What the member owes the company."""
    minimum: tuple[Money, ...]
    """From how much on is paid out."""
    inactive: InactiveBody | None
    came_back: str | None
    """The batch of the last payout, where its money came back."""


def me(who: SignedIn) -> MeBody:
    return MeBody(
        member=who.member_id,
        roles=tuple(sorted(who.roles)),
        language=who.language,
        zone=who.zone,
    )


def volumes(hundredths: Mapping[str, int]) -> VolumesBody:
    return VolumesBody(**{unit: points(hundredths.get(unit, 0)) for unit in UNITS})


def summary(facts: HomeFacts) -> SummaryBody:
    month, inactive = facts.month, facts.inactive
    return SummaryBody(
        month=month.month,
        version=month.version,
        orders=month.orders,
        refunds=month.refunds,
        lines=month.lines,
        volumes=volumes(month.volumes),
        money=tuple(_money(facts, month.of(currency)) for currency in facts.standings),
        on_hold=tuple(
            HoldBody(
                amount=Money(held.amount, currency),
                next_release=held.next_release,
                weeks=weeks(held.weeks, currency),
            )
            for currency, held in facts.on_hold.items()
        ),
        owed=_each(facts.owed),
        minimum=_each(facts.minimum),
        inactive=InactiveBody(status=inactive.status, since=inactive.since) if inactive else None,
        came_back=facts.came_back or None,
    )


def weeks(found: tuple[WeekRelease, ...], currency: str) -> tuple[WeekBody, ...]:
    return tuple(WeekBody(ends=each.ends, amount=Money(each.amount, currency)) for each in found)


def _money(facts: HomeFacts, money: MonthMoney) -> MonthMoneyBody:
    currency, standing = money.currency, facts.standings[money.currency]
    return MonthMoneyBody(
        currency=currency,
        earned=Money(money.net, currency),
        on_hold=Money(standing.held, currency),
        available=Money(standing.available, currency),
        paid=Money(standing.paid, currency),
        own=Money(money.own, currency),
        team=Money(money.team, currency),
        taken_back=Money(money.taken_back, currency),
        unpaid=Money(money.unpaid, currency),
        days=tuple(_days(facts.month.month, money)),
    )


def _days(month: str, money: MonthMoney) -> Iterator[DayBody]:
    for each in money.days:
        yield DayBody(
            day=date.fromisoformat(f"{month}-{each.day:02}"),
            own=Money(each.own, money.currency),
            team=Money(each.team, money.currency),
            unpaid=Money(each.unpaid, money.currency),
        )


def _each(amounts: Mapping[str, int]) -> tuple[Money, ...]:
    return tuple(Money(amount, currency) for currency, amount in amounts.items())
