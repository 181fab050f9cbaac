"""Kind `generation`: generations are counted at leaders, on the way up from a sale."""

from typing import Literal

from commissions.plan_schema.bonuses.common import OfVolume, PayRank, Rates
from commissions.plan_schema.words import PlanWords, RankName


class GenerationBoundary(PlanWords):
    mode: Literal["threshold", "own_rank"]
    """A leader has the boundary's rank, or the earner's own."""
    rank: RankName | None = None
    """Needed by threshold."""
    rank_kind: PayRank | None = None
    """Which rank makes a leader; without it the paid one."""
    ineligible: Literal["keeps_boundary", "invisible", "consumes_number"]
    empty: Literal["not_counted", "counted"]
    closer_belongs_to: Literal["own_generation", "next_generation"]


class GenerationBonus(OfVolume):
    kind: Literal["generation"]
    boundary: GenerationBoundary
    rates: Rates
    """By generation, from 1."""
