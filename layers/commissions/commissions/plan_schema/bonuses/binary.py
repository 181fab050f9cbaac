"""Kind `binary`: pays what both legs of a seat match.

The steps have one order: volume comes in, qualification is judged, old lots expire, legs are
capped, matched, paid, capped again and carried.
"""

from typing import Annotated, Literal

from pydantic import Field, Tag

from commissions.plan_schema.bonuses.common import OneAward
from commissions.plan_schema.conditions import ConditionWords
from commissions.plan_schema.volumes import Unit
from commissions.plan_schema.words import (
    BY_SHAPE,
    Count,
    Figure,
    Money,
    PeriodName,
    PlanWords,
    PositiveFigure,
    PositiveShare,
    RankName,
    TreeName,
    UnitName,
)

STEPS = ("take_in", "qualify", "expire", "leg_cap", "match", "percent", "cap", "carry")
"""`qualify` can be left unsaid: plans did before there was a word for it."""


class PercentMatch(PlanWords):
    """A share of the weaker leg."""

    mode: Literal["percent"]
    pct: PositiveShare
    of: Literal["weak_leg"]


class RatioMatch(PlanWords):
    """A share of the weaker leg times weaker by stronger."""

    mode: Literal["ratio"]
    pct: PositiveShare


class PctByMetric(PlanWords):
    """The share of a pair's volume by a figure of the member's own."""

    metric: Unit
    steps: Annotated[tuple[tuple[Figure, PositiveShare], ...], Field(min_length=1)]


class PairsMatch(PlanWords):
    """An amount for each whole pair. With `left` and `right` the sides are fixed, with `strong` and
    `weak` the fuller side is the strong one, judged once a period or before each cycle."""

    mode: Literal["pairs"]
    left: PositiveFigure | None = None
    right: PositiveFigure | None = None
    strong: PositiveFigure | None = None
    weak: PositiveFigure | None = None
    judged: Literal["each_period", "each_cycle"] = "each_period"
    """Without the word each period."""
    tie: Literal["left", "right"] | None = None
    """Which of two equal legs is the strong one; needed with strong and weak."""
    amount: (
        Annotated[
            Annotated[Money, Tag("text")] | Annotated[dict[RankName, Money], Tag("map")], BY_SHAPE
        ]
        | None
    ) = None
    """For all alike, or by rank."""
    pct_by: PctByMetric | None = None


class StepsMatch(PlanWords):
    """The amount of the highest step that both legs reach."""

    mode: Literal["steps"]
    steps: Annotated[tuple[tuple[PositiveFigure, Money], ...], Field(min_length=1)]


MatchWords = Annotated[
    PercentMatch | RatioMatch | PairsMatch | StepsMatch, Field(discriminator="mode")
]


class FirstPair(PlanWords):
    """The first pair of a position, once, at another ratio and amount."""

    strong: PositiveFigure
    weak: PositiveFigure
    amount: Money


class AfterMatch(PlanWords):
    paid: Literal["carry", "net_off", "flush"]
    """carry: the weaker leg is emptied; net_off: what was matched leaves both; flush: both."""
    unqualified: Literal["carry_both", "flush_both"]
    leg_cap_before: PositiveFigure | None
    leg_cap_excess: Literal["burn", "keep"] | None = None
    """What of a leg is above the cap is lost, or stays for the carry; needed with a cap."""
    carry_cap: PositiveFigure | None
    expire_lots_days: Annotated[int, Field(strict=True, ge=1, le=3650)] | None
    inactive_periods_to_flush: Annotated[int, Field(strict=True, ge=1, le=120)] | None


class BinaryCap(PlanWords):
    per: dict[RankName, dict[PeriodName, Money]] | None = None
    """By rank and period."""
    period: Money | None = None
    """Of every position in the period that closes."""
    pairs: Count | None = None
    """At most so many pairs."""
    owner: Literal["aggregate", "none"]
    """All positions of one owner together, or each by itself."""
    day: Money | None = None
    """For a bonus that a close of every day computes."""
    excess: Literal["burn", "keep"]


class BinaryBonus(OneAward):
    kind: Literal["binary"]
    tree: TreeName
    basis: UnitName
    match: MatchWords
    first_pair: FirstPair | None = None
    eligibility: ConditionWords
    after: AfterMatch
    cap: BinaryCap
    order_of_steps: tuple[str, ...]
