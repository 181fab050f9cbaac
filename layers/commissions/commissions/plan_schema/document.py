"""The whole document of a plan."""

from commissions.plan_schema.activity import ActiveLegs, Activity, AnyPeriod
from commissions.plan_schema.bonuses.kinds import AnyBonus
from commissions.plan_schema.caps import Caps
from commissions.plan_schema.compliance import Compliance
from commissions.plan_schema.head import Head
from commissions.plan_schema.payout import Payout
from commissions.plan_schema.ranks import Rank
from commissions.plan_schema.refunds import Refunds
from commissions.plan_schema.trees import Tree
from commissions.plan_schema.volumes import Unit, Volume
from commissions.plan_schema.words import PlanWords


class PlanDocument(PlanWords):
    plan: Head
    volumes: dict[Unit, Volume]
    trees: tuple[Tree, ...]
    periods: tuple[AnyPeriod, ...] = ()
    status: Activity | None = None
    active_legs: ActiveLegs | None = None
    """Needed where anything looks at active legs."""
    ranks: tuple[Rank, ...] = ()
    bonuses: tuple[AnyBonus, ...]
    caps: Caps
    payout: Payout
    refunds: Refunds
    compliance: Compliance
