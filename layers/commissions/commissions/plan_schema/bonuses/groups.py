"""Kinds of whole groups: `differential`, `breakaway`, `generation`, `infinity`."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.bonuses.common import Bonus, LevelRates, OfVolume, RankRates, Rates
from commissions.plan_schema.words import (
    Count,
    Figure,
    Level,
    Name,
    PlanWords,
    PositiveFigure,
    PositiveShare,
)


class Differential(OfVolume):
    """A bracket by volume or rank: its share of the own volume, and of each leg what it is above
    the leg's."""

    kind: Literal["differential"]
    bracket_by: Name
    """`gv`, a unit of own volume, or `rank`."""
    brackets: Annotated[tuple[tuple[Figure, str], ...], Field(min_length=1)] | None = None
    """From which volume on, which share."""
    rates: RankRates | None = None
    """By rank, with `bracket_by: rank`."""
    mode: Literal["whole", "marginal"]
    subtract: Literal["legs", "between", "buyer_included"]


class Tier(PlanWords):
    min_groups: Count
    rate: PositiveShare


class Guarantee(PlanWords):
    """The sponsor of a leader is guaranteed at least the share of the top bracket, paid out of the
    leader's own bonus."""

    top: PositiveFigure
    mid: PositiveFigure
    """With less own group volume and one leader group, the leader keeps nothing."""
    paid_by: Literal["leader"]


class LeaderRank(PlanWords):
    rank: Name


class Breakaway(OfVolume):
    """Overrides on the groups of leaders below."""

    kind: Literal["breakaway"]
    leader: LeaderRank
    override: Literal["fixed", "differential", "tiers"]
    rates: RankRates | None = None
    minimum: PositiveShare | None = None
    generations: LevelRates | None = None
    tiers: tuple[Tier, ...] | None = None
    failed_gate: Literal["transparent", "blocks"] | None = None
    guarantee: Guarantee | None = None


class Boundary(PlanWords):
    mode: Literal["threshold", "own_rank"]
    rank: Name | None = None
    rank_kind: Literal["title", "paid_as"] | None = None
    """Which rank makes a leader; without it the paid one."""
    ineligible: Literal["keeps_boundary", "invisible"]
    empty: Literal["not_counted", "counted"]
    closer_belongs_to: Literal["own_generation", "next_generation"]


class Generation(OfVolume):
    kind: Literal["generation"]
    boundary: Boundary
    rates: Rates


class Infinity(OfVolume):
    kind: Literal["infinity"]
    mode: Literal["blocked", "gap", "limited"] | None = None
    """Without it `blocked`."""
    below_level: Annotated[int, Field(ge=0, le=99)]
    levels: Literal["real", "compressed"]
    blocked_by: Literal["same_or_higher", "higher"] | None = None
    blocks: Literal["at_leader", "at_his_start"] | None = None
    rates: RankRates


class MatchBoundary(PlanWords):
    """Who closes a generation of who was paid: a rank, who belongs to the generation they close."""

    rank: Name
    rank_kind: Literal["title", "paid_as"] | None = None
    closer_belongs_to: Literal["own_generation", "next_generation"] | None = None


class Code(PlanWords):
    """The first recruits are matched at one share, the later ones and theirs at another."""

    foundation: Count
    foundation_pct: PositiveShare
    legacy_pct: PositiveShare


class Matching(Bonus):
    kind: Literal["matching"]
    tree: Name
    of: Annotated[tuple[Name, ...], Field(min_length=1)]
    by: Literal["level", "generation"]
    boundary: MatchBoundary | None = None
    """Needed by generation."""
    rates: dict[Level, PositiveShare] | dict[Name, dict[Level, PositiveShare]]
    base_after_caps: bool
    award: Literal["source", "level"]
    code: Code | None = None


class Pool(Bonus):
    kind: Literal["pool"]
    basis: Name
    pct: PositiveShare
    by: Literal["points", "position", "schedule"] | None = None
    """Without it by points."""
    points: dict[Name, PositiveFigure] | None = None
    amounts: tuple[PositiveFigure, ...] | None = None
    score: Literal["gv", "pv", "qv", "cv"] | None = None
    schedule: dict[Name, PositiveFigure] | None = None
    remainder: Literal["company", "largest"]


class RankAdvance(Bonus):
    kind: Literal["rank_advance"]
    amounts: dict[Name, PositiveFigure]
    once: bool
