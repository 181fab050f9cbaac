"""Kind `rank_advance`: an amount for a rank: once, when it is reached, or every period again."""

from typing import Literal

from commissions.plan_schema.bonuses.common import OneAward
from commissions.plan_schema.words import Flag, Money, PlanWords, PositiveFigure, RankName


class ProductVolume(PlanWords):
    """What has to be sold for it, so that nobody is paid for recruitment alone."""

    metric: Literal["pv", "bv", "cv", "qv", "gv", "pgv", "retail_volume"]
    value: PositiveFigure


class RankAdvanceBonus(OneAward):
    kind: Literal["rank_advance"]
    amounts: dict[RankName, Money]
    once: Flag
    skipped: Literal["paid", "lost"] | None = None
    """Ranks that were passed over on the way; needed with once: true."""
    volume: ProductVolume | None = None
    """Needed where a rank itself asks for no volume."""
