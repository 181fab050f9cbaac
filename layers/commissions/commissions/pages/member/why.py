"""Why an order paid a member what it did, or did not: as a sheet, or as a page of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from commissions.domain.ledger.member_orders import WhoseOrder
from commissions.domain.ledger.why import AwardWhy, OrderWhy
from commissions.domain.ledger.why_not import WhyNot
from commissions.domain.money import Money
from commissions.pages.frame import Frame, page, sheet
from commissions.pages.member import why_awards
from commissions.pages.member.months import day_of
from commissions.pages.member.why_awards import AwardShown, BackShown, BoughtShown, ExchangeShown
from commissions.pages.member.why_timeline import TimelineEvent, timeline
from commissions.pages.numbers import decimal

TEMPLATE = "member/why.html"
EXACT_PLACES_MAX = 6


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
        paid=tuple(map(why_awards.shown, paid)),
        unpaid=tuple(map(why_awards.shown, unpaid)),
        back=tuple(sorted(why_awards.every_back(facts), key=lambda each: each.at)),
        bought=tuple(map(why_awards.bought, facts.lines)),
        exchange=why_awards.exchange(facts.exchange) if facts.exchange else None,
        currency=currency,
        timeline=tuple(timeline(facts, now)),
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
