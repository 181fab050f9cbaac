"""A compensation plan in one version: immutable, and named by its content."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from commissions.domain.people.upline import PARTICIPANT
from commissions.domain.plans.award import Award
from commissions.domain.plans.sections import (
    CUSTOMER_ORDERS,
    OWN_ORDERS,
    PARTICIPANT_ORDERS,
    Volume,
)
from commissions.domain.sales.attribution import PlanRef
from commissions.domain.sales.referral_match import SaleCredit

if TYPE_CHECKING:
    from commissions.domain.plans.kinds import Bonus


class UnknownPlan(LookupError):
    """No plan was published as this version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    plan_id: str
    version: int
    effective_from: datetime
    """The first moment, in UTC, of its first day in its own timezone."""
    timezone: str
    base_currency: str
    rounding: str
    volumes: Mapping[str, Volume]
    bonuses: "tuple[Bonus, ...]"
    """Those that say `when: order`."""
    text: str
    """The whole document as canonical JSON; what else it says is for the period close."""
    digest: str

    @property
    def ref(self) -> PlanRef:
        return PlanRef(self.plan_id, self.version, self.digest, self.base_currency)

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.text)
        return document

    def counts(self, unit: str, commission_class: str, credit: SaleCredit) -> bool:
        """Whether a line of this class counts in a unit, in this buyer's order.

        A member's own purchase can be an own order (of the buyer) and a participant's order (for
        those above) at once. A unit that the plan does not name counts nothing.
        """
        if (volume := self.volumes.get(unit)) is None:
            return False
        return commission_class not in volume.exclude and not volume.include.isdisjoint(
            _orders_of(credit)
        )

    def month_of(self, moment: datetime) -> str:
        """The month by the plan's clock: `2026-11`."""
        return f"{moment.astimezone(ZoneInfo(self.timezone)):%Y-%m}"


def _orders_of(credit: SaleCredit) -> set[str]:
    orders = {OWN_ORDERS} if credit.own_purchase else set()
    if credit.buyer_class == PARTICIPANT:
        orders.add(PARTICIPANT_ORDERS)
    return orders or {CUSTOMER_ORDERS}


def awards(plan: Plan, credit: SaleCredit, base: Mapping[str, int]) -> list[Award]:
    """What a sale earns by every bonus at `when: order`, paid and not paid, before refunds.

    `base` is the order's volume by unit, in hundredths of a point.
    """
    return [
        award
        for bonus in plan.bonuses
        for award in _earned(bonus, credit, base[bonus.builder.basis])
    ]


def _earned(bonus: "Bonus", credit: SaleCredit, base: int) -> list[Award]:
    if not credit.line:
        return [bonus.builder.unpaid(credit, "nobody referred this order")]
    if base <= 0:
        reason = f"no {bonus.builder.basis} in this order of a {credit.buyer_class} buyer"
        return [bonus.builder.unpaid(credit, reason)]
    return bonus.earn(credit, base)
