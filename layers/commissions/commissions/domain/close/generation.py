"""Kind `generation`: generations are counted at leaders, on the way up from where a sale came in.

Between two leaders everybody has the same generation, so what went by of each is one sum over the
subtree, leaders or not. Where awards name orders, rows climb and count. A leader by the earner's
own rank is another one for every rank: the same once a rank.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, Shares
from commissions.domain.close.climbing import climbing
from commissions.domain.close.close import ClosingPeriod, key_kind, key_of, paying_sales
from commissions.domain.close.direct import why_unpaid
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.generations import GenerationStarts, beginnings, generation_sums
from commissions.domain.close.lines import SoldIn
from commissions.domain.close.terms import POINT, LevelTable, Part, factor_of

OWN_RANK = "own_rank"
CONSUMES = "consumes_number"


@dataclass(frozen=True, slots=True)
class Boundary:
    """Whom it closes a generation for, and who closes one: both by member."""

    earners: Mask
    leaders: Mask


def boundaries(bonus: Part, close: ClosingPeriod) -> Sequence[Boundary]:
    """One for everybody, or one for each rank of earners."""
    words, judged = bonus["boundary"], close.judged
    heights = judged.rank(by_title=words.get("rank_kind") == "title")
    may = judged.active if words.get("ineligible") == "invisible" else heights >= 0
    if words.get("mode") != OWN_RANK:
        leads = (heights >= close.terms.height(words["rank"])) & may
        return [Boundary(np.ones(leads.size, dtype=bool), leads)]
    earns = judged.pay_rank(bonus)
    return [
        Boundary(earns == height, (heights >= height) & may & (height > 0))
        for height in range(len(close.terms.rank_ids))
    ]


def generation_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    table = close.terms.level_table(bonus["rates"], factor_of(bonus))
    shares = Shares(bonus, table.denominator, POINT, key_kind(bonus))
    run = _GenerationRun(bonus, close, table, shares, close.sold_in(bonus))
    for boundary in boundaries(bonus, close):
        run.pay(boundary)
    return shares.awards(close.terms)


@dataclass(frozen=True)
class _GenerationRun:
    bonus: Part
    close: ClosingPeriod
    table: LevelTable
    shares: Shares
    sold: SoldIn

    @property
    def base(self) -> Whole:
        return self.close.period.volume(self.bonus["basis"])

    @property
    def leader_opens(self) -> bool:
        """Whether a leader belongs to the generation above instead of the one that ends there."""
        word = self.bonus["boundary"].get("closer_belongs_to", "own_generation")
        return not self.at_leader and bool(word == "next_generation")

    @property
    def at_leader(self) -> bool:
        """Whether nothing above the first leader is of any generation."""
        return bool(self.bonus["boundary"].get("starts") == "at_leader")

    def pay(self, boundary: Boundary) -> None:
        sales = paying_sales(self.bonus, self.close, self.base)
        self._pay_sellers(sales, boundary)
        starts = self._starts(sales, boundary.leaders)
        if self.shares.by_level:
            self._pay_sums(starts, boundary)
        else:
            self._pay_rows(sales, starts, boundary)

    def _pay_sellers(self, sales: Places, boundary: Boundary) -> None:
        """Of a customer's order, whose seller is on the line, and no leader for it."""
        if self.at_leader:
            return
        sellers = self.close.period.sales.seller
        rows = sales[~self.close.period.sales.own[sales]]
        rows = rows[boundary.earners[sellers[rows]]]
        leads = boundary.leaders[sellers[rows]]
        generation = np.where(leads & self.leader_opens, 2, 1)
        self._add(sellers[rows], generation, self._key(rows), self.base[rows])

    def _starts(self, sales: Places, leaders: Mask) -> GenerationStarts:
        """Above the seller: in which generation whoever stands there has an order."""
        seller = self.sold.seller[sales]
        nodes, who = self.sold.forest.parent[seller], self.sold.forest.who
        if self.at_leader:
            generation = leaders[who[seller]].astype(np.int64)
        else:
            opens = leaders[who[nodes]] & self.leader_opens
            generation = np.where(opens & ~self._first_is_empty(sales, who[nodes]), 2, 1)
        return GenerationStarts(nodes, self.base[sales], generation)

    def _first_is_empty(self, sales: Places, above: Places) -> Mask:
        """Nobody is in the first generation of an own purchase below a leader who opens the next:
        it does not count where the plan says so. One who is not active can use up its number all
        the same. `above`: who stands above each buyer."""
        words = self.bonus["boundary"]
        empty = self.close.period.sales.own[sales] & (words.get("empty") == "not_counted")
        if words.get("ineligible") == CONSUMES:
            empty = empty & self.close.judged.active[above]
        return np.asarray(empty)

    def _pay_sums(self, starts: GenerationStarts, boundary: Boundary) -> None:
        forest = self.sold.forest
        next_ = beginnings(forest, boundary.leaders[forest.who], leader_opens=self.leader_opens)
        for generation, sums in generation_sums(forest, starts, next_, self.table.last):
            members = np.flatnonzero((boundary.earners & (sums != 0))[:-1])
            self._add(members, generation, -1, sums[members])

    def _pay_rows(self, sales: Places, starts: GenerationStarts, boundary: Boundary) -> None:
        generation = starts.generation.copy()
        for step in climbing(self.sold.forest, starts.nodes):
            leads = boundary.leaders[step.members]
            if self.leader_opens and step.place:
                generation[step.rows] += leads
            earns = boundary.earners[step.members]
            rows, members = step.rows[earns], step.members[earns]
            orders = sales[rows]
            self._add(members, generation[rows], self._key(orders), starts.base[rows])
            if not self.leader_opens:
                generation[step.rows] += leads

    def _key(self, orders: Places) -> Places:
        return key_of(self.bonus, orders, self.close.period.sales.seller[orders])

    def _add(
        self, members: Places, generation: Places | int, key: Places | int, base: Whole
    ) -> None:
        level = np.broadcast_to(np.asarray(generation), members.shape)
        paid = (level > 0) & (level <= self.table.last)
        member, level, base = members[paid], level[paid], base[paid]
        rank = self.close.judged.pay_rank(self.bonus)[member]
        qualified = self.close.judged.qualified(self.bonus)[member]
        self.shares.add(
            member=member,
            level=level,
            key=np.broadcast_to(np.asarray(key), members.shape)[paid],
            rank=rank,
            base=base,
            rate=self.table.numerators[rank, level],
            reason=why_unpaid(qualified, self.table.pays[rank, level]),
        )
