"""What the company owes by when it was earned, what that is of the volume, what it cost besides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from commissions.domain.currencies import exponent
from commissions.domain.money import Money
from commissions.domain.payouts.counted_payables import (
    NEGATIVE,
    CountedPayables,
    ExchangeSums,
    MonthOwed,
)
from commissions.pages.charts import Meter, meter
from commissions.pages.frame import Frame, page

TEMPLATE, PATH = "finance/liability.html", "/finance/liability"
HUNDREDTHS = 2
"""Of a point, in which volumes are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMonth:
    month: date
    earned: Money
    taken_back: Money
    paid: Money
    written_off: Money
    standing: Money
    cv: int
    share: Fraction | None
    """Of the volume that was sold in it; None where none was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeCost:
    paid_in: str
    payouts: int
    net: Money
    paid: Money
    rounding: Money
    worth: Money
    difference: Money
    no_rate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiabilityView:
    currency: str
    currencies: Sequence[tuple[str, str]]
    as_of: datetime
    plans: Sequence[str]
    standing: Money
    """What is on hold and free together: what people are owed, their debts apart."""
    negative: Money
    owed: Money
    months: Sequence[OwedMonth]
    """The latest first."""
    all_months: OwedMonth
    cap: Decimal | None
    """The most that is paid of a period's volume; None where the plan says nothing of it."""
    latest: OwedMonth | None
    """The month that runs, or the last one in which anything was sold."""
    chart: Meter
    exchange: Sequence[ExchangeCost]


def liability(every: Sequence[CountedPayables], counted: CountedPayables) -> LiabilityView:
    currency, cap = counted.currency, Decimal(counted.cap_pct) if counted.cap_pct else None
    months = [_month(each, currency) for each in reversed(counted.months)]
    latest = next((each for each in months if each.share is not None), None)
    negative = -counted.lists[NEGATIVE].amount if NEGATIVE in counted.lists else 0
    standing = sum(each.standing for each in counted.months)
    return LiabilityView(
        currency=currency,
        currencies=[(each.currency, address(each.currency)) for each in every],
        as_of=counted.as_of,
        plans=counted.plans,
        standing=Money(standing, currency),
        negative=Money(negative, currency),
        owed=Money(standing - negative, currency),
        months=months,
        all_months=_month(_together(counted.months), currency),
        cap=cap,
        latest=latest,
        chart=_chart(latest, cap),
        exchange=[_exchange(each, currency) for each in counted.exchange],
    )


def address(currency: str) -> str:
    return f"{PATH}?currency={currency}"


def render(view: LiabilityView | None, frame: Frame) -> str:
    """`None`: nothing was counted yet."""
    return page(TEMPLATE, frame, view=view)


def share_of_volume(net: int, cv: int, currency: str) -> Fraction | None:
    """`net`: minor units; `cv`: hundredths of a point, each worth a unit of the currency."""
    if not cv:
        return None
    return Fraction(net, 10 ** exponent(currency)) / Fraction(cv, 10**HUNDREDTHS)


def _month(found: MonthOwed, currency: str) -> OwedMonth:
    return OwedMonth(
        month=date.fromisoformat(f"{found.month}-01"),
        earned=Money(found.earned, currency),
        taken_back=Money(found.taken_back, currency),
        paid=Money(found.paid, currency),
        written_off=Money(found.written_off, currency),
        standing=Money(found.standing, currency),
        cv=found.cv,
        share=share_of_volume(found.net, found.cv, currency),
    )


def _together(months: Sequence[MonthOwed]) -> MonthOwed:
    return MonthOwed(
        month=months[-1].month if months else "2000-01",
        earned=sum(each.earned for each in months),
        taken_back=sum(each.taken_back for each in months),
        written_off=sum(each.written_off for each in months),
        paid=sum(each.paid for each in months),
        standing=sum(each.standing for each in months),
        cv=sum(each.cv for each in months),
    )


def _chart(latest: OwedMonth | None, cap: Decimal | None) -> Meter:
    """In thousandths of the volume; the mark is the cap."""
    share = latest.share if latest and latest.share is not None else Fraction(0)
    mark = round(Fraction(cap) * 1_000) if cap is not None else -1
    return meter(max(0, round(share * 1_000)), 1_000, mark=min(mark, 995))


def _exchange(found: ExchangeSums, currency: str) -> ExchangeCost:
    return ExchangeCost(
        paid_in=found.paid_in,
        payouts=found.payouts,
        net=Money(found.net, currency),
        paid=Money(found.paid, found.paid_in),
        rounding=Money(found.rounding, currency),
        worth=Money(found.worth, currency),
        difference=Money(found.difference, currency),
        no_rate=found.no_rate,
    )
