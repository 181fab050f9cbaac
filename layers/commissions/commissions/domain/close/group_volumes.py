"""Volumes of members, of their groups and of their legs, each computed when it is asked for.

By member, with nobody's slot; in hundredths of a point. An order counts for those who stood above
when it was placed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from commissions.domain.close.columns import SPONSOR, PeriodColumns
from commissions.domain.close.exact import Whole
from commissions.domain.close.lines import SoldIn, sold_in
from commissions.domain.close.primitives import pushed, sub


@dataclass(frozen=True)
class GroupVolumes:
    period: PeriodColumns
    _trees: dict[str, SoldIn] = field(default_factory=dict)
    _kept: dict[tuple[str, ...], Whole] = field(default_factory=dict)

    @property
    def slots(self) -> int:
        return self.period.members.house + 1

    def tree(self, tree: str) -> SoldIn:
        if tree not in self._trees:
            self._trees[tree] = sold_in(tree, self.period)
        return self._trees[tree]

    def own(self, unit: str) -> Whole:
        """What everybody bought and what was sold to their customers."""
        return self._once(lambda: self._of_seller(self.period.volume(unit)), "own", unit)

    def retail(self, unit: str) -> Whole:
        """What was sold to people who are no distributors."""
        sales = self.period.sales
        volume = np.where(sales.participant, 0, self.period.volume(unit))
        return self._once(lambda: self._of_seller(volume), "retail", unit)

    def group(self, unit: str, tree: str = SPONSOR) -> Whole:
        """Own volume and everybody's below."""
        return self._once(lambda: self._group(unit, tree), "group", unit, tree)

    def legs(self, unit: str, tree: str = SPONSOR) -> Whole:
        """By leg (see `Forest.legs`)."""
        forest = self.tree(tree).forest
        return self._once(lambda: forest.leg_volumes(self._entered(unit, tree)), "leg", unit, tree)

    def leg_orders(self, tree: str = SPONSOR) -> Whole:
        """By leg, how many orders came in through it."""
        sold = self.tree(tree)
        ones = np.ones(sold.seller.size, dtype=np.int64)
        orders = sold.forest.at_nodes(sold.seller, ones)
        return self._once(lambda: sold.forest.leg_volumes(orders), "orders", tree)

    def side(self, unit: str, tree: str, side: int) -> Whole:
        """What came in below one side of everybody's seat."""
        return self._once(lambda: self._side(unit, tree, side), "side", unit, tree, str(side))

    def company(self, unit: str) -> int:
        return int(self.period.volume(unit).sum())

    def _once(self, figure: Callable[[], Whole], *name: str) -> Whole:
        if name not in self._kept:
            self._kept[name] = figure()
        return self._kept[name]

    def _of_seller(self, by_sale: Whole) -> Whole:
        return pushed(by_sale, self.period.sales.seller, self.slots)

    def _entered(self, unit: str, tree: str) -> Whole:
        sold = self.tree(tree)
        return sold.forest.at_nodes(sold.seller, self.period.volume(unit))

    def _group(self, unit: str, tree: str) -> Whole:
        forest = self.tree(tree).forest
        return forest.by_member(sub(forest.layout, self._entered(unit, tree)))

    def _side(self, unit: str, tree: str, side: int) -> Whole:
        forest = self.tree(tree).forest
        below = sub(forest.layout, self._entered(unit, tree))
        on_side = np.where(forest.side == side, below, 0)[:-1]
        above = forest.who[forest.parent[:-1]]
        return pushed(on_side, above, self.slots)
