"""Why an order paid a member what it did, or did not: as a sheet, or as a page of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from commissions.domain.ledger.member_orders import Bought, WhoseOrder
from commissions.domain.ledger.why import AwardStep, AwardWhy, Exchange, OrderWhy
from commissions.domain.ledger.why_not import WhyNot
from commissions.domain.money import Money
from commissions.pages.frame import Frame, page, sheet
from commissions.pages.member.months import day_of
from commissions.pages.numbers import decimal

TEMPLATE = "member/why.html"
EXACT_PLACES_MAX = 6
SAME = "1"
"""The rate of a currency to itself."""


class WhyTitle(StrEnum):
    """Which sentence stands above all, as its message is called."""

    EARNED = "earned"
    LEFT = "left"
    """Some of it was taken back."""
    NOTHING_LEFT = "nothing-left"
    NOT_PAID = "not-paid"
    NOT_PAID_MISSED = "not-paid-missed"
    """The same, of what is known how much it would have been."""
    NO_BONUS = "no-bonus"
    LINE_TAKEN_BACK = "line-taken-back"
    LINE_GIVEN = "line-given"
    LINE_RESTATED = "line-restated"


class EventState(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """`what`: its message."""

    what: str
    at: datetime | None
    state: EventState
    payout: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView:
    why: OrderWhy
    title: WhyTitle
    earned: tuple[Money, ...]
    """Of each award that ever earned anything, as it was calculated last."""
    stands: Money
    """What is left of all of them."""
    change: Money
    """By how much the line that is asked for changed it; 0 of a whole order."""
    reason: WhyNot | None
    """Of the title."""
    missed: Money | None
    paid: tuple[AwardShown, ...]
    unpaid: tuple[AwardShown, ...]
    back: tuple[BackShown, ...]
    """The oldest first."""
    bought: tuple[BoughtShown, ...]
    exchange: ExchangeShown | None
    """Of own sales alone."""
    currency: str
    timeline: tuple[TimelineEvent, ...]
    status_day: date | None
    """Since when the member had the status as of the sale."""

    @property
    def sum(self) -> Money:
        return Money(sum(each.minor for each in self.earned), self.currency)

    @property
    def is_of_period(self) -> bool:
        return self.why.whose is WhoseOrder.PERIOD

    @property
    def holds(self) -> bool:
        """Whether all that was worked out again came to what the ledger says."""
        return self.why.is_intact and all(each.holds for each in self.why.awards)

    @property
    def units(self) -> tuple[str, ...]:
        """The units of volume that its awards count."""
        found = (each.unit for each in (*self.paid, *self.unpaid))
        return tuple(dict.fromkeys(each for each in found if each))

    @property
    def standings(self) -> tuple[tuple[str, str, int], ...]:
        """Status, rank and how many were passed over, of what was paid: each once."""
        return tuple(
            dict.fromkeys((each.status, each.rank, each.passed_over) for each in self.paid)
        )

    @property
    def entries(self) -> tuple[str, ...]:
        """What its lines are called in the ledger."""
        return tuple(each.entry for each in (*self.paid, *self.unpaid))


def why(facts: OrderWhy, now: datetime, zone: str) -> WhyView:
    paid = tuple(each for each in facts.awards if each.calculation)
    unpaid = tuple(each for each in facts.awards if not each.calculation)
    currency = next((each.currency for each in facts.awards), "")
    missed = sum(each.missed.amount for each in unpaid if each.missed)
    shown = sum(each.stands for each in facts.awards)
    title, reason = _title(facts, paid, unpaid, missed)
    return WhyView(
        why=facts,
        title=title,
        earned=tuple(Money(each.calculation.amount, currency) for each in paid if each.calculation),
        stands=Money(shown, currency),
        change=Money(abs(facts.awards[0].change) if facts.asked else 0, currency),
        reason=reason,
        missed=Money(missed, currency) if missed else None,
        paid=tuple(map(_shown, paid)),
        unpaid=tuple(map(_shown, unpaid)),
        back=tuple(sorted(_every_back(facts), key=lambda each: each.at)),
        bought=tuple(map(_bought, facts.lines)),
        exchange=_exchange(facts.exchange) if facts.exchange else None,
        currency=currency,
        timeline=tuple(_timeline(facts, now)),
        status_day=day_of(facts.status_since, zone) if facts.status_since else None,
    )


def render(view: WhyView, frame: Frame, *, in_sheet: bool) -> str:
    exact = {
        each.entry: exactly(each.exact, frame.text.written)
        for each in view.paid
        if each.exact is not None
    }
    return (sheet if in_sheet else page)(TEMPLATE, frame, view=view, exact=exact)


def exactly(value: Fraction, language: str) -> str:
    """As a decimal where it is one of a few digits, else as a fraction."""
    for places in range(2, EXACT_PLACES_MAX + 1):
        if (scaled := value * 10**places).denominator == 1:
            return decimal(Decimal(int(scaled)).scaleb(-places), places, language)
    return str(value)


def _shown(award: AwardWhy) -> AwardShown:
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


def _bought(line: Bought) -> BoughtShown:
    return BoughtShown(
        qty=line.qty,
        sku=line.sku,
        map_day=date.fromisoformat(line.map_version),
        volumes=line.volumes,
    )


def _exchange(told: Exchange) -> ExchangeShown:
    is_other = told.rate != SAME and told.day
    return ExchangeShown(
        net=Money(told.net, told.currency),
        rate=told.rate,
        day=date.fromisoformat(told.day) if is_other else None,
    )


def _every_back(facts: OrderWhy) -> Iterator[BackShown]:
    """What one journal took of several awards is one."""
    sums: dict[str, BackShown] = {}
    for award in facts.awards:
        for step in _back(award):
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


def _title(
    facts: OrderWhy, paid: tuple[AwardWhy, ...], unpaid: tuple[AwardWhy, ...], missed: int
) -> tuple[WhyTitle, WhyNot | None]:
    if not facts.awards:
        return WhyTitle.NO_BONUS, None
    if facts.asked and (line := facts.awards[0]) and len(line.steps) > 1:
        return _of_line(line)
    if not paid:
        first = next((each.reason for each in unpaid if each.reason), WhyNot.OTHER)
        return WhyTitle.NOT_PAID_MISSED if missed else WhyTitle.NOT_PAID, first
    stands = sum(each.stands for each in paid)
    earned = sum(each.calculation.amount for each in paid if each.calculation)
    if stands == earned:
        return WhyTitle.EARNED, None
    reason = next((each.cause for award in paid for each in award.steps if each.cause), None)
    return (WhyTitle.LEFT if stands else WhyTitle.NOTHING_LEFT), reason


def _of_line(award: AwardWhy) -> tuple[WhyTitle, WhyNot | None]:
    """Of one line that is not the award's first."""
    if not award.change:
        return WhyTitle.LINE_RESTATED, None
    taken = award.change < 0
    return (WhyTitle.LINE_TAKEN_BACK if taken else WhyTitle.LINE_GIVEN), award.steps[-1].cause


