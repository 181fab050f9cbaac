"""Kind `infinity`: a share of everything below the levels that are paid, however deep."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.bonuses.common import OfVolume, RankRates

BLOCKED = "blocked"


class InfinityBonus(OfVolume):
    kind: Literal["infinity"]
    mode: Literal["blocked", "gap", "limited"] = "blocked"
    """Until another one of a rank blocks it; what the rate is above the highest below; or all
    together at most the highest rate. Without the word blocked."""
    below_level: Annotated[int, Field(strict=True, ge=0, le=99)]
    levels: Literal["real", "compressed"]
    """Whether everybody counts as a level, or who is active."""
    blocked_by: Literal["same_or_higher", "higher"] | None = None
    """Needed where it is blocked."""
    blocks: Literal["at_leader", "at_his_start"] | None = None
    """Where the other one stands, or where theirs begins; without the word where they stand."""
    rates: RankRates
