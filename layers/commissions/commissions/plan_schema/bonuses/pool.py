"""Kind `pool`: a part of the company's volume of the period, shared by those who qualify."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.bonuses.common import OneAward
from commissions.plan_schema.words import Money, PositiveFigure, PositiveShare, RankName

POINTS, POSITION, SCHEDULE = "points", "position", "schedule"


class PoolBonus(OneAward):
    kind: Literal["pool"]
    basis: Literal["company_pv", "company_bv", "company_cv", "company_qv"]
    pct: PositiveShare | None = None
    amount: Money | None = None
    """A fixed sum instead of a share."""
    by: Literal["points", "position", "schedule"] = "points"
    """Without the word by the points of the rank."""
    points: dict[RankName, PositiveFigure] | None = None
    amounts: Annotated[tuple[Money, ...], Field(min_length=1)] | None = None
    """By position, the first one's first."""
    score: Literal["gv", "pv", "qv", "cv", "bv"] | None = None
    """What positions go by."""
    schedule: dict[RankName, Money] | None = None
    """What each rank would get: scaled, up as well as down, so that the pool is spent."""
    remainder: Literal["company", "largest"]
    """Who has the units that rounding leaves."""

    @property
    def unit(self) -> str:
        return self.basis.removeprefix("company_")
