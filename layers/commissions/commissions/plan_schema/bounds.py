"""What one order can pay at most by a bonus, as a share of its base; None where nothing says so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from commissions.plan_schema.bonuses.breakaway import BreakawayBonus
from commissions.plan_schema.bonuses.common import tables
from commissions.plan_schema.bonuses.differential import DifferentialBonus
from commissions.plan_schema.bonuses.generation import GenerationBonus
from commissions.plan_schema.bonuses.infinity import InfinityBonus
from commissions.plan_schema.bonuses.kinds import BonusWords
from commissions.plan_schema.bonuses.levels import LevelsBonus
from commissions.plan_schema.bonuses.matching import MatchingBonus
from commissions.plan_schema.bonuses.pool import PoolBonus
from commissions.plan_schema.ranks import RankWords

NOTHING = Fraction(0)
PAID_AS, TITLE = "paid_as", "title"


@dataclass(frozen=True, slots=True)
class RankLadder:
    """How high each rank is, and by which of a member's ranks a plan pays."""

    heights: Mapping[str, int]
    pay_rank: str

    @classmethod
    def of(cls, ranks: Sequence[RankWords]) -> "RankLadder":
        heights = {rank.id: rank.order for rank in ranks}
        return cls(heights, ranks[0].pay_rank if ranks else PAID_AS)

    def only_leaders(self, bonus: GenerationBonus | MatchingBonus) -> bool:
        """Whether whoever is paid by a bonus also closes a generation of it, so that there is one
        in each: the title is never below the paid rank, but above it at times."""
        boundary = bonus.boundary
        if boundary is None or boundary.rank is None or bonus.rates is None:
            return False
        by_title = (bonus.pay_rank or self.pay_rank) != PAID_AS
        least, paid = self.heights[boundary.rank], tables(bonus.rates)
        high_enough = all(self.heights.get(rank, -1) >= least for rank in paid)
        return high_enough and (boundary.rank_kind == TITLE or not by_title)


def bound(bonus: BonusWords, ladder: RankLadder) -> Fraction | None:
    """With the bonus's own factors; of a bonus on other bonuses, a share of those."""
    found = _BOUNDS.get(bonus.kind, _none)(bonus, ladder)
    return None if found is None else found * _factor(bonus)


def _factor(bonus: Any) -> Fraction:
    factors = (getattr(bonus, "pool", None), getattr(bonus, "volume_to_money", None))
    return Fraction(factors[0] or "1") * Fraction(factors[1] or "1")


def _none(bonus: object, ladder: RankLadder) -> None:
    """A binary's order counts in the legs of everybody above; an amount is no share of volume."""


def _table(bonus: Any, ladder: RankLadder) -> Fraction:
    """The best rate of each level."""
    return _best(tables(bonus.rates), NOTHING)


def _best(table: Mapping[str, Mapping[str, str]], least: Fraction) -> Fraction:
    levels = {level for row in table.values() for level in row}
    return sum(
        (
            max(least, *(Fraction(row.get(level, "0")) for row in table.values()))
            for level in levels
        ),
        NOTHING,
    )


def _levels(bonus: LevelsBonus, ladder: RankLadder) -> Fraction | None:
    if bonus.rates is None:
        return None
    skus = [Fraction(rate) for rate in (bonus.rates_by_sku or {}).values()]
    return _best(tables(bonus.rates), max(skus, default=NOTHING))


def _matching(bonus: MatchingBonus, ladder: RankLadder) -> Fraction | None:
    """By level one person is paid a level; of a generation everybody who is no leader can be."""
    if bonus.rates is None or (bonus.by == "generation" and not ladder.only_leaders(bonus)):
        return None
    return _table(bonus, ladder)


def _differential(bonus: DifferentialBonus, ladder: RankLadder) -> Fraction | None:
    """The differences along a line add up to the top share where brackets only grow upward, or the
    highest below is what is taken off; with `between` the seller's own comes on top."""
    top = max(map(Fraction, bonus.shares), default=NOTHING)
    if bonus.subtract == "legs" and bonus.bracket_by != "gv":
        return None
    return top * 2 if bonus.subtract == "between" else top


def _breakaway(bonus: BreakawayBonus, ladder: RankLadder) -> Fraction | None:
    """A group's volume pays one leader of each generation, or one of each tier."""
    if bonus.guarantee:
        return None
    if bonus.tiers:
        return _sum(tier.rate for tier in bonus.tiers)
    first = max(map(Fraction, [*(bonus.rates or {}).values(), bonus.minimum or "0"]))
    return first + _sum((bonus.generations or {}).values())


def _generation(bonus: GenerationBonus, ladder: RankLadder) -> Fraction | None:
    """Where only leaders are paid there is one a generation; of others there can be any number."""
    return _table(bonus, ladder) if ladder.only_leaders(bonus) else None


def _infinity(bonus: InfinityBonus, ladder: RankLadder) -> Fraction | None:
    """Each rank is paid once at most where one of the same rank blocks it."""
    if bonus.mode != "blocked":
        return max(map(Fraction, bonus.rates.values()), default=NOTHING)
    stops = bonus.blocked_by == "same_or_higher" and bonus.blocks != "at_his_start"
    return _sum(bonus.rates.values()) if stops else None


def _pool(bonus: PoolBonus, ladder: RankLadder) -> Fraction | None:
    return None if bonus.pct is None else Fraction(bonus.pct)


def _sum(shares: Iterable[str]) -> Fraction:
    return sum(map(Fraction, shares), NOTHING)


_BOUNDS: Mapping[str, Callable[[Any, RankLadder], Fraction | None]] = {
    "customer": _table,
    "fast_start": _table,
    "levels": _levels,
    "matching": _matching,
    "differential": _differential,
    "breakaway": _breakaway,
    "generation": _generation,
    "infinity": _infinity,
    "pool": _pool,
}
"""Not among them: binary, rank_advance, retail_margin."""
