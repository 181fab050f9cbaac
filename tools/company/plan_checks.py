"""Whether a company's plan can be published, and what is said of it."""

from collections.abc import Iterator

from commissions.application.company_files.problems import Problem
from commissions.domain.plans import Plan
from commissions.tables import plans
from tools.company.folder import Company

TWO_PEOPLE_FIRST = (
    "it takes two people to publish this version: `commissions plan publish plan.yaml --why TEXT "
    "--apply`, have another person approve it, and load again"
)


def check(company: Company, problems: list[Problem], notices: list[str]) -> str:
    """The plan, if it is new; what it pays at most is said before anybody is paid by it."""
    if not company.plan:
        return ""
    plan = company.plan.plan
    try:
        if plans.is_published(plan):
            return ""
    except (plans.PlanAlreadyPublished, plans.PlanOutOfOrder) as error:
        problems.append(company.plan.problem(error))
        return ""
    if company.plan.refused:
        problems += company.plan.refused
        return ""
    if _takes_two_people():
        problems.append(company.plan.problem(ValueError(TWO_PEOPLE_FIRST)))
        return ""
    says = " ".join(company.plan.pays_at_most)
    notices.append(f"plan {plan.plan_id} version {plan.version}: {says}")
    notices += _other_source(company, company.plan.plan)
    return plan.text


def _other_source(company: Company, plan: Plan) -> Iterator[str]:
    source = plan.document["payout"]["currency"]["rate_source"]
    if company.rates and source not in {quote.rate.source for quote in company.rates}:
        yield (
            f"rates.csv has no rate of {source}, by which {plan.plan_id} converts payouts: those "
            "in another currency wait for one"
        )


def _takes_two_people() -> bool:
    from commissions.application.actions.plan_publication import PLAN_PUBLICATION
    from commissions.application.actions.proposing import rule

    return PLAN_PUBLICATION.name in rule().limits
