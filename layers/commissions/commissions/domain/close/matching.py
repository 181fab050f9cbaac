"""Kind `matching`: a share of what others were paid by named bonuses in the same close.

The base is what those bonuses gave after their own caps and the persons', or before them; the
company's cap comes last and over everything, so it is never in the base. Lines are those of the
end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from commissions.domain.close.award_columns import SOURCE, AwardColumns, KeyKind, Shares
from commissions.domain.close.climbing import climbing
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.direct import why_unpaid
from commissions.domain.close.exact import Mask, Places, Whole, plus
from commissions.domain.close.forest import Forest
from commissions.domain.close.generation import boundaries
from commissions.domain.close.generations import GenerationStarts, beginnings, generation_sums
from commissions.domain.close.primitives import pushed
from commissions.domain.close.terms import LevelTable, Part


def matching_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    table = close.terms.level_table(bonus.get("rates") or {}, Fraction(1))
    base = matched_base(bonus, close)
    sources = np.flatnonzero(base[:-1] != 0)
    if bonus.get("code"):
        return _by_code(bonus, close, sources, base)
    shares = Shares(bonus, table.denominator, close.terms.minor, KeyKind.MEMBER)
    match = _MatchRun(bonus, close, table, shares, close.sold_in(bonus).forest)
    match.pay(sources, base[sources])
    return shares.awards(close.terms)


def matched_base(bonus: Part, close: ClosingPeriod) -> Whole:
    """By member, with nobody, what the named bonuses gave, in minor units."""
    sums = np.zeros(close.nobody + 1, dtype=np.int64)
    for awards in close.awarded:
        if awards.bonus in bonus["of"]:
            amounts = awards.amount if bonus["base_after_caps"] else awards.raw
            sums = plus(sums, pushed(amounts, awards.member, sums.size))
    return sums


@dataclass(frozen=True)
class _MatchRun:
    bonus: Part
    close: ClosingPeriod
    table: LevelTable
    shares: Shares
    forest: Forest

    def pay(self, sources: Places, base: Whole) -> None:
        starts = self._starts(sources, base)
        for level, members, key, amounts in self._matched(sources, starts):
            rank = self.close.judged.pay_rank(self.bonus)[members]
            qualified = self.close.judged.qualified(self.bonus)[members]
            self.shares.add(
                member=members,
                level=level,
                key=key,
                rank=rank,
                base=amounts,
                rate=self.table.numerators[rank, level],
                reason=why_unpaid(qualified, self.table.pays[rank, level]),
            )

    @property
    def leaders(self) -> Mask:
        """By member, who closes a generation: nobody where levels are matched."""
        if self.bonus["by"] == "level":
            return np.zeros(self.close.nobody + 1, dtype=bool)
        return boundaries(self.bonus, self.close)[0].leaders

    def _starts(self, sources: Places, base: Whole) -> GenerationStarts:
        """A leader who was paid belongs to the generation that they close, or opens the next."""
        words = self.bonus.get("boundary") or {}
        opens = words.get("closer_belongs_to") == "next_generation"
        generation = np.where(self.leaders[sources] & opens, 2, 1)
        return GenerationStarts(self.forest.parent[self.forest.node[sources]], base, generation)

    def _matched(
        self, sources: Places, starts: GenerationStarts
    ) -> Iterator[tuple[Places | int, Places, Places | int, Whole]]:
        """Levels, members, sources and amounts."""
        if self.bonus.get("award", SOURCE) == SOURCE:
            yield from self._rows(sources, starts)
        elif self.bonus["by"] == "level":
            yield from self._levels(starts)
        else:
            next_ = beginnings(self.forest, self.leaders[self.forest.who], leader_opens=False)
            for level, sums in generation_sums(self.forest, starts, next_, self.table.last):
                members = np.flatnonzero(sums[:-1] != 0)
                yield level, members, -1, sums[members]

    def _levels(
        self, starts: GenerationStarts
    ) -> Iterator[tuple[int, Places, Places | int, Whole]]:
        sums = self.forest.at_nodes(starts.nodes, starts.base)
        for level in range(1, self.table.last + 1):
            amounts = self.forest.by_member(sums)
            members = np.flatnonzero(amounts[:-1] != 0)
            yield level, members, -1, amounts[members]
            sums = pushed(sums, self.forest.parent, sums.size)

    def _rows(
        self, sources: Places, starts: GenerationStarts
    ) -> Iterator[tuple[Places, Places, Places, Whole]]:
        by_level = self.bonus["by"] == "level"
        level = starts.generation.copy()
        for step in climbing(self.forest, starts.nodes):
            rows = step.rows[level[step.rows] <= self.table.last]
            if not rows.size:
                return
            paid = level[step.rows] <= self.table.last
            yield level[rows].copy(), step.members[paid], sources[rows], starts.base[rows]
            level[step.rows] += True if by_level else self.leaders[step.members]


def _by_code(bonus: Part, close: ClosingPeriod, sources: Places, base: Whole) -> AwardColumns:
    """The first `foundation` recruits of everybody are matched at one share, by their enroller;
    later ones are coded to their enroller, who gets another share of theirs and of their first
    ones'."""
    code, forest = bonus["code"], close.sold_in(bonus).forest
    shared = {"1": code["foundation_pct"], "2": code["legacy_pct"]}
    table = close.terms.level_table(shared, Fraction(1))
    shares = Shares(bonus, table.denominator, close.terms.minor, KeyKind.MEMBER)
    number = close.period.members.enrolled_number
    above = forest.who[forest.parent[forest.node]]
    first = (number > 0) & (number <= code["foundation"])
    of_first = sources[first[sources]]
    later = sources[number[sources] > code["foundation"]]
    farther = of_first[number[above[of_first]] > code["foundation"]]
    for level, rate, those, members in (
        (1, 1, of_first, above[of_first]),
        (1, 2, later, above[later]),
        (2, 2, farther, above[above[farther]]),
    ):
        found = members != close.nobody
        earners = members[found]
        shares.add(
            member=earners,
            level=level,
            key=those[found] if bonus.get("award", SOURCE) == SOURCE else -1,
            rank=close.judged.pay_rank(bonus)[earners],
            base=base[those[found]],
            rate=table.numerators[0, rate],
            reason=why_unpaid(
                close.judged.qualified(bonus)[earners], np.ones(earners.size, dtype=bool)
            ),
        )
    return shares.awards(close.terms)
