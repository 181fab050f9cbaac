"""Kind `levels`: volume travels from whoever took a level to the next who takes one.

All compressions are one loop; only the mask of those who use up a level differs. What stands at one
receiver goes on to the same next receiver: where one award sums up a level it is added up there,
otherwise rows of orders travel, by the same steps. What went by a member is a difference of sums.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from commissions.domain.close.award_columns import RANKS, AwardColumns, Reason, Shares
from commissions.domain.close.close import ClosingPeriod, key_kind, key_of_parcels, paying_sales
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.level_pay import NOTHING, LevelPay
from commissions.domain.close.level_takers import ROLL_UP, LevelTakers, qualified_for
from commissions.domain.close.level_tree import LevelTree, level_tree
from commissions.domain.close.parcels import Parcels, no_parcels
from commissions.domain.close.primitives import near, passed
from commissions.domain.close.terms import POINT, LevelTable, Part, factor_of


def level_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    of_money = not isinstance(bonus["basis"], str)
    table = _table(bonus, close)
    unit = 1 if bonus.get("amounts") else close.terms.minor if of_money else POINT
    shares = Shares(bonus, table.denominator, unit, key_kind(bonus))
    qualified = qualified_for(bonus, close)
    tree = level_tree(bonus, close, qualified)
    run = _LevelRun(bonus, close, shares, LevelPay(bonus, close, table), qualified, tree)
    for takers, sales in run.classes():
        run.travel(takers, sales)
    return shares.awards(close.terms)


def _table(bonus: Part, close: ClosingPeriod) -> LevelTable:
    if bonus.get("amounts"):
        return close.terms.level_table(bonus["amounts"], Fraction(1))
    factor = factor_of(bonus)
    by_sku = [Fraction(each) * factor for each in (bonus.get("rates_by_sku") or {}).values()]
    return close.terms.level_table(bonus["rates"], factor, by_sku)


@dataclass(frozen=True)
class _LevelRun:
    bonus: Part
    close: ClosingPeriod
    shares: Shares
    pay: LevelPay
    qualified: Mask
    tree: LevelTree

    @property
    def who(self) -> Places:
        return self.tree.forest.who

    def classes(self) -> Iterator[tuple[LevelTakers, Places]]:
        """Orders with those who take their levels; by the rank of the seller where the lower rank
        of seller and earner counts."""
        rank = self.close.judged.pay_rank(self.bonus)
        sales = np.flatnonzero(self._counts())
        if not self.bonus.get("lower_of"):
            yield self._takers(rank), sales
            return
        of_seller = rank[self.close.period.sales.seller[sales]]
        for height in np.unique(of_seller).tolist():
            yield self._takers(np.minimum(rank, height)), sales[of_seller == height]

    def _takers(self, rank: Places) -> LevelTakers:
        return LevelTakers(self.bonus, self.close, self.pay.table, self.qualified, rank)

    def _counts(self) -> Mask:
        """By order, whether it pays anybody."""
        sales = self.close.period.sales
        counts = np.zeros(sales.at.size, dtype=bool)
        counts[paying_sales(self.bonus, self.close, self.base)] = True
        if self.bonus.get("inactive_source_pays") is False:
            counts &= ~sales.own | self.qualified[sales.seller]
        return counts

    @cached_property
    def base(self) -> Whole:
        """By order: volume, or what another bonus gave the seller."""
        basis = self.bonus["basis"]
        if isinstance(basis, str):
            return self.close.period.volume(basis)
        nothing = np.zeros(self.close.period.sales.at.size, dtype=np.int64)
        return self.close.period.sales.earned.get(basis["bonus"], nothing)

    def travel(self, takers: LevelTakers, sales: Places) -> None:
        table, layout = self.pay.table, self.tree.forest.layout
        parcels = no_parcels()
        next_: Places | None = None
        for level in range(table.first, table.last + 1):
            takes = takers.takes(level)[self.who]
            next_ = near(layout, takes, next_ if takers.nested(level) else None)
            here = parcels.moved(layout.parent[parcels.at]).joined(self._entering(level, sales))
            stops = here.moved(np.where(takes[here.at], here.at, next_[here.at]))
            self._tell_passed(takers, level, here, stops)
            parcels = self._with_somebody(stops, level)
            self._tell(takers, level, parcels)

    def _entering(self, level: int, sales: Places) -> Parcels:
        """A customer's order begins at the seller, an own purchase above."""
        first = self.pay.table.first
        at_seller = self.bonus["start"] == "buyer_parent" or first == 0
        own = self.close.period.sales.own[sales]
        found = no_parcels()
        if level == first and at_seller:
            found = self._parcels(self.tree.seller, sales[~own])
        if level == 1:
            above = sales[own] if at_seller else sales
            found = found.joined(self._parcels(self.tree.above, above))
        return found

    def _parcels(self, nodes: Places, sales: Places) -> Parcels:
        return self._merged(Parcels(nodes[sales], sales, self.base[sales]))

    def _merged(self, parcels: Parcels) -> Parcels:
        if not self.shares.by_level or self.pay.by_order:
            return parcels
        return parcels.merged(self.tree.forest.house + 1)

    def _with_somebody(self, stops: Parcels, level: int) -> Parcels:
        """Where it found nobody, the company keeps this level and all above."""
        lost = self.who[stops.at] == self.close.nobody
        nobody = stops.where(lost)
        at_house = nobody.at == self.tree.forest.house
        reason = np.where(at_house, int(Reason.NOBODY_LEFT), int(Reason.GROUP_ENDS))
        for left in range(level, self.pay.table.last + 1):
            self.shares.add(
                member=self.who[nobody.at],
                level=left,
                key=self._key(nobody),
                base=nobody.base,
                reason=reason,
            )
        return self._merged(stops.where(~lost))

    def _tell(self, takers: LevelTakers, level: int, parcels: Parcels) -> None:
        member = self.who[parcels.at]
        rank = takers.rank[member]
        paid = self.pay.of(parcels, rank, level, takers.reasons(level)[member])
        told = paid.reason != NOTHING
        shown = rank + RANKS * np.maximum(parcels.sale, 0) if self.pay.by_order else rank
        self.shares.add(
            member=member[told],
            level=level,
            key=self._key(parcels)[told],
            rank=shown[told],
            base=paid.base[told],
            rate=paid.rate[told],
            money=paid.money[told],
            mixed=paid.mixed[told],
            reason=paid.reason[told],
        )

    def _key(self, parcels: Parcels) -> Places:
        return key_of_parcels(self.bonus, self.close, parcels)

    def _tell_passed(self, takers: LevelTakers, level: int, here: Parcels, stops: Parcels) -> None:
        """What went by whom: of each rank what it would have been paid on."""
        if self.bonus["compression"]["kind"] in {"none", ROLL_UP}:
            return
        lower = bool(self.bonus.get("lower_of"))
        for height in np.unique(takers.rank).tolist() if lower else [None]:
            base = here.base if height is None else self.pay.most(np.array(height), here.base)
            went = self._went_by(here.at, stops.at, base)
            if height is not None:
                went = np.where(takers.rank == height, went, 0)
            members = np.flatnonzero(went[:-1] != 0)
            self.shares.add(
                member=members,
                level=level,
                rank=takers.rank[members],
                base=went[members],
                reason=takers.reasons(level)[members],
            )

    def _went_by(self, here: Places, stops: Places, base: Whole) -> Whole:
        forest = self.tree.forest
        start, stop = forest.at_nodes(here, base), forest.at_nodes(stops, base)
        return forest.by_member(passed(forest.layout, start, stop))
