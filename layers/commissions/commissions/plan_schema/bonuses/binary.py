"""Kind `binary`: pays what both legs of a seat match.

The steps have one order: volume comes in, qualification is judged, old lots expire, legs are
capped, matched, paid, capped again and carried.
"""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.bonuses.common import Bonus
from commissions.plan_schema.words import (
    Count,
    Figure,
    Name,
    PlanWords,
    PositiveFigure,
    PositiveShare,
)

STEPS = ("take_in", "qualify", "expire", "leg_cap", "match", "percent", "cap", "carry")


class Percent(PlanWords):
    """A share of the weaker leg."""

    mode: Literal["percent"]
    pct: PositiveShare
    of: Literal["weak_leg"]


class Ratio(PlanWords):
    """A share of the weaker leg times weaker by stronger."""

    mode: Literal["ratio"]
    pct: PositiveShare


class PctByMetric(PlanWords):
    """The share of a pair's volume by a figure of the member's own."""

    metric: Literal["pv", "qv", "cv"]
    steps: Annotated[tuple[tuple[Figure, PositiveShare], ...], Field(min_length=1)]


class Pairs(PlanWords):
    """An amount for each whole pair. With `left` and `right` the sides are fixed, with `strong` and
    `weak` the fuller side is the strong one, judged once a period or before each cycle."""

    mode: Literal["pairs"]
    left: PositiveFigure | None = None
    right: PositiveFigure | None = None
    strong: PositiveFigure | None = None
    weak: PositiveFigure | None = None
    judged: Literal["each_period", "each_cycle"]
    tie: Literal["left", "right"] | None = None
    amount: PositiveFigure | dict[Name, PositiveFigure] | None = None
    """For all alike, or by rank."""
    pct_by: PctByMetric | None = None


class Steps(PlanWords):
    """The amount of the highest step that both legs reach."""

    mode: Literal["steps"]
    steps: Annotated[tuple[tuple[PositiveFigure, PositiveFigure], ...], Field(min_length=1)]


Match = Annotated[Percent | Ratio | Pairs | Steps, Field(discriminator="mode")]


class FirstPair(PlanWords):
    """The first pair of a position, once, at another ratio and amount."""

    strong: PositiveFigure
    weak: PositiveFigure
    amount: PositiveFigure


class After(PlanWords):
    paid: Literal["carry", "net_off", "flush"]
    """carry: the weaker leg is emptied; net_off: what was matched leaves both; flush: both."""
    unqualified: Literal["carry_both", "flush_both"]
    leg_cap_before: PositiveFigure | None
    leg_cap_excess: Literal["burn", "keep"] | None = None
    """What of a leg is above the cap is lost, or stays for the carry; needed with a cap."""
    carry_cap: PositiveFigure | None
    expire_lots_days: Annotated[int, Field(ge=1, le=3650)] | None
    inactive_periods_to_flush: Annotated[int, Field(ge=1, le=120)] | None


class BinaryCap(PlanWords):
    per: dict[Name, dict[Name, PositiveFigure]] | None = None
    """By rank and period."""
    period: PositiveFigure | None = None
    """Of every position in the period that closes."""
    pairs: Count | None = None
    """At most so many pairs."""
    owner: Literal["aggregate", "each_position"]
    day: PositiveFigure | None = None
    excess: Literal["burn", "keep"]


class Binary(Bonus):
    kind: Literal["binary"]
    tree: Name
    basis: Name
    match: Match
    first_pair: FirstPair | None = None
    after: After
    cap: BinaryCap
    order_of_steps: tuple[str, ...]
