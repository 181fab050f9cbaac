"""When and how what was earned is paid out."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.words import (
    Amount,
    Currency,
    Days,
    Name,
    PlanWords,
    PositiveShare,
    Share,
)

Months = Annotated[int, Field(strict=True, ge=0, le=1200)]


Amounts = dict[Currency, Amount]
"""By currency, each in whole units of its own."""


class NegativeBalance(PlanWords):
    max_offset_pct: Share
    write_off_months: Months


class ExchangeWords(PlanWords):
    rate_source: Name
    """`ecb`, or `table` for the company's own."""
    rate_moment: Literal["order_paid", "period_close"]
    places: dict[Currency, Annotated[int, Field(strict=True, ge=0, le=6)]] | None = None
    """Decimals in which a currency is paid, where they are fewer than it has."""


class Deduction(PlanWords):
    """A line of its own, rounded by itself."""

    id: Name
    pct: PositiveShare
    rounding: Literal["half_even", "down"]


class PayoutWords(PlanWords):
    hold_days: Days
    min: Amounts
    fees: Amounts | None = None
    deductions: tuple[Deduction, ...] = ()
    negative_balance: NegativeBalance
    currency: ExchangeWords
