"""When and how what was earned is paid out."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.words import Currency, Days, Figure, Name, PlanWords, Share

Months = Annotated[int, Field(ge=0, le=1200)]


class NegativeBalance(PlanWords):
    max_offset_pct: Share
    write_off_months: Months


class Exchange(PlanWords):
    rate_source: Name
    rate_moment: Literal["order_paid", "period_close"]
    places: dict[Currency, Annotated[int, Field(ge=0, le=6)]] | None = None
    """Decimals in which a currency is paid, where they are fewer than it has."""


class Deduction(PlanWords):
    """A line of its own, rounded by itself."""

    id: Name
    pct: Share
    rounding: Literal["half_even", "down"]


class Payout(PlanWords):
    hold_days: Days
    min: dict[Currency, Figure]
    fees: dict[Currency, Figure] | None = None
    deductions: tuple[Deduction, ...] = ()
    negative_balance: NegativeBalance
    currency: Exchange
