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
    """Whose rates convert a payout, as the table of rates names its sources: `ecb`, `table`."""
    rate_moment: Literal["order_paid", "period_close"]
    """When an order in another currency is converted: as of its day. `period_close` stands in
    versions of before and is not published any more."""
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
