"""The most a plan can pay of one order's volume, held against the company's own limits.

A cap that is enforced holds back what a close pays. What is paid with the order is paid by then:
the bonuses at `when: order` have to keep to the cap by themselves. `pool` and `volume_to_money` are
counted in: the base is one unit of money for each point. What is paid on another volume than the
cap is of counts with the most of it that an order can have for one of the cap's, where the SKU map
is known; else it is not bounded.
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
from commissions.plan_schema.volume_ratios import SAME, VolumeRatios

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
    """Bonuses of which one order can pay any number of people, or that are no share of the cap's
    volume."""
    unheld: Mapping[str, str]
    """Those of them that are paid with the order, so that no cap holds them, with their volume."""
    foreign: Mapping[str, Fraction]
    """By another volume that is paid on, the most of it that an order has for one of the cap's."""
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
        for unit, ratio in self.foreign.items():
            most = f"{decimal(ratio)} {unit} for 1 {self.volume}"
            yield f"By the SKU map an order has at most {most}."
        if held := [each for each in self.unbounded if each not in self.unheld]:
            yield (
                f"{' and '.join(held)}: no rates bound what one order pays; "
                "the company's cap is what holds it."
            )
        for name, unit in self.unheld.items():
            yield (
                f"{name} comes on top of that: it is paid on {unit} with the order, nothing bounds "
                f"how much {unit} an order has for its {self.volume}, and no cap holds it back."
            )
        if self.rounding:
            yield (
                "Rounding can add half of the smallest unit to each award that is paid with the "
                f"order, {self.rounding.normalize():f} {self.currency} in all."
            )


def worst_case(words: PlanDocument, ratios: VolumeRatios | None = None) -> WorstCase:
    """Of the order that pays the most: an ordinary one, or one that fast starts pay instead.
    `ratios`: of the SKU map that the plan pays by, where it is known."""
    foreign = _foreign(words, ratios or VolumeRatios())
    bounds = _bounds(words, foreign)
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
        unheld={
            each.id: unit
            for each in at_once
            if bounds[each.id] is None and (unit := _unit(each)) is not None
        },
        foreign={unit: ratio for unit, ratio in foreign.items() if ratio is not None},
        volume=words.caps.company.of,
        awards=awards,
        rounding=(halves * Decimal("0.5")).scaleb(-exponent(words.plan.base_currency)),
        currency=words.plan.base_currency,
    )


def decimal(figure: Fraction) -> str:
    """Exact where it has an end, else to 28 digits."""
    found = (Decimal(figure.numerator) / Decimal(figure.denominator)).normalize()
    return f"{found:f}"


def percent(share: Fraction | str) -> str:
    """`42.55%`, exactly where it has an end."""
    return f"{decimal(Fraction(share) * 100)}%"


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
        if bonus.id in without or share is None:
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


def _foreign(words: PlanDocument, ratios: VolumeRatios) -> dict[str, Fraction | None]:
    """By each volume that is paid on and is not the cap's, how much of it an order has at most for
    one of the cap's."""
    of = words.caps.company.of
    units = dict.fromkeys(unit for each in words.bonuses if (unit := _unit(each)))
    volumes = {str(unit): each for unit, each in words.volumes.items()}
    return {
        unit: ratios.most(unit, of, volumes) if unit in volumes else None
        for unit in units
        if unit != of
    }


def _bounds(
    words: PlanDocument, foreign: Mapping[str, Fraction | None]
) -> dict[str, Fraction | None]:
    """By bonus, of one of the cap's volume; of a bonus on other bonuses, a share of those."""
    ladder = RankLadder.of(words.ranks)
    found = {each.id: bound(each, ladder) for each in words.bonuses}
    for each in words.bonuses:
        share, ratio = found[each.id], foreign.get(_unit(each) or "", SAME)
        found[each.id] = None if share is None or ratio is None else share * ratio
    return found


def _unit(bonus: BonusWords) -> str | None:
    """The volume that a bonus is a share of; None where it is of none, or of other bonuses."""
    found = getattr(bonus, "unit", getattr(bonus, "basis", None))
    return found if isinstance(found, str) and not _of(bonus) else None


def _open(bonus: BonusWords, bounds: Mapping[str, Fraction | None], words: PlanDocument) -> bool:
    """Whether nothing bounds what one order pays by a bonus, or by those that it is a share of."""
    if bounds[bonus.id] is None:
        return True
    by_id = {each.id: each for each in words.bonuses}
    return any(_open(by_id[name], bounds, words) for name in _of(bonus))


def _awards_max(bonus: BonusWords) -> int:
    rates: Mapping[str, object] = getattr(bonus, "rates", None) or {}
    return len(_levels(tables(rates).values())) if isinstance(bonus, OfVolume) else 0


def _levels(rows: Iterable[Mapping[str, object]]) -> set[str]:
    return {level for row in rows for level in row}
