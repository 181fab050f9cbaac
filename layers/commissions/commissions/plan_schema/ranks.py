"""Ranks: what each asks for, how much of one leg counts, and how one is lost."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from commissions.plan_schema.conditions import Condition
from commissions.plan_schema.words import Name, PlanWords, PositiveFigure, PositiveShare


class LegCap(PlanWords):
    """Of each leg, at most a part of what is asked for counts."""

    mode: Literal["count"] = "count"
    pct: PositiveShare
    of: Literal["requirement"]
    own: Literal["capped", "whole"]
    """Whether the member's own volume is capped like a leg."""


class LegGate(PlanWords):
    """A leg above the maximum fails the rank."""

    mode: Literal["gate"]
    max_leg: PositiveFigure


class Rank(PlanWords):
    id: Name
    order: Annotated[int, Field(ge=0, le=1_000_000)]
    """The lowest first."""
    require: Condition
    maintain: Condition | None = None
    """What is asked of one who has it already; without it the same again."""
    leg_cap: LegCap | LegGate | None = None
    window: Name | None = None
    pay_rank: Literal["paid_as", "title"]
    demote_after: Annotated[int, Field(ge=1, le=120)] | None = None
    """After so many periods under the title it falls; without it never."""
    demotion: Literal["one_rank", "to_paid_as"] | None = None

    @model_validator(mode="after")
    def _says_how_it_falls(self) -> Self:
        if (self.demote_after is None) != (self.demotion is None):
            raise ValueError(
                "demote_after and demotion belong together: demotion is one_rank or to_paid_as"
            )
        return self