def _back(award: AwardWhy) -> Iterator[AwardStep]:
    """All but what was earned first."""
    yield from award.steps[1:]


def _timeline(facts: OrderWhy, now: datetime) -> Iterator[TimelineEvent]:
    done = EventState.DONE
    of_period = facts.whose is WhoseOrder.PERIOD
    yield TimelineEvent("period-ended" if of_period else "placed", facts.placed_at, done)
    if facts.paid_at:
        yield TimelineEvent("paid-for", facts.paid_at, done)
    if not any(each.calculation for each in facts.awards):
        yield TimelineEvent("counted", facts.recorded_at, EventState.NOW)
        return
    yield TimelineEvent("closed" if of_period else "earned", facts.recorded_at, done)
    for at in dict.fromkeys(
        step.at for each in facts.awards for step in _back(each) if step.amount < 0
    ):
        yield TimelineEvent("taken-back", at, done)
    yield from _of_money(facts, now)


def _of_money(facts: OrderWhy, now: datetime) -> Iterator[TimelineEvent]:
    """From the hold to the payout, of what is left."""
    free = max((each.free_at for each in facts.awards if each.free_at), default=None)
    if free is None:
        return
    if free > now:
        yield TimelineEvent("on-hold", free, EventState.NOW)
        yield TimelineEvent("available-then", free, EventState.NEXT)
        return
    payout = next((each.payout for each in facts.awards if each.payout), "")
    yield TimelineEvent("available", free, EventState.DONE if payout else EventState.NOW)
    if payout:
        yield TimelineEvent("in-payout", None, EventState.NOW, payout)
    else:
        yield TimelineEvent("next-payout", None, EventState.NEXT)
