"""Kind `levels`: a share of an order for each level above it, with the compression of the plan."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from commissions.plan_schema.bonuses.common import OfVolume, Rates
from commissions.plan_schema.words import (
    BY_SHAPE,
    BonusName,
    Count,
    Flag,
    Level,
    Money,
    PlanWords,
    PositiveFigure,
    PositiveShare,
    RankName,
    UnitName,
)

QualifiedBy = Literal["active", "eligibility"]


class PlainCompression(PlanWords):
    """`none`: a level that is not paid is used up. `skip_inactive`: who does not qualify is passed
    over. `dynamic`: who is not paid that level is passed over, for whatever reason."""

    kind: Literal["none", "skip_inactive", "dynamic"]
    qualified_by: QualifiedBy


class BelowRankCompression(PlanWords):
    """Everybody below a rank is passed over."""

    kind: Literal["skip_below_rank"]
    qualified_by: QualifiedBy
    rank: RankName


class RollUpCompression(PlanWords):
    """The volume of who does not qualify moves to the next above who does, and they leave the tree
    for the run."""

    kind: Literal["volume_rollup"]
    qualified_by: QualifiedBy
    rolled_in_qualifies: Flag
    """Whether volume that was rolled in helps to qualify."""


Compression = Annotated[
    PlainCompression | BelowRankCompression | RollUpCompression, Field(discriminator="kind")
]


class PassUp(PlanWords):
    """The first `n` recruits of everybody pay the sponsor's own sponsor."""

    n: Annotated[int, Field(strict=True, ge=1, le=100)]
    scope: Literal["recruit", "downline"]
    """Only the recruits' own orders, or all below them."""
    counted_at: Literal["enrolment"]


class StopAt(PlanWords):
    """Levels end at the first member of a rank, who is still paid."""

    rank: RankName


class DepthByLegs(PlanWords):
    """How many levels are paid by the number of active legs."""

    tiers: Annotated[tuple[tuple[Count, Count], ...], Field(min_length=1)]
    """From how many legs on, how many levels."""
    below_first: Literal["none", "unlimited"]


class LowerOf(PlanWords):
    """Rate and volume are those of the lower rank of buyer and earner."""

    volumes: dict[RankName, PositiveFigure]
    """The most of an order that counts, by that rank; a rank that is not named has none."""


class OfBonus(PlanWords):
    """Rates are of what another bonus gave the seller with the order."""

    bonus: BonusName


class LevelsBonus(OfVolume):
    kind: Literal["levels"]
    basis: Annotated[  # type: ignore[assignment]
        Annotated[UnitName, Tag("text")] | Annotated[OfBonus, Tag("map")], BY_SHAPE
    ]
    start: Literal["seller", "buyer_parent"]
    rates: Rates | None = None
    amounts: dict[Level, Money] | None = None
    """Fixed amounts of money for each order, instead of rates."""
    minimum: PositiveFigure | None = None
    """The volume that an order needs for its fixed amounts."""
    rates_by_sku: dict[str, PositiveShare] | None = None
    """A SKU's own rate, which replaces the level's on its line."""
    compression: Compression
    qualification: Literal["as_of_order"] | None = None
    """Needed at the order where compression goes by who qualifies."""
    inactive_source_pays: Flag | None = None
    """Whether what one who does not qualify buys pays anybody; without the word it does."""
    pass_up: PassUp | None = None
    stop_at: StopAt | None = None
    depth_by_legs: DepthByLegs | None = None
    lower_of: LowerOf | None = None
