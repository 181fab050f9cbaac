"""A forest in pre-order: everybody below a place stands in the range that begins there.

O(members + levels), without a step for each member: the children of a whole level are ranges of the
sorted keys. One slot behind the last place, the house, is the parent of every root, and where
everything ends that finds nobody.
"""

from dataclasses import dataclass

import numpy as np

from commissions.domain.close.exact import Places

DEEPEST = 50_000
"""Levels. One costs some microseconds however few stand on it; no company is so deep."""
NAMED = 10


class CircularLine(ValueError):
    """Members who stand above themselves."""

    def __init__(self, members: tuple[int, ...]) -> None:
        super().__init__(f"{', '.join(map(str, members))} stand above themselves")
        self.members = members
        """The numbers of some of them, in the order in which one stands above the next."""


class TooManyLevels(ValueError):
    """A tree of more levels than are computed."""

    def __init__(self, levels: int) -> None:
        super().__init__(f"the tree has more than {levels} levels: split its lines")


@dataclass(frozen=True, slots=True)
class Layout:
    """Arrays by place; those with a slot for the house say so."""

    ids: Places
    """Who stands at a place, as they were numbered before; with the house."""
    place: Places
    """The place of each number; with the house."""
    parent: Places
    """The place of whoever stands directly above; with the house, its own parent."""
    size: Places
    """How many stand at or below."""
    depth: Places
    """Roots are at 0."""
    by_depth: Places
    """All places, level by level, elder siblings first."""
    levels: Places
    """Where each level begins in `by_depth`, and where the last one ends."""

    @property
    def house(self) -> int:
        return self.size.size


def laid_out(parents: Places) -> Layout:
    """`parents`: for each number the number of the parent; as many as there are for a root.

    Siblings stand in the order of their numbers. Raises CircularLine, TooManyLevels.
    """
    levels = _levels(parents)
    sizes = _sizes(parents, levels)
    place = _places(parents, sizes, levels)
    return _layout(parents, sizes, place, levels)


def _levels(parents: Places) -> list[Places]:
    """The numbers of each level, from the roots down; children of one parent stand together."""
    many = parents.size
    keys = parents * (many + 1) + np.arange(many)
    keys.sort()
    children = keys % (many + 1)
    counts = np.bincount(parents, minlength=many + 1)
    begins = np.cumsum(counts) - counts
    found: list[Places] = []
    level = np.array([many])
    while (level := _children(level, children, begins, counts)).size:
        found.append(level)
        if len(found) > DEEPEST:
            raise TooManyLevels(DEEPEST)
    if sum(each.size for each in found) < many:
        raise CircularLine(_circle(parents, found))
    return found


def _children(level: Places, children: Places, begins: Places, counts: Places) -> Places:
    """Everybody directly below a level: ranges of the sorted keys, one after the other."""
    many = counts[level]
    ends = np.cumsum(many)
    total = int(ends[-1]) if ends.size else 0
    return children[np.repeat(begins[level] - (ends - many), many) + np.arange(total)]


def _circle(parents: Places, levels: list[Places]) -> tuple[int, ...]:
    """Some who stand above themselves: whoever is under no root is on a circle, or below one."""
    lost = np.ones(parents.size, dtype=bool)
    for level in levels:
        lost[level] = False
    number, seen = int(np.flatnonzero(lost)[0]), dict[int, None]()
    while number not in seen:
        seen[number] = None
        number = int(parents[number])
    line = list(seen)
    return tuple(line[line.index(number) :][:NAMED])


def _sizes(parents: Places, levels: list[Places]) -> Places:
    sizes = np.ones(parents.size + 1, dtype=np.int64)
    for level in reversed(levels):
        np.add.at(sizes, parents[level], sizes[level])
    return sizes


def _places(parents: Places, sizes: Places, levels: list[Places]) -> Places:
    """One behind the parent and the elder siblings with all below them."""
    place = np.empty(parents.size + 1, dtype=np.int64)
    place[-1] = -1
    for level in levels:
        above, own = parents[level], sizes[level]
        before = np.cumsum(own) - own
        first = np.flatnonzero(np.concatenate(([True], above[1:] != above[:-1])))
        siblings = np.diff(np.append(first, level.size))
        place[level] = place[above] + 1 + before - np.repeat(before[first], siblings)
    place[-1] = parents.size
    return place


def _layout(parents: Places, sizes: Places, place: Places, levels: list[Places]) -> Layout:
    house = parents.size
    ids = np.empty(house + 1, dtype=np.int64)
    ids[place] = np.arange(house + 1)
    counts = [level.size for level in levels]
    by_depth = place[np.concatenate([*levels, np.empty(0, dtype=np.int64)])]
    depth = np.empty(house, dtype=np.int64)
    depth[by_depth] = np.repeat(np.arange(len(levels)), counts)
    return Layout(
        ids=ids,
        place=place,
        parent=place[np.append(parents, house)[ids]],
        size=sizes[ids[:house]],
        depth=depth,
        by_depth=by_depth,
        levels=np.cumsum([0, *counts]),
    )
