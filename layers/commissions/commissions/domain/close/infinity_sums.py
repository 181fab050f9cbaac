"""Kind `infinity` where it is blocked at leaders and a level is summed up: by sums over the tree.

For each rank that is paid: what comes up to everybody with no blocker below, less what of it is
still within the levels that are paid already. That is the same flow, cut at every level too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commissions.domain.close.award_columns import Reason, Shares
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.forest import Forest
from commissions.domain.close.primitives import at_or_near, passed, pushed, sub
from commissions.domain.close.terms import LevelTable, Part


@dataclass(frozen=True)
class InfinitySums:
    bonus: Part
    close: ClosingPeriod
    table: LevelTable
    shares: Shares
    forest: Forest

    def pay(self, at_seller: tuple[Places, Whole], above: tuple[Places, Whole]) -> None:
        """Nodes and volumes: of customers' orders at the seller, whom it reaches first and who
        blocks nothing of it, and of own purchases above."""
        nodes, base = at_seller
        self._pay_sellers(self.forest.at_nodes(nodes, base))
        entering = self._entering_levels(nodes, base, above)
        whole = sub(self.forest.layout, entering[0] + entering[1])
        near = self._near(entering, np.zeros(self.forest.house + 1, dtype=bool))
        for height in np.flatnonzero(self.table.pays[:, 0]).tolist():
            self._pay_rank(height, entering, whole, near)

    @cached_property
    def rank(self) -> Places:
        return self.close.judged.pay_rank(self.bonus)

    @cached_property
    def qualified(self) -> Mask:
        return self.close.judged.qualified(self.bonus)

    @cached_property
    def _counts(self) -> Mask:
        """By node, who counts as a level."""
        if self.bonus["levels"] == "real":
            return np.ones(self.forest.house + 1, dtype=bool)
        return self.close.judged.active[self.forest.who]

    def _entering_levels(
        self, nodes: Places, base: Whole, above: tuple[Places, Whole]
    ) -> Sequence[Whole]:
        """What enters where it is level 1, and where it is level 2 as the seller counts as one."""
        counts = self._counts[nodes]
        behind = self.forest.parent[nodes]
        return (
            self._entering([(behind[~counts], base[~counts]), above]),
            self._entering([(behind[counts], base[counts])]),
        )

    def _entering(self, parts: Sequence[tuple[Places, Whole]]) -> Whole:
        found = np.zeros(self.forest.house + 1, dtype=np.int64)
        for nodes, base in parts:
            found = found + self.forest.at_nodes(nodes, base)
        return found

    def _near(self, entering: Sequence[Whole], blocks: Mask) -> Whole:
        """What passes every node within the levels that are paid already, with no blocker below.
        `entering`: see `_entering_levels`."""
        layout, house = self.forest.layout, self.forest.house
        ends = at_or_near(layout, self._counts | blocks)
        next_, blocked = self.forest.parent[ends], blocks[ends]
        del ends
        near = np.zeros(house + 1, dtype=np.int64)
        here = near
        for level in range(1, self.bonus["below_level"] + 1):
            here = here + entering[level - 1] if level <= len(entering) else here
            there = pushed(here, next_, house + 1)
            near = near + passed(layout, here, there)
            here = there - pushed(np.where(blocked, here, 0), next_, house + 1)
        return near

    def _free(self, entering: Sequence[Whole], blocks: Mask) -> Whole:
        """What passes every node with no blocker below."""
        layout, start = self.forest.layout, entering[0] + entering[1]
        next_ = self.forest.parent[at_or_near(layout, blocks)]
        return passed(layout, start, pushed(start, next_, self.forest.house + 1))

    def _pay_rank(self, height: int, entering: Sequence[Whole], whole: Whole, near: Whole) -> None:
        same_too = self.bonus["blocked_by"] == "same_or_higher"
        blocks = self.rank >= height if same_too else self.rank > height
        at_nodes = blocks[self.forest.who]
        deep = self._free(entering, at_nodes) - self._near(entering, at_nodes)
        self._tell(height, near, Reason.NOT_DEEP)
        self._tell(height, whole - near - deep, Reason.BLOCKED)
        self._tell(height, deep, Reason.PAID)

    def _pay_sellers(self, at_nodes: Whole) -> None:
        reason = Reason.NOT_DEEP if self.bonus["below_level"] else Reason.PAID
        for height in np.flatnonzero(self.table.pays[:, 0]).tolist():
            self._tell(height, at_nodes, reason)

    def _tell(self, height: int, at_nodes: Whole, reason: Reason) -> None:
        sums = self.forest.by_member(at_nodes)
        members = np.flatnonzero((self.rank == height)[:-1] & (sums[:-1] != 0))
        unpaid = np.where(self.qualified[members], int(Reason.PAID), int(Reason.NOT_ACTIVE))
        self.shares.add(
            member=members,
            level=0,
            rank=height,
            base=sums[members],
            rate=np.full(members.size, self.table.numerators[height, 0]),
            reason=unpaid if reason == Reason.PAID else int(reason),
        )
