"""Publishing a plan's version: what stands already, and writing what a person has checked."""

from dataclasses import dataclass

from commissions.domain.plans import Plan
from commissions.domain.sales.attribution import PlanRef
from commissions.tables import plans


@dataclass(frozen=True, slots=True)
class StandingVersions:
    published: bool
    """Whether just this content stands as this version."""
    versions: tuple[str, ...]
    """`1 from 2026-01-01T05:00:00Z`, of the same plan."""


def standing(plan: Plan) -> StandingVersions:
    """Raises PlanAlreadyPublished or PlanOutOfOrder where the version cannot be added."""
    found = plans.versions(plan.plan_id)
    return StandingVersions(
        published=plans.is_published(plan),
        versions=tuple(f"{each['version']} from {each['effective_from']}" for each in found),
    )


def publish(plan: Plan) -> PlanRef:
    """`plan`: of a document that `plan_schema.read` took. Raises as `standing` does."""
    return plans.publish(plan.text)
