"""The most a plan can pay of one order's volume, held against the company's own limits.

A cap that is enforced holds back what the period close pays. What is paid with the order is paid by
then, and nothing is held back of it: the bonuses at `when: order` have to keep to the cap by
themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from commissions.domain.currencies import exponent
from commissions.domain.plans.document_node import NOTHING, Node
from commissions.domain.plans.kinds import AT_CLOSE, Bonus
from commissions.domain.plans.plan import Plan
from commissions.domain.plans.plan_policies import ENFORCED

HALF_EVEN, HALF = "half_even", Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstCase:
    """The most that one order can pay when it is paid, by the bonuses at `when: order`."""

    share: Decimal
    """Of the order's volume, before rounding."""
    volumes: tuple[str, ...]
    """The volumes that the bonuses pay on."""
    awards: int
    """How many people it can pay, each an amount that is rounded by itself."""
    rounding: Decimal
    """What rounding can add to that share at most, in the plan's currency."""
    currency: str

    def __str__(self) -> str:
        """`one order pays at most 37% of its cv; …`"""
        most = f"one order pays at most {_shown(self.share)} of its {' and '.join(self.volumes)}"
        if not self.rounding:
            return f"{most}; rounding adds nothing to it"
        return (
            f"{most}; rounding can add half of the smallest unit for each of {self.awards} awards, "
            f"{self.rounding.normalize():f} {self.currency} in all, however small the order is"
        )


def worst_case(plan: Plan) -> WorstCase:
    """Half to even adds at most half a minor unit to each award; rounding down adds nothing."""
    awards = sum(bonus.awards_max for bonus in plan.bonuses)
    each = HALF if plan.rounding == HALF_EVEN else NOTHING
    return WorstCase(
        share=_sum(plan.bonuses),
        volumes=tuple(dict.fromkeys(bonus.builder.basis for bonus in plan.bonuses)),
        awards=awards,
        rounding=(awards * each).scaleb(-exponent(plan.base_currency)),
        currency=plan.base_currency,
    )


def check_worst_case(
    document: Node, at_order: Sequence[Bonus], at_close: Sequence[Bonus] = ()
) -> None:
    """Refuses a plan that can pay more than `caps.company.max_pct`, unless the cap is enforced; and
    in any case one whose bonuses at `when: order` can.

    Only kinds whose rates bound what one order pays can be summed up; where a plan has others, or
    pays on another volume than the cap is of, the cap has to be enforced. `pool` and
    `volume_to_money` are counted in: the base is one unit of money for each point, of whatever
    volume an order is paid on.
    """
    company = document["caps"]["company"]
    of = company["of"]
    if not isinstance(of.value, str):
        return
    counted = [*at_order, *(each for each in at_close if each.builder.basis == of.value)]
    if company["enforce"].value in ENFORCED:
        why = "when: order, of which caps.company.enforce holds nothing back"
        _check_limit(company["max_pct"], at_order, of, f" at {why}")
    else:
        _check_bounded(document, of)
        _check_limit(company["max_pct"], counted, of, ", and caps.company.enforce is not on")
    _check_limit(document["compliance"]["max_worst_case_pct"], counted, of)


def _check_limit(limit: Node, bonuses: Sequence[Bonus], of: Node, why: str = "") -> None:
    worst, most = _sum(bonuses), limit.limit()
    if most is not None and most < worst:
        parts = " + ".join(_part(each, of) for each in bonuses)
        limit.refuse(f"{parts} can pay {_shown(worst)} of {of.value}{why}")


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


def _sum(bonuses: Sequence[Bonus]) -> Decimal:
    return sum((bonus.worst * bonus.builder.factor for bonus in bonuses), NOTHING)


def _part(bonus: Bonus, of: Node) -> str:
    """`customer 20%`; with its volume where that is another than the cap's."""
    builder = bonus.builder
    basis = f" of {builder.basis}" if builder.basis != of.value else ""
    return f"{builder.bonus} {_shown(bonus.worst * builder.factor)}{basis}"


def _shown(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"
