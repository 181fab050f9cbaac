"""The whole document of a plan."""

from commissions.plan_schema.activity import ActiveLegs, ActivityWords, PeriodWords
from commissions.plan_schema.bonuses.kinds import BonusWords
from commissions.plan_schema.caps import CapsWords
from commissions.plan_schema.compliance import ComplianceWords
from commissions.plan_schema.head import PlanHead
from commissions.plan_schema.payout import PayoutWords
from commissions.plan_schema.ranks import RankWords
from commissions.plan_schema.refunds import RefundsWords
from commissions.plan_schema.trees import TreeWords
from commissions.plan_schema.volumes import Unit, VolumeWords
from commissions.plan_schema.words import PlanWords


class PlanDocument(PlanWords):
    """A compensation plan in one version."""

    plan: PlanHead
    volumes: dict[Unit, VolumeWords]
    trees: tuple[TreeWords, ...]
    periods: tuple[PeriodWords, ...] = ()
    status: ActivityWords | None = None
    active_legs: ActiveLegs | None = None
    """Needed where anything looks at active legs."""
    ranks: tuple[RankWords, ...] = ()
    bonuses: tuple[BonusWords, ...]
    caps: CapsWords
    payout: PayoutWords
    refunds: RefundsWords
    compliance: ComplianceWords
