"""Kind `infinity`: a share of everything below the levels that are paid, however deep.

Where leaders block and levels are summed up, by sums (see `infinity_sums`). Otherwise orders climb
a step at a time, with what they have met: how many levels, who blocks, what was paid.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, Reason, Shares
from commissions.domain.close.climbing import Step, climbing
from commissions.domain.close.close import ClosingPeriod, key_kind, key_of_parcels, paying_sales
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.forest import Forest
from commissions.domain.close.infinity_sums import InfinitySums
from commissions.domain.close.parcels import Parcels
from commissions.domain.close.terms import POINT, LevelTable, Part, factor_of

BLOCKED, GAP = "blocked", "gap"


def infinity_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    table = close.terms.rank_table(bonus["rates"], factor_of(bonus))
    shares = Shares(bonus, table.denominator, POINT, key_kind(bonus))
    sold, base = close.sold_in(bonus), close.period.volume(bonus["basis"])
    sales = paying_sales(bonus, close, base)
    own = close.period.sales.own[sales]
    if shares.by_level and _is_blocked_at_leaders(bonus):
        sums = InfinitySums(bonus, close, table, shares, sold.forest)
        bought, others = sales[own], sales[~own]
        above = sold.forest.parent[sold.seller[bought]]
        sums.pay((sold.seller[others], base[others]), (above, base[bought]))
        return shares.awards(close.terms)
    run = _InfinityRun(bonus, close, table, shares, sold.forest)
    above = sold.forest.parent[sold.seller]
    for rows, nodes, seller_first in ((sales[~own], sold.seller, True), (sales[own], above, False)):
        parcels = Parcels(nodes[rows], rows, base[rows])
        merged = parcels.merged(sold.forest.house + 1) if shares.by_level else parcels
        run.climb(merged, seller_first=seller_first)
    return shares.awards(close.terms)


def _is_blocked_at_leaders(bonus: Part) -> bool:
    mode, blocks = bonus.get("mode", BLOCKED), bonus.get("blocks", "at_leader")
    return bool(mode == BLOCKED and blocks == "at_leader")


@dataclass
class _Met:
    """What each parcel met on its way so far."""

    key: Places
    """What its awards name as their source."""
    active: Places
    """How many active members."""
    blocker: Places
    """The highest rank that may block; -1 for none."""
    highest: Whole
    """The highest rate that was paid."""
    last: Whole
    """The last part that was paid; -1 for none."""
    total: Whole


@dataclass(frozen=True)
class _InfinityRun:
    bonus: Part
    close: ClosingPeriod
    table: LevelTable
    shares: Shares
    forest: Forest

    @cached_property
    def rank(self) -> Places:
        return self.close.judged.pay_rank(self.bonus)

    @cached_property
    def qualified(self) -> Mask:
        return self.close.judged.qualified(self.bonus)

    @property
    def rates(self) -> Whole:
        """By height."""
        return self.table.numerators[:, 0]

    def climb(self, parcels: Parcels, *, seller_first: bool) -> None:
        """`seller_first`: whether the seller is the first who is looked at, and blocks nothing."""
        many = parcels.at.size
        nothing = np.zeros_like(np.broadcast_to(self.rates[:1], many))
        met = _Met(
            key_of_parcels(self.bonus, self.close, parcels),
            np.zeros(many, dtype=np.int64),
            np.full(many, -1),
            nothing.copy(),
            nothing - 1,
            nothing.copy(),
        )
        for step in climbing(self.forest, parcels.at):
            distance = self._distance(step, met)
            if self.bonus.get("mode", BLOCKED) == BLOCKED:
                self._blocked(parcels, step, met, distance)
                if step.place or not seller_first:
                    self._meet(step, met, distance)
            else:
                self._differing(parcels, step, met, distance)
            met.active[step.rows] += self.close.judged.active[step.members]

    def _distance(self, step: Step, met: _Met) -> Places:
        """The level from the sale: everybody counts, or only those who are active."""
        if self.bonus["levels"] == "real":
            return np.full(step.rows.size, step.place + 1)
        return met.active[step.rows] + 1

    def _blocked(self, parcels: Parcels, step: Step, met: _Met, distance: Places) -> None:
        own, blocker = self.rank[step.members], met.blocker[step.rows]
        same_too = self.bonus["blocked_by"] == "same_or_higher"
        blocked = (blocker > own) | ((blocker == own) & same_too)
        reason = np.select(
            [distance <= self.bonus["below_level"], blocked, ~self.qualified[step.members]],
            [int(Reason.NOT_DEEP), int(Reason.BLOCKED), int(Reason.NOT_ACTIVE)],
            int(Reason.PAID),
        )
        self._add(parcels, step, met, self.rates[own], reason)

    def _meet(self, step: Step, met: _Met, distance: Places) -> None:
        rank = self.rank[step.members]
        if self.bonus.get("blocks", "at_leader") != "at_leader":
            rank = np.where(distance > self.bonus["below_level"], rank, -1)
        met.blocker[step.rows] = np.maximum(met.blocker[step.rows], rank)

    def _differing(self, parcels: Parcels, step: Step, met: _Met, distance: Places) -> None:
        own = self.rank[step.members]
        rate, qualified = self.rates[own], self.qualified[step.members]
        part = self._part(rate, step.rows, met)
        above = part > 0
        reason = np.select(
            [distance <= self.bonus["below_level"], ~qualified, ~above],
            [int(Reason.NOT_DEEP), int(Reason.NOT_ACTIVE), int(Reason.NOT_ABOVE)],
            int(Reason.PAID),
        )
        self._add(parcels, step, met, np.maximum(part, 0), reason)
        paid = (reason == Reason.PAID) & self.table.pays[own, 0]
        rows = step.rows[paid]
        met.highest[rows] = np.maximum(met.highest[rows], rate[paid])
        met.last[rows] = part[paid]
        met.total[rows] += part[paid]

    def _part(self, rate: Whole, rows: Places, met: _Met) -> Whole:
        """What of a rate is above what was paid below."""
        if self.bonus["mode"] == GAP:
            return rate - met.highest[rows]
        left = self.rates.max() - met.total[rows]
        return np.where(rate <= met.last[rows], 0, np.minimum(rate, left))

    def _add(self, parcels: Parcels, step: Step, met: _Met, rate: Whole, reason: Places) -> None:
        rank = self.rank[step.members]
        pays = self.table.pays[rank, 0]
        rows = step.rows[pays]
        self.shares.add(
            member=step.members[pays],
            level=0,
            key=met.key[rows],
            rank=rank[pays],
            base=parcels.base[rows],
            rate=rate[pays],
            reason=reason[pays],
        )
