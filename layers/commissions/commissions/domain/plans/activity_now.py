"""Whether a plan would pay somebody as they stand, as far as status and rank alone decide that."""

from commissions.domain.people.upline import Ancestor
from commissions.domain.plans import conditions
from commissions.domain.plans.document_node import root
from commissions.domain.plans.plan import Plan
from commissions.domain.plans.sections import read_terms


def is_active(plan: Plan, member: Ancestor) -> bool | None:
    """None where the plan asks for what only a period decides."""
    node = root(plan.document)
    terms = read_terms(node)
    condition = conditions.as_of_sale(terms.active, terms.ranks)
    return None if node.problems else not condition.why_not(member)
