"""What one order can pay at most, held against the plan's own limits."""

from collections.abc import Iterator
from fractions import Fraction

from commissions.plan_schema.document import PlanDocument
from commissions.plan_schema.volume_ratios import VolumeRatios
from commissions.plan_schema.worst_case import percent, worst_case

SKUS = "skus.csv"


def above_limits(words: PlanDocument, ratios: VolumeRatios | None = None) -> Iterator[str]:
    """Where the plan can pay more than its own limits allow."""
    worst, company = worst_case(words, ratios), words.caps.company
    if worst.at_order > Fraction(company.max_pct):
        yield (
            f"caps.company.max_pct: {' + '.join(worst.with_order)} can pay "
            f"{percent(worst.at_order)} of {company.of} with the order, "
            "of which no cap holds anything back"
        )
    most = words.compliance.max_worst_case_pct
    if most is not None and worst.bounded > Fraction(most):
        listed = " + ".join(f"{name} {percent(share)}" for name, share in worst.parts.items())
        yield (
            f"compliance.max_worst_case_pct: {listed} can pay {percent(worst.bounded)} "
            f"of {company.of}"
        )


def unheld(words: PlanDocument, ratios: VolumeRatios | None) -> Iterator[str]:
    """What is paid with the order on a volume of which nothing bounds how much there is."""
    of = words.caps.company.of
    found = worst_case(words, ratios).unheld
    for place, bonus in enumerate(words.bonuses):
        if unit := found.get(bonus.id):
            where = (
                f"`commissions load` publishes it beside a {SKUS} that bounds it"
                if ratios is None
                else f"by {SKUS} nothing bounds it"
            )
            yield (
                f"bonuses[{place}].basis: {bonus.id} is paid on {unit} with the order, of which no "
                f"cap holds anything back, and the company's cap is of {of}: how much {unit} an "
                f"order has for its {of} is in the SKU map alone. State basis: {of}, or "
                f"caps.company.of: {unit}; {where}"
            )
