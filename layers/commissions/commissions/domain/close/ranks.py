"""Which rank everybody has: one sweep over the sponsor tree, from the deepest level up.

A rank that asks for legs with a rank, or for personal group volume, looks only at those below, so
a level is judged at once when all deeper ones are. Rounds until nothing changes would be as many
as members on a line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commissions.domain.close.activity import check_window
from commissions.domain.close.below_ranks import FRONT_LINE, breakaway_height, large_legs
from commissions.domain.close.columns import SPONSOR
from commissions.domain.close.conditions import compared, met, singles, wanted_words
from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.figures import OF_RANKS, Figure, MemberFigures, NotInColumns
from commissions.domain.close.terms import POINT, Part

LEGS_WITH_RANK, PERSONAL_GROUP = "legs_with_rank", "pgv"


def paid_ranks(figures: MemberFigures, titles: Places) -> Places:
    """The height of the highest rank whose requirements each meets, or of the given one; with
    nobody, who has none. `titles`: the heights from before the period."""
    sweep = _Sweep(figures, titles)
    sweep.check()
    for rows in sweep.levels():
        sweep.judge(rows)
    return sweep.heights


@dataclass(frozen=True)
class _Sweep:
    figures: MemberFigures
    titles: Places

    @cached_property
    def heights(self) -> Places:
        return np.zeros(self.titles.size, dtype=np.int64)

    def check(self) -> None:
        """Raises NotInColumns where ranks go by figures of another period, and are judged."""
        if (self.given[:-1] < 0).any():
            for rank in self.figures.terms.ranks:
                for word in _asks(rank):
                    given = "everybody's rank (judged_rank)"
                    check_window(rank, rank[word], self.figures, given)

    @cached_property
    def best_below(self) -> Places:
        """The highest rank in everybody's legs."""
        return np.zeros(self.titles.size, dtype=np.int64)

    @cached_property
    def given(self) -> Places:
        """The height where it is not judged; -1 where it is."""
        judged = self.figures.period.members.judged_rank
        heights = np.array([*map(self.figures.terms.height, judged.words), -1])
        return heights[judged.codes]

    @cached_property
    def sponsor(self) -> Places:
        return self.figures.sponsor

    @cached_property
    def looks_below(self) -> list[Part]:
        """The single conditions that look at ranks below."""
        asked = [rank[word] for rank in self.figures.terms.ranks for word in _asks(rank)]
        found = [each for part in asked for each in singles(part) if each["metric"] in OF_RANKS]
        if any(each["metric"] == "rank" for each in found):
            raise NotInColumns("rank: a rank cannot ask for a rank of the same member")
        return found

    @cached_property
    def counters(self) -> dict[int, Figure]:
        """Their figures by the condition's identity, complete for everybody whose legs are."""
        members = self.titles.size
        own = self.figures.volumes.own(self.figures.terms.group_unit)
        group = Figure(own.copy(), POINT)
        return {
            id(each): group
            if each["metric"] == PERSONAL_GROUP
            else Figure(np.zeros(members, dtype=np.int64))
            for each in self.looks_below
        }

    @cached_property
    def large(self) -> dict[int, Mask]:
        legs = [each for each in self.looks_below if each["metric"] == LEGS_WITH_RANK]
        return {id(each): large_legs(self.figures, each) for each in legs}

    @cached_property
    def masks(self) -> dict[tuple[int, int], Mask]:
        """Of conditions that look at nobody's rank, by condition and rank."""
        return {}

    def levels(self) -> Iterator[Places]:
        """Everybody from the deepest level up; at once where no rank looks below."""
        if not self.looks_below:
            yield np.arange(self.titles.size - 1)
            return
        forest = self.figures.volumes.tree(SPONSOR).forest
        layout = forest.layout
        for end, begin in zip(layout.levels[:0:-1], layout.levels[-2::-1], strict=True):
            nodes = layout.by_depth[begin:end]
            members = forest.who[nodes]
            yield members[forest.node[members] == nodes]

    def judge(self, rows: Places) -> None:
        heights = np.zeros(rows.size, dtype=np.int64)
        for height, rank in enumerate(self.figures.terms.ranks, 1):
            heights[self._reaches(rank, height, rows)] = height
        given = self.given[rows]
        self.heights[rows] = np.where(given < 0, heights, given)
        if self.looks_below:
            self._tell_above(rows)

    def _reaches(self, rank: Part, height: int, rows: Places) -> Mask:
        """By what the rank asks of one who has it already, where the plan says so."""
        reaches = self._meets(rank["require"], rank, rows)
        if rank.get("maintain"):
            has_it = self.titles[rows] >= height
            reaches = np.where(has_it, self._meets(rank["maintain"], rank, rows), reaches)
        return reaches & self._gate(rank)[rows]

    def _meets(self, condition: Part, rank: Part, rows: Places) -> Mask:
        def single(each: Part) -> Mask:
            if id(each) in self.counters:
                return compared(self.counters[id(each)], each, rows)
            key = id(each), id(rank)
            if key not in self.masks:
                self.masks[key] = rank_mask(self.figures, each, rank)
            return self.masks[key][rows]

        return np.ones(rows.size, dtype=bool) & met(condition, single)

    def _gate(self, rank: Part) -> Mask:
        key = id(rank), 0
        if key not in self.masks:
            self.masks[key] = gate(self.figures, rank)
        return self.masks[key]

    def _tell_above(self, rows: Places) -> None:
        """What those directly above count of a level that is judged."""
        above, heights = self.sponsor[rows], self.heights[rows]
        best = np.maximum(heights, self.best_below[rows])
        np.maximum.at(self.best_below, above, best)
        groups = False
        for each in self.looks_below:
            if each["metric"] == LEGS_WITH_RANK:
                reached = heights if each["search"] == FRONT_LINE else best
                has = (reached >= self.figures.terms.height(each["rank"])) & self.large[id(each)][
                    rows
                ]
                np.add.at(self.counters[id(each)].values, above[has], 1)
            elif not groups:
                groups = True
                stays = heights < breakaway_height(self.figures.terms)
                group = self.counters[id(each)].values
                np.add.at(group, above[stays], group[rows[stays]])


def _asks(rank: Part) -> list[str]:
    return [word for word in ("require", "maintain") if rank.get(word)]


def rank_mask(figures: MemberFigures, condition: Part, rank: Part) -> Mask:
    """Who meets a single condition of a rank that looks at no ranks below."""
    if condition["metric"] == "status":
        return figures.period.members.status.among(wanted_words(condition))
    return compared(rank_figure(figures, condition, rank), condition)


def rank_figure(figures: MemberFigures, condition: Part, rank: Part) -> Figure:
    """As the rank counts it: of each leg, at most a part of what is asked for."""
    cap = rank.get("leg_cap")
    if condition["metric"] == "gv" and cap and "pct" in cap:
        return Figure(figures.capped_group(cap, condition["value"]), POINT)
    return figures.of(condition)


def gate(figures: MemberFigures, rank: Part) -> Mask:
    """Who has no leg above what the rank admits."""
    cap = rank.get("leg_cap") or {}
    if cap.get("mode") != "gate":
        return np.ones(figures.volumes.slots, dtype=bool)
    most = {"metric": "leg_gv", "op": ">", "value": cap["max_leg"]}
    return ~compared(Figure(figures.largest_leg(), POINT), most)
