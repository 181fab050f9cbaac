"""The bonuses that are paid with an order, each read by the module of its kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from commissions.domain.plans.award import Award
from commissions.domain.plans.award_builder import AwardBuilder
from commissions.domain.plans.document_node import Node
from commissions.domain.plans.fast_start import FastStart
from commissions.domain.plans.kinds import KINDS, Bonus
from commissions.domain.plans.rates import Rates
from commissions.domain.plans.sections import Terms
from commissions.domain.sales.referral_match import SaleCredit

ORDER = "order"
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class ReplacedBonus:
    """A bonus that pays nothing of an order that one of these fast starts pays in its place."""

    bonus: Bonus
    starts: tuple[FastStart, ...]

    @property
    def builder(self) -> AwardBuilder:
        return self.bonus.builder

    @property
    def rates(self) -> Rates:
        return self.bonus.rates

    def earn(self, credit: SaleCredit, base: int) -> list[Award]:
        for start in self.starts:
            if not start.why_not(credit):
                return [self.builder.unpaid(credit, f"{start.builder.bonus} is paid instead")]
        return self.bonus.earn(credit, base)


def read_bonuses(
    nodes: Iterable[Node], terms: Terms, currency: str, rounding: str
) -> tuple[Bonus, ...]:
    """The bonuses at `when: order`; what is wrong with them is told to the nodes."""
    found = [_read_bonus(each, terms, currency, rounding) for each in nodes]
    starts = [each for each in found if isinstance(each, FastStart)]
    return tuple(_unless_replaced(each, starts) for each in found if each)


def _unless_replaced(bonus: Bonus, starts: Iterable[FastStart]) -> Bonus:
    own = tuple(each for each in starts if bonus.builder.bonus in each.replaces)
    return ReplacedBonus(bonus, own) if own else bonus


def _read_bonus(node: Node, terms: Terms, currency: str, rounding: str) -> Bonus | None:
    """A bonus at `when: order`; None, and a problem, for a kind that is not paid with the order."""
    kind = node["kind"].choice(*KINDS)
    node["basis"].choice(*terms.volumes)
    if not kind:
        return None
    module = KINDS[kind]
    node.only(f"id kind when {module.REQUIRED}", module.OPTIONAL)
    return module.read(node, terms, _award_builder(node, currency, rounding))


def _award_builder(node: Node, currency: str, rounding: str) -> AwardBuilder:
    factor = ONE
    if "pool" in node:
        factor *= node["pool"].positive(node["pool"].share())
    if "volume_to_money" in node:
        factor *= node["volume_to_money"].positive(node["volume_to_money"].decimal())
    return AwardBuilder(
        bonus=node["id"].name(),
        kind=str(node["kind"].value),
        basis=str(node["basis"].value),
        factor=factor,
        currency=currency,
        rounding=rounding,
    )
