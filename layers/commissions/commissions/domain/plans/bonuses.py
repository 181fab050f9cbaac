"""The bonuses of a plan, each read by the module of its kind."""

from decimal import Decimal

from commissions.domain.plans import conditions
from commissions.domain.plans.award_builder import AwardBuilder
from commissions.domain.plans.document_node import Node
from commissions.domain.plans.kinds import AT_CLOSE, KINDS, Bonus
from commissions.domain.plans.sections import Terms

ORDER = "order"
COMPANY_VOLUME = "company_cv"
"""A pool's basis: the volume of all orders of its period."""
ONE = Decimal(1)


def read_bonus(node: Node, terms: Terms, currency: str, rounding: str) -> Bonus | None:
    """The bonus, if its kind has a module; the others are only checked."""
    kind = node["kind"].choice(*KINDS, *AT_CLOSE)
    at_order = node["when"].choice(ORDER, *(f"close:{each}" for each in terms.periods)) == ORDER
    _check_basis(node["basis"], terms, pool=kind == "pool")
    tree = node["tree"].choice(*terms.trees)
    if kind in KINDS:
        module = KINDS[kind]
        node.only(f"id kind when {module.REQUIRED}", module.OPTIONAL)
        if at_order and tree and terms.trees[tree] != "sponsor":
            node["tree"].refuse("at when: order a sale has the line of its sponsor tree only")
        return module.read(node, terms, _award_builder(node, currency, rounding), at_order=at_order)
    if kind:
        _check_later(node, kind, terms, at_order=at_order)
    return None


def _check_basis(node: Node, terms: Terms, *, pool: bool) -> None:
    known = (*terms.volumes, COMPANY_VOLUME) if pool else tuple(terms.volumes)
    basis = node.value
    if isinstance(basis, str) and basis not in known:
        node.refuse(f"{basis!r} is no product volume of this plan, which has {', '.join(known)}")
    else:
        node.choice(*known)


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


def _check_later(node: Node, kind: str, terms: Terms, *, at_order: bool) -> None:
    required, optional = AT_CLOSE[kind]
    node.only(f"id kind when {required}", optional)
    if at_order:
        node["when"].refuse(f"{kind} at when: order is not computed by this version")
    if "eligibility" in node:
        conditions.check(node["eligibility"], terms.ranks)
