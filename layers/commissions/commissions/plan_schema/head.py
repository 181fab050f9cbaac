"""Which plan it is, from when on, and how it rounds."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from commissions.domain.currencies import EXPONENTS
from commissions.plan_schema.words import Currency, Day, Name, PlanWords, Timezone


class Rounding(PlanWords):
    """Each award is rounded once, to whole minor units of the base currency."""

    places: Annotated[int, Field(ge=0, le=6)]
    mode: Literal["half_even", "down"]


class Head(PlanWords):
    id: Name
    version: Annotated[int, Field(ge=1, le=1_000_000)]
    effective_from: Day
    """Its first day, by its own clock."""
    timezone: Timezone
    base_currency: Currency
    rounding: Rounding

    @model_validator(mode="after")
    def _whole_minor_units(self) -> Self:
        places = EXPONENTS[self.base_currency]
        if self.rounding.places != places:
            raise ValueError(
                f"rounding.places is {self.rounding.places}, but {self.base_currency} has {places} "
                "decimals: awards are whole minor units"
            )
        return self
