"""Periods, who is active in one, and what an active leg is."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.conditions import ConditionWords
from commissions.plan_schema.words import Name, PeriodName, PlanWords

Cutoff = Annotated[int, Field(strict=True, ge=0, le=366)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class _ClosedPeriod(PlanWords):
    id: Name
    cutoff_days: Cutoff = 0
    """How long after its end what is paid late, or given back, still counts."""


class PlainPeriod(_ClosedPeriod):
    every: Literal["order", "day", "month"]


class WeekPeriod(_ClosedPeriod):
    every: Literal["week"]
    week_starts: Weekday


PeriodWords = Annotated[PlainPeriod | WeekPeriod, Field(discriminator="every")]


class ActivityWords(PlanWords):
    """`status`: who is active, and so paid."""

    active: ConditionWords
    window: PeriodName | None = None
    """The period that its figures are of; needed where it looks at any."""
    grace_periods: Annotated[int, Field(strict=True, ge=0, le=120)] | None = None
    """For how many windows in a row one who was active stays so without the figures that are asked
    for; a status is not forgiven."""


class ActiveLegs(PlanWords):
    counts: Literal["any_in_leg", "front_line"]
    """Whether a leg is active when anybody in it is, or only by its front-line member."""
