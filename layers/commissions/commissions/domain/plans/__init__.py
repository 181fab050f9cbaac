"""Compensation plans: read from a document (`read_plan`), and what a sale earns by one (`awards`).

A kind of bonus that is computed per order is a module here and a line in `kinds.KINDS`.
"""

from commissions.domain.plans.parse import PlanRefused, read_plan
from commissions.domain.plans.plan import Plan, UnknownPlan, awards

__all__ = [
    "Plan",
    "PlanRefused",
    "UnknownPlan",
    "awards",
    "read_plan",
]
