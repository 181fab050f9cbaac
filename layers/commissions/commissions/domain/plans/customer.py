"""Kind `customer`: a share of what a seller's customers buy, for the seller."""

from dataclasses import dataclass

from commissions.domain.plans import conditions
from commissions.domain.plans.award import Award
from commissions.domain.plans.award_builder import OWN_PURCHASE, AwardBuilder, LevelSlot
from commissions.domain.plans.conditions import Condition
from commissions.domain.plans.document_node import Node
from commissions.domain.plans.rates import Rates, read_rates
from commissions.domain.plans.sections import Terms
from commissions.domain.sales.referral_match import SaleCredit

REQUIRED = "tree basis start rates eligibility"
OPTIONAL = "award pool volume_to_money"


@dataclass(frozen=True, slots=True)
class Customer:
    builder: AwardBuilder
    rates: Rates
    eligible: Condition

    def earn(self, credit: SaleCredit, base: int) -> list[Award]:
        """One line, for the seller; what somebody buys for themselves has no customer."""
        seller = credit.line[0]
        reason = (
            (OWN_PURCHASE if credit.own_purchase else "")
            or self.eligible.why_not(seller)
            or self.rates.why_not(seller.rank, 0)
        )
        return [
            self.builder.award(LevelSlot(0, 0, seller), base, self.rates.of(seller.rank, 0), reason)
        ]


def read(node: Node, terms: Terms, builder: AwardBuilder) -> Customer:
    return Customer(
        builder,
        read_rates(node["rates"]),
        conditions.as_of_sale(node["eligibility"], terms.ranks),
    )
