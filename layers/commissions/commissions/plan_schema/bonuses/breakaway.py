"""Kind `breakaway`: overrides on the groups of leaders below."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.bonuses.common import LevelRates, OfVolume, RankRates
from commissions.plan_schema.words import Count, PlanWords, PositiveFigure, PositiveShare, RankName


class OverrideTier(PlanWords):
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
    rank: RankName


class BreakawayBonus(OfVolume):
    kind: Literal["breakaway"]
    leader: LeaderRank
    override: Literal["fixed", "differential", "tiers"]
    rates: RankRates | None = None
    """Of the first leader above; needed but with tiers."""
    minimum: PositiveShare | None = None
    """Of a differential, where leaders are equal; without the word nothing."""
    generations: LevelRates | None = None
    """From generation 2 on."""
    tiers: Annotated[tuple[OverrideTier, ...], Field(min_length=1)] | None = None
    failed_gate: Literal["transparent", "blocks"] | None = None
    """Whether one with too few groups is passed over, or ends the tier; needed with tiers."""
    guarantee: Guarantee | None = None
