"""Awards and what was taken back of them, as the page of an order's why shows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from commissions.domain.ledger.member_orders import Bought
from commissions.domain.ledger.why import AwardStep, AwardWhy, Exchange, OrderWhy
from commissions.domain.ledger.why_not import WhyNot
from commissions.domain.money import Money

SAME = "1"
"""The rate of a currency to itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardShown:
    """One award. What is not paid has what it would have been in place of what it was."""

    entry: str
    kind: str
    bonus: str
    level: int
    passed_over: int
    status: str
    rank: str
    base: int
    """Hundredths of a point; 0 where nothing is known of it."""
    unit: str
    rate: Decimal | None
    amount: Money | None
    exact: Fraction | None
    """Before it was rounded, in units of the currency; None where it needed no rounding."""
    reason: WhyNot | None
    corrects: str
    """The closed period that it corrects; empty of all others."""
    missed_rank: str
    """By which rank it would have been paid, where that is not the own one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackShown:
    """What was taken back at once, or stands again."""

    entry: str
    at: datetime
    cause: WhyNot | None
    share: Fraction
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtShown:
    """A line of the order as it was valued."""

    qty: str
    sku: str
    map_day: date
    """From when on the value was in force."""
    volumes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeShown:
    """What the order cost without tax and shipping, and at what rate that counts."""

    net: Money
    rate: str
    day: date | None
    """None where both currencies are one."""


def shown(award: AwardWhy) -> AwardShown:
    of, missed = award.calculation, award.missed
    rate = of.rate if of else missed.rate if missed else ""
    if of:
        amount: Money | None = Money(of.amount, of.currency)
    else:
        amount = Money(missed.amount, missed.currency) if missed else None
    return AwardShown(
        entry=award.entry,
        kind=award.kind,
        bonus=award.bonus,
        level=award.paid_level or award.level,
        passed_over=award.passed_over,
        status=award.status,
        rank=award.rank,
        base=of.base if of else award.base,
        unit=of.basis if of else award.basis,
        rate=Decimal(rate) if rate and "/" not in rate else None,
        amount=amount,
        exact=of.exact if of and of.is_rounded else None,
        reason=award.reason,
        corrects=award.corrects,
        missed_rank=missed.rank if missed else "",
    )


def bought(line: Bought) -> BoughtShown:
    return BoughtShown(
        qty=line.qty,
        sku=line.sku,
        map_day=date.fromisoformat(line.map_version),
        volumes=line.volumes,
    )


def exchange(told: Exchange) -> ExchangeShown:
    is_other = told.rate != SAME and told.day
    return ExchangeShown(
        net=Money(told.net, told.currency),
        rate=told.rate,
        day=date.fromisoformat(told.day) if is_other else None,
    )


def every_back(facts: OrderWhy) -> Iterator[BackShown]:
    """What one journal took of several awards is one."""
    sums: dict[str, BackShown] = {}
    for award in facts.awards:
        for step in after_first(award):
            journal = step.entry.rpartition("/")[0]
            before = sums[journal].amount.minor if journal in sums else 0
            sums[journal] = BackShown(
                entry=journal,
                at=step.at,
                cause=step.cause,
                share=step.share,
                amount=Money(before + step.amount, award.currency),
            )
    yield from sums.values()


def after_first(award: AwardWhy) -> Iterator[AwardStep]:
    """All but what was earned first."""
    yield from award.steps[1:]
