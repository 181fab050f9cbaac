"""The lines of a tree as of every order.

An order counts for those above it as of its time. Whose line was another one then stands in the
forest once more, under the nodes of that line; the same line is the same node. So a member who
moved, with everybody below who sold before it, is a few nodes more, and every bonus is computed
over one forest, whatever changed and however often.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from commissions.domain.close.columns import (
    BEFORE_ALL,
    SPONSOR,
    LineChanges,
    PeriodColumns,
    StandsAboveItself,
)
from commissions.domain.close.exact import Places
from commissions.domain.close.forest import Forest, grown, planted
from commissions.domain.close.preorder import CircularLine, Layout, laid_out


@dataclass(frozen=True, slots=True)
class SoldIn:
    """A forest, and the node at which each order entered it: the house of nobody's."""

    forest: Forest
    seller: Places
    buyer: Places


@dataclass(frozen=True, slots=True)
class _LastPlaces:
    """Where everybody stands at the end; with the house."""

    parent: Places
    side: Places
    since: Places


@dataclass(frozen=True)
class _LineBook:
    tree: str
    ids: Sequence[str]
    """Of members, and of the house nothing."""
    changes: LineChanges
    others: dict[tuple[int, int, int], int] = field(default_factory=dict)
    """Nodes of lines that are no more: by member, side and the node above."""

    @property
    def house(self) -> int:
        """Nodes of members have their numbers, then comes the house, then what is no more."""
        return len(self.ids) - 1

    @cached_property
    def end(self) -> _LastPlaces:
        changes = self.changes
        standing = _LastPlaces(
            parent=np.full(self.house + 1, self.house, dtype=np.int64),
            side=np.zeros(self.house + 1, dtype=np.int64),
            since=np.full(self.house + 1, BEFORE_ALL, dtype=np.int64),
        )
        # Of several rows of one member the last one stays.
        standing.parent[changes.member] = changes.parent
        standing.side[changes.member] = changes.side
        standing.since[changes.member] = changes.at
        return standing

    @cached_property
    def layout(self) -> Layout:
        try:
            return laid_out(self.end.parent[:-1])
        except CircularLine as circle:
            raise self._above_itself(list(circle.members)) from None

    @cached_property
    def line_since(self) -> Places:
        """Since when everybody's whole line is as at the end; from the top down."""
        layout = self.layout
        since = self.end.since[layout.ids]
        for begin, end in zip(layout.levels[:-1], layout.levels[1:], strict=True):
            level = layout.by_depth[begin:end]
            since[level] = np.maximum(since[level], since[layout.parent[level]])
        return since[layout.place]

    def nodes(self, members: Places, at: Places) -> Places:
        """Of every order the node at which one of its members stood. `at`: when it was placed."""
        found = members.copy()
        if not at.size or self.changes.at.max(initial=BEFORE_ALL) <= at.min():
            return found
        for row in np.flatnonzero(self.line_since[members] > at).tolist():
            found[row] = self.node(int(members[row]), int(at[row]))
        return found

    def node(self, member: int, at: int) -> int:
        line: list[tuple[int, int]] = []
        above = member
        while above != self.house and self.line_since[above] > at:
            if len(line) > self.house:
                raise self._above_itself([each for each, _ in line[-self.house :]])
            parent, side = self.stood(above, at)
            line.append((above, side))
            above = parent
        for each, side in reversed(line):
            above = self._under(each, side, above)
        return above

    def _under(self, member: int, side: int, above: int) -> int:
        if (self.end.parent[member], self.end.side[member]) == (above, side):
            return member
        return self.others.setdefault((member, side, above), self.house + 1 + len(self.others))

    def stood(self, member: int, at: int) -> tuple[int, int]:
        """The parent and the side at a moment; the house before anything was."""
        changes, (begin, end) = self.changes, self.rows[member : member + 2]
        row = bisect_right(changes.at, at, int(begin), int(end)) - 1
        if row < begin:
            return self.house, 0
        return int(changes.parent[row]), int(changes.side[row])

    @cached_property
    def rows(self) -> Places:
        """Where the changes of every member begin."""
        return np.searchsorted(self.changes.member, np.arange(self.house + 1))

    def forest(self) -> Forest:
        members = np.arange(self.house)
        if not self.others:
            return planted(self.layout, members, self.end.side[:-1], members)
        others = np.array(list(self.others), dtype=np.int64).reshape(-1, 3)
        parents = np.concatenate([self.end.parent[:-1], others[:, 2]])
        who = np.concatenate([members, others[:, 0]])
        side = np.concatenate([self.end.side[:-1], others[:, 1]])
        return grown(self.numbered(parents), who, side, members)

    def numbered(self, nodes: Places) -> Places:
        """With the house behind all others."""
        last = self.house + len(self.others)
        return np.where(nodes > self.house, nodes - 1, np.where(nodes == self.house, last, nodes))

    def _above_itself(self, members: list[int]) -> StandsAboveItself:
        return StandsAboveItself([self.ids[each] for each in members], self.tree)


def sold_in(tree: str, period: PeriodColumns) -> SoldIn:
    """Raises StandsAboveItself where the tree has a circle, at the end or at an order, and
    TooManyLevels."""
    book, sales = _book(tree, period), period.sales
    sellers = book.nodes(sales.seller, sales.at)
    buyers = book.nodes(sales.buyer, sales.at)
    forest = book.forest()
    place = forest.layout.place
    return SoldIn(forest, place[book.numbered(sellers)], place[book.numbered(buyers)])


@dataclass(frozen=True)
class Entered:
    """The lines of a tree alone, for whoever knows what was sold by whom and when, and no more."""

    ids: Sequence[str]
    """Of members, and of the house nothing."""
    changes: LineChanges

    @cached_property
    def _lines(self) -> _LineBook:
        return _LineBook(SPONSOR, self.ids, self.changes)

    @property
    def line_since(self) -> Places:
        """By member, since when their whole line is as at the end; with the house."""
        return self._lines.line_since

    @property
    def parents(self) -> Places:
        """By member, who stands above at the end; at the top the house. With the house."""
        return self._lines.end.parent

    def at(self, sellers: Places, moments: Places) -> tuple[Forest, Places]:
        """A forest, and the node at which each sale entered it. Raises as `sold_in` does."""
        book = _LineBook(SPONSOR, self.ids, self.changes)
        nodes = book.nodes(sellers, moments)
        forest = book.forest()
        return forest, forest.layout.place[book.numbered(nodes)]


def check_trees(period: PeriodColumns) -> None:
    """Trees that no bonus looks at too. Raises StandsAboveItself, TooManyLevels."""
    for tree in period.trees:
        _ = _book(tree, period).layout


def _book(tree: str, period: PeriodColumns) -> _LineBook:
    nothing = np.zeros(0, dtype=np.int64)
    none = LineChanges(member=nothing, at=nothing, parent=nothing, side=nothing)
    return _LineBook(tree, period.members.ids, period.trees.get(tree, none))
