"""Who uses up a level, who is paid it, and why somebody is not."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commissions.domain.close.award_columns import Reason
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.rolled_in import qualified_with_rolled_in
from commissions.domain.close.terms import LevelTable, Part

ROLL_UP = "volume_rollup"


def qualified_for(bonus: Part, close: ClosingPeriod) -> Mask:
    """By the plan's activity, or the bonus's own condition alone; nobody does not qualify."""
    compression = bonus["compression"]
    if compression["kind"] == ROLL_UP and compression["rolled_in_qualifies"]:
        return qualified_with_rolled_in(bonus, close)
    if compression["qualified_by"] == "active":
        return close.judged.qualified(bonus)
    return close.judged.eligible(bonus)


@dataclass(frozen=True)
class LevelTakers:
    """By member, with nobody, who takes every level: what arrives there goes nowhere."""

    bonus: Part
    close: ClosingPeriod
    table: LevelTable
    qualified: Mask
    rank: Places
    """The height of the rank that everybody is paid by."""

    def pays(self, level: int) -> Mask:
        return np.asarray(self.table.pays[self.rank, level] & ~self.too_deep(level))

    def takes(self, level: int) -> Mask:
        takes = self._takes(level).copy()
        takes[-1] = True
        return takes

    def _takes(self, level: int) -> Mask:
        match self.bonus["compression"]["kind"]:
            case "none":
                return np.ones(self.rank.size, dtype=bool)
            case "skip_inactive" | "volume_rollup":
                return self.qualified
            case "skip_below_rank":
                return ~self.below_rank
            case _:
                return self.qualified & self.pays(level)

    def nested(self, level: int) -> bool:
        """Whether everybody who takes a level takes the one before it."""
        if level == self.table.first:
            return False
        return not (self.takes(level) & ~self.takes(level - 1)).any()

    def reasons(self, level: int) -> Places:
        """Why a member is not paid a level."""
        return np.select(
            [~self.qualified, self.too_deep(level), self.below_rank, ~self.pays(level)],
            [Reason.NOT_ACTIVE, Reason.TOO_DEEP, Reason.BELOW_RANK, Reason.NOT_PAID],
            Reason.PAID,
        )

    @cached_property
    def below_rank(self) -> Mask:
        """Whose rank makes them transparent."""
        compression = self.bonus["compression"]
        if compression["kind"] != "skip_below_rank":
            return np.zeros(self.rank.size, dtype=bool)
        own = self.close.judged.pay_rank(self.bonus)
        return np.asarray(own < self.close.terms.height(compression["rank"]))

    def too_deep(self, level: int) -> Mask:
        """Who has too few active legs for a level."""
        return np.asarray(self._deepest < level)

    @cached_property
    def _deepest(self) -> Places:
        words = self.bonus.get("depth_by_legs")
        if words is None:
            return np.full(self.rank.size, self.table.last)
        legs = self.close.judged.figures.active_legs()
        below_first = -1 if words["below_first"] == "none" else self.table.last
        depth = np.full(self.rank.size, below_first)
        for least, levels in sorted(words["tiers"], key=_levels):
            depth = np.where(legs >= least, levels, depth)
        return depth


def _levels(tier: tuple[int, int]) -> int:
    return tier[1]
