"""Kind `fast_start`: a share of what a new member buys in the first days, for those above."""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.bonuses.common import OfVolume, Rates
from commissions.plan_schema.words import Name, PlanWords


class EnrolmentWindow(PlanWords):
    from_: Annotated[Literal["buyer_enrolled"], Field(alias="from")]
    days: Annotated[int, Field(ge=1, le=3650)]


class FastStart(OfVolume):
    kind: Literal["fast_start"]
    start: Literal["seller", "buyer_parent"]
    window: EnrolmentWindow
    rates: Rates
    replaces: tuple[Name, ...]
    """Bonuses that pay nothing of such an order."""
    orders: Literal["first", "all"] = "all"
