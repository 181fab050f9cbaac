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
    """What a leader is who is not active. `consumes_number`: a boundary too, and one that uses up
    the number of a generation in which nobody is, whatever `empty` says."""
    empty: Literal["not_counted", "counted"]
    closer_belongs_to: Literal["own_generation", "next_generation"]
    starts: Literal["at_earner", "at_leader"] | None = None
    """`at_leader`: generation k is the k-th leader below and everybody up to the next one, and what
    stands above the first leader is none; `closer_belongs_to` says nothing then. Without the word
    generations are counted from the earner."""


class GenerationBonus(OfVolume):
    kind: Literal["generation"]
    boundary: GenerationBoundary
    rates: Rates
    """By generation, from 1."""
