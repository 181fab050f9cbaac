"""Which plan it is, from when on, and how it rounds."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.words import Currency, Day, Name, PlanWords, Timezone


class Rounding(PlanWords):
    """Each award is rounded once, to whole minor units of the base currency."""

    places: Annotated[int, Field(strict=True, ge=0, le=6)]
    mode: Literal["half_even", "down"]


class PlanHead(PlanWords):
    id: Name
    version: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    effective_from: Day
    """Its first day, by its own clock."""
    timezone: Timezone
    base_currency: Currency
    rounding: Rounding
