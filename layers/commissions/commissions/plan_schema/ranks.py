"""Ranks: what each asks for, how much of one leg counts, and how one is lost."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from commissions.plan_schema.conditions import ConditionWords
from commissions.plan_schema.words import (
    Name,
    PeriodName,
    PlanWords,
    PositiveFigure,
    PositiveShare,
)

COUNT, GATE = "count", "gate"


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


def _mode(value: Any) -> str:
    mode = value.get("mode", COUNT) if isinstance(value, dict) else COUNT
    return GATE if mode == GATE else COUNT


LegLimit = Annotated[
    Annotated[LegCap, Tag(COUNT)] | Annotated[LegGate, Tag(GATE)], Discriminator(_mode)
]


class RankWords(PlanWords):
    id: Name
    order: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
    """The lowest first."""
    require: ConditionWords
    maintain: ConditionWords | None = None
    """What is asked of one who has it already; without it the same again."""
    leg_cap: LegLimit | None = None
    window: PeriodName | None = None
    pay_rank: Literal["paid_as", "title"]
    demote_after: Annotated[int, Field(strict=True, ge=1, le=120)] | None = None
    """After so many periods under the title it falls; without it never."""
    demotion: Literal["one_rank", "to_paid_as"] | None = None
