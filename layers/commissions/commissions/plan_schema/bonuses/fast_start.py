"""Kind `fast_start`: a share of what a new distributor buys in the first days, for those above.

Nobody is passed over: whoever is not paid uses up the level.
"""

from typing import Annotated, Literal

from pydantic import Field

from commissions.plan_schema.bonuses.common import OfVolume, Rates
from commissions.plan_schema.bonuses.levels import QualifiedBy
from commissions.plan_schema.conditions import ConditionWords
from commissions.plan_schema.words import BonusName, PlanWords


class EnrolmentWindow(PlanWords):
    from_: Annotated[Literal["buyer_enrolled"], Field(alias="from")]
    days: Annotated[int, Field(strict=True, ge=1, le=3650)]


class FastStartBonus(OfVolume):
    kind: Literal["fast_start"]
    start: Literal["buyer_parent"]
    window: EnrolmentWindow
    eligibility: ConditionWords
    rates: Rates
    replaces: tuple[BonusName, ...]
    """Bonuses of the same close, or with the order, that pay nothing of such an order."""
    orders: Literal["first", "all"] = "all"
    """Without the word every order of those days."""
    qualified_by: QualifiedBy = "active"
    """`active`: who is active and meets `eligibility`; `eligibility`: that alone."""
