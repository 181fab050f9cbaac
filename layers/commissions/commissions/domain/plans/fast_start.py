"""Kind `fast_start`: a share of what a new distributor buys in the first days, for those above.

The window is half-open and begins with the buyer's enrolment. Level 1 is the buyer's parent, and
nobody is passed over: whoever is not paid uses up the level. The line of an order is known of an
own purchase alone, as which a distributor's order is counted. What such an order would bring by the
bonuses that are named in `replaces` is not paid; where it is not known when the buyer enrolled, it
is an order like all others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commissions.domain.people.upline import PARTICIPANT, Ancestor
from commissions.domain.plans import conditions
from commissions.domain.plans.award import Award
from commissions.domain.plans.award_builder import AwardBuilder, LevelSlot
from commissions.domain.plans.conditions import AllOf, Condition
from commissions.domain.plans.document_node import Node
from commissions.domain.plans.rates import Rates, read_rates
from commissions.domain.plans.sections import Terms
from commissions.domain.sales.referral_match import SaleCredit

REQUIRED = "tree basis start window rates eligibility replaces"
OPTIONAL = "award pool volume_to_money orders qualified_by"
ACTIVE, ELIGIBILITY = "active", "eligibility"


@dataclass(frozen=True, slots=True, kw_only=True)
class FastStart:
    builder: AwardBuilder
    rates: Rates
    days: int
    """From the enrolment on."""
    qualified: Condition
    replaces: frozenset[str]
    """Bonuses with the order that pay nothing of what this one pays on."""

    def earn(self, credit: SaleCredit, base: int) -> list[Award]:
        """A line for each level that somebody stands at, and one for those that found nobody."""
        if why_not := self.why_not(credit):
            return [self.builder.unpaid(credit, why_not)]
        lines = [
            self.builder.award(
                LevelSlot(level, level, member),
                base,
                self.rates.of(member.rank, level),
                self.qualified.why_not(member) or self.rates.why_not(member.rank, level),
            )
            for level, member in self._above(credit)
        ]
        left = self._levels[len(lines) :]
        return [*lines, self.builder.nobody_for(left, left.start, base)] if left else lines

    def why_not(self, credit: SaleCredit) -> str:
        """Why an order is none of a new distributor's first days; empty where it is one."""
        if credit.buyer_class != PARTICIPANT:
            return f"bought by a {credit.buyer_class} buyer: no new distributor"
        if not credit.buyer:
            return "no member is known as its buyer"
        if not credit.own_purchase:
            return f"who stands above {credit.buyer} is not known with an order of {credit.seller}"
        return self._outside(credit.enrolled_at, credit.order_ts)

    def _outside(self, enrolled_at: datetime | None, order_ts: datetime) -> str:
        if enrolled_at is None:
            return "it is not known when the buyer enrolled"
        enrolled = f"the buyer enrolled on {enrolled_at.astimezone(UTC):%Y-%m-%d}"
        if order_ts < enrolled_at:
            return f"{enrolled}, after the order"
        if order_ts - enrolled_at >= timedelta(days=self.days):
            return f"{enrolled}, {self.days} days or more before the order"
        return ""

    def _above(self, credit: SaleCredit) -> Iterator[tuple[int, Ancestor]]:
        """Who stands at each level: of an own purchase the nearest of the line is the buyer."""
        return zip(self._levels, credit.line[1:], strict=False)

    @property
    def _levels(self) -> range:
        return range(1, self.rates.levels.stop)


def read(node: Node, terms: Terms, builder: AwardBuilder) -> FastStart:
    node["start"].choice("buyer_parent")
    window = node["window"].only("from days")
    window["from"].choice("buyer_enrolled")
    if "orders" in node:
        node["orders"].choice("all")
    return FastStart(
        builder=builder,
        rates=read_rates(node["rates"]),
        days=window["days"].whole(1, 3650),
        qualified=_qualified(node, terms),
        replaces=frozenset(each.name() for each in node["replaces"].each()),
    )


def _qualified(node: Node, terms: Terms) -> Condition:
    eligible = conditions.as_of_sale(node["eligibility"], terms.ranks)
    if "qualified_by" in node and node["qualified_by"].choice(ACTIVE, ELIGIBILITY) == ELIGIBILITY:
        return eligible
    return AllOf((conditions.as_of_sale(terms.active, terms.ranks), eligible))
