"""Kind `differential`: a bracket by volume or rank, less what the bracket of others takes."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.bonuses.common import OfVolume, RankRates
from commissions.plan_schema.words import Figure, Share

BY_RANK = "rank"


class DifferentialBonus(OfVolume):
    """Its share of the own volume, and of each leg, or order, what it is above that of others."""

    kind: Literal["differential"]
    bracket_by: Literal["gv", "pv", "bv", "cv", "qv", "rank"]
    """Group volume, own volume of a unit, or the rank."""
    brackets: Annotated[tuple[tuple[Figure, Share], ...], Field(min_length=1)] | None = None
    """From which volume on, which share."""
    rates: RankRates | None = None
    """By rank, with `bracket_by: rank`."""
    mode: Literal["whole", "marginal"]
    """All volume at the share of its bracket, or each bracket's own part at its own share."""
    subtract: Literal["legs", "between", "buyer_included", "nothing"]
    """The bracket of each leg's head; the highest between earner and sale, or with the seller's
    own; or nothing, of the own volume alone."""

    min_level: Annotated[int, Field(strict=True, ge=1, le=99)] | None = None
    """Whoever stands nearer to the sale is not paid for it, and deducted all the same; the seller
    is level 0. Without the word everybody is paid. Only with `between` and `buyer_included`."""

    @property
    def shares(self) -> list[str]:
        return list((self.rates or {}).values()) or [share for _, share in self.brackets or ()]
