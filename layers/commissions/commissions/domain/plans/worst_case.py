"""The most a plan can pay of one order's volume, held against the company's own limits."""

from collections.abc import Sequence
from decimal import Decimal

from commissions.domain.plans.document_node import Node
from commissions.domain.plans.kinds import AT_CLOSE, Bonus
from commissions.domain.plans.plan_policies import ENFORCED


def check_worst_case(document: Node, bonuses: Sequence[Bonus]) -> None:
    """Refuses a plan that can pay more than `caps.company.max_pct`, unless the cap is enforced.

    Only kinds whose rates bound what one order pays can be summed up; where a plan has others, or
    pays on another volume than the cap is of, the cap has to be enforced. `pool` and
    `volume_to_money` are counted in: the base is one unit of money for each point.
    """
    company = document["caps"]["company"]
    counted = [bonus for bonus in bonuses if bonus.builder.basis == company["of"].value]
    worst = sum((bonus.worst * bonus.builder.factor for bonus in counted), Decimal(0))
    problem = (
        f"{' + '.join(f'{each.builder.bonus} {_percent(each)}' for each in counted)} "
        f"can pay {_shown(worst)} of {company['of'].value}"
    )
    if company["enforce"].value not in ENFORCED:
        _check_bounded(document, company["of"])
        _check_limit(company["max_pct"], worst, f"{problem}, and caps.company.enforce is not on")
    _check_limit(document["compliance"]["max_worst_case_pct"], worst, problem)


def _check_limit(limit: Node, worst: Decimal, problem: str) -> None:
    if isinstance(limit.value, str) and 0 < limit.share() < worst:
        limit.refuse(problem)


def _check_bounded(document: Node, of: Node) -> None:
    for bonus in document["bonuses"].each():
        kind, basis = bonus["kind"].value, bonus["basis"].value
        if kind == "binary":
            why = "one order counts in the legs of everybody above"
            bonus["kind"].refuse(f"kind binary requires caps.company.enforce: {why}")
        elif kind in AT_CLOSE:
            why = "its rates alone do not bound what it pays"
            bonus["kind"].refuse(f"kind {kind} requires caps.company.enforce: {why}")
        elif isinstance(basis, str) and basis != of.value:
            why = "no cap is stated" if of.missing else f"the cap is of {of.value}"
            bonus["basis"].refuse(f"basis {basis} requires caps.company.enforce: {why}")


def _percent(bonus: Bonus) -> str:
    return _shown(bonus.worst * bonus.builder.factor)


def _shown(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"
