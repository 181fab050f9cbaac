"""The most a plan can pay of one order's volume, held against the company's own limits.

A cap that is enforced holds back what a close pays. What is paid with the order is paid by then:
the bonuses at `when: order` have to keep to the cap by themselves. `pool` and `volume_to_money` are
counted in: the base is one unit of money for each point, of whatever volume an order is paid on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product

from commissions.domain.currencies import exponent
from commissions.plan_schema.bonuses.common import OfVolume, tables
from commissions.plan_schema.bonuses.fast_start import FastStartBonus
from commissions.plan_schema.bonuses.kinds import BonusWords
from commissions.plan_schema.bonuses.levels import LevelsBonus
from commissions.plan_schema.bonuses.matching import MatchingBonus
from commissions.plan_schema.bounds import RankLadder, bound
from commissions.plan_schema.document import PlanDocument

HALF_EVEN = "half_even"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstCase:
    """The most that one order can pay, as shares of its volume, before rounding."""

    at_order: Fraction
    """By the bonuses at `when: order`."""
    with_order: tuple[str, ...]
    """Those of them that pay the most together."""
    bounded: Fraction
    """By all bonuses whose words bound what they pay."""
    parts: Mapping[str, Fraction]
    """By bonus, of the order that pays the most."""
    unbounded: tuple[str, ...]
    """Bonuses of which one order can pay any number of people, or that are no share of volume."""
    volume: str
    """That the company's cap is of."""
    awards: int
    """How many people an order pays at `when: order`, each an amount rounded by itself."""
    rounding: Decimal
    """What rounding can add to these at most, in the plan's currency."""
    currency: str

    def sentences(self) -> Iterator[str]:
        listed = " + ".join(f"{name} {percent(share)}" for name, share in self.parts.items())
        yield (
            f"One order pays at most {percent(self.bounded)} of its {self.volume}"
            + (f": {listed}." if len(self.parts) > 1 else ".")
        )
        if self.unbounded:
            yield (
                f"{' and '.join(self.unbounded)}: no rates bound what one order pays; "
                "the company's cap is what holds it."
            )
        if self.rounding:
            yield (
                "Rounding can add half of the smallest unit to each award that is paid with the "
                f"order, {self.rounding.normalize():f} {self.currency} in all."
            )


def worst_case(words: PlanDocument) -> WorstCase:
    """Of the order that pays the most: an ordinary one, or one that fast starts pay instead."""
    ladder = RankLadder.of(words.ranks)
    bounds = {each.id: bound(each, ladder) for each in words.bonuses}
    orders = _instead(words)
    ways = [_parts(words, bounds, without) for without in orders]
    parts = max(ways, key=lambda way: sum(way.values()))
    at_once = [each for each in words.bonuses if each.at_order]
    shares = [_at_order(at_once, bounds, without) for without in orders]
    at_order = max(shares, key=lambda way: sum(way.values()))
    awards = max(
        sum(_awards_max(each) for each in at_once if each.id not in without) for without in orders
    )
    halves = awards if words.plan.rounding.mode == HALF_EVEN else 0
    return WorstCase(
        at_order=sum(at_order.values(), Fraction(0)),
        with_order=tuple(at_order),
        bounded=sum(parts.values(), Fraction(0)),
        parts=parts,
        unbounded=tuple(each.id for each in words.bonuses if _open(each, bounds, words)),
        volume=words.caps.company.of,
        awards=awards,
        rounding=(halves * Decimal("0.5")).scaleb(-exponent(words.plan.base_currency)),
        currency=words.plan.base_currency,
    )


def above_limits(words: PlanDocument) -> Iterator[str]:
    """Where the plan can pay more than its own limits allow."""
    worst, company = worst_case(words), words.caps.company
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


def percent(share: Fraction | str) -> str:
    """`42.55%`, exactly where it has an end."""
    exact = Fraction(share) * 100
    found = (Decimal(exact.numerator) / Decimal(exact.denominator)).normalize()
    return f"{found:f}%"


def _instead(words: PlanDocument) -> list[frozenset[str]]:
    """Which bonuses each sort of order does not pay: the fast starts that it does not fall under,
    and what the others replace. All windows begin with the enrolment, so whoever is in one is in
    all that are as long."""
    starts = [each for each in words.bonuses if isinstance(each, FastStartBonus)]
    found = {frozenset(each.id for each in starts)}
    for shortest, is_first in product(starts, (True, False)):
        paid = [
            each
            for each in starts
            if each.window.days >= shortest.window.days and (is_first or each.orders == "all")
        ]
        outside = {each.id for each in starts if each not in paid}
        found.add(frozenset(outside.union(*(each.replaces for each in paid))))
    return sorted(found, key=sorted)


def _at_order(
    bonuses: Iterable[BonusWords],
    bounds: Mapping[str, Fraction | None],
    without: frozenset[str],
) -> dict[str, Fraction]:
    return {each.id: bounds[each.id] or Fraction(0) for each in bonuses if each.id not in without}


def _parts(
    words: PlanDocument, bounds: Mapping[str, Fraction | None], without: frozenset[str]
) -> dict[str, Fraction]:
    parts: dict[str, Fraction] = {}
    for bonus in words.bonuses:
        share = bounds[bonus.id]
        if bonus.id in without or share is None or not _counted(bonus, words):
            continue
        if of := _of(bonus):
            share *= sum((parts.get(name, Fraction(0)) for name in of), Fraction(0))
        parts[bonus.id] = share
    return parts


def _of(bonus: BonusWords) -> Sequence[str]:
    """The bonuses that a bonus is a share of."""
    if isinstance(bonus, MatchingBonus):
        return bonus.of
    if isinstance(bonus, LevelsBonus) and not isinstance(bonus.basis, str):
        return [bonus.basis.bonus]
    return ()


def _counted(bonus: BonusWords, words: PlanDocument) -> bool:
    """What is paid with the order counts on whatever volume; of the rest what is of the cap's."""
    basis = getattr(bonus, "unit", getattr(bonus, "basis", None))
    return bonus.at_order or bool(_of(bonus)) or basis == words.caps.company.of


def _open(bonus: BonusWords, bounds: Mapping[str, Fraction | None], words: PlanDocument) -> bool:
    """Whether nothing bounds what one order pays by a bonus, or by those that it is a share of."""
    if bounds[bonus.id] is None or not _counted(bonus, words):
        return True
    by_id = {each.id: each for each in words.bonuses}
    return any(_open(by_id[name], bounds, words) for name in _of(bonus))


def _awards_max(bonus: BonusWords) -> int:
    rates: Mapping[str, object] = getattr(bonus, "rates", None) or {}
    return len(_levels(tables(rates).values())) if isinstance(bonus, OfVolume) else 0


def _levels(rows: Iterable[Mapping[str, object]]) -> set[str]:
    return {level for row in rows for level in row}
