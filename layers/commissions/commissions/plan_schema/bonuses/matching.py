"""Kind `matching`: a share of what others were paid by named bonuses of the same close."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.bonuses.common import BonusHead, PayRank, Rates
from commissions.plan_schema.words import (
    BonusName,
    Count,
    Flag,
    PlanWords,
    PositiveShare,
    RankName,
    TreeName,
)


class MatchBoundary(PlanWords):
    """Who closes a generation of who was paid."""

    rank: RankName
    rank_kind: PayRank | None = None
    """Which rank makes a leader; without it the paid one."""
    ineligible: Literal["keeps_boundary", "invisible"] | None = None
    """Without the word one who is not active closes a generation all the same."""
    closer_belongs_to: Literal["own_generation", "next_generation"] | None = None
    """Without the word to the one that ends there."""


class MatchCode(PlanWords):
    """Instead of rates: the first recruits of everybody are matched at one share, the later ones
    and their first at another."""

    foundation: Count
    foundation_pct: PositiveShare
    legacy_pct: PositiveShare


class MatchingBonus(BonusHead):
    kind: Literal["matching"]
    tree: TreeName
    of: Annotated[tuple[BonusName, ...], Field(min_length=1)]
    by: Literal["level", "generation"]
    boundary: MatchBoundary | None = None
    """Needed by generation."""
    rates: Rates | None = None
    """By level or generation, from 1; needed without a code."""
    base_after_caps: Flag
    """Of what the bonus and person caps left, or before them."""
    award: Literal["source", "level"] | None = None
    """All from one member, or all of one level; needed at a close."""
    code: MatchCode | None = None
