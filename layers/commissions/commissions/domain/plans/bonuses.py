"""The bonuses that are paid with an order, each read by the module of its kind."""

from decimal import Decimal

from commissions.domain.plans.award_builder import AwardBuilder
from commissions.domain.plans.document_node import Node
from commissions.domain.plans.kinds import KINDS, Bonus
from commissions.domain.plans.sections import Terms

ORDER = "order"
ONE = Decimal(1)


def read_bonus(node: Node, terms: Terms, currency: str, rounding: str) -> Bonus | None:
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
