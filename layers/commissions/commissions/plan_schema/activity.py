"""Periods, who is active in one, and what an active leg is."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.conditions import Condition
from commissions.plan_schema.words import Name, PlanWords

Cutoff = Annotated[int, Field(ge=0, le=366)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Period(PlanWords):
    id: Name
    every: Literal["order", "day", "month"]
    cutoff_days: Cutoff = 0
    """How long after its end what is paid late, or given back, still counts."""


class Week(PlanWords):
    id: Name
    every: Literal["week"]
    week_starts: Weekday
    cutoff_days: Cutoff = 0


AnyPeriod = Annotated[Period | Week, Field(discriminator="every")]


class Activity(PlanWords):
    """`status`: who is active, and so paid."""

    active: Condition
    window: Name | None = None
    """The period that its figures are of; needed where it looks at any."""
    grace_periods: Annotated[int, Field(ge=0, le=120)] | None = None


class ActiveLegs(PlanWords):
    counts: Literal["any_in_leg", "front_line"]
    """Whether a leg is active when anybody in it is, or only by its front-line member."""
