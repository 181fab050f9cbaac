"""A forest in pre-order: everybody below a place stands in the range that begins there.

O(members + levels), without a step for each member: the children of a whole level are ranges of all
members sorted by parent. Laid out breadth first the children of one member stand together too, so
that sizes and places are sums over neighbours. One slot behind the last place, the house, is the
parent of every root, and where everything ends that finds nobody.
"""

from dataclasses import dataclass

import numpy as np

from commissions.domain.close.exact import Places

DEEPEST = 50_000
"""Levels. One costs some microseconds however few stand on it; no company is so deep."""
NAMED = 10
DIGIT_BITS = 16
DIGIT = (1 << DIGIT_BITS) - 1


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
    order, fronts, levels = _breadth_first(parents)
    if order.size < parents.size:
        raise CircularLine(_circle(parents, order))
    above = np.repeat(np.arange(order.size), fronts)
    sizes = _sizes(above, levels)
    by_depth = _places(above, fronts, sizes, levels)
    return _layout(order, fronts, sizes, by_depth, levels)


def _breadth_first(parents: Places) -> tuple[Places, Places, Places]:
    """Everybody who stands below a root, level by level, elder siblings first; how many stand
    directly below each; and where in this order each level begins, and the last one ends."""
    house = parents.size
    counts, children = np.bincount(parents, minlength=house + 1), _by_parent(parents)
    begins = np.cumsum(counts) - counts
    order, levels = np.empty(house, dtype=np.int64), [0]
    fronts = np.empty(house, dtype=np.int64)
    level = children[begins[house] :]
    while level.size:
        if len(levels) > DEEPEST:
            raise TooManyLevels(DEEPEST)
        at, end = levels[-1], levels[-1] + level.size
        order[at:end] = level
        fronts[at:end] = many = counts[level]
        levels.append(end)
        having = np.flatnonzero(many > 0)
        level = children[_ranges(begins[level[having]], many[having])]
    return order[: levels[-1]], fronts[: levels[-1]], np.array(levels)


def _by_parent(parents: Places) -> Places:
    """All numbers by parent, and of one parent by themselves. Sixteen bits at a time: NumPy sorts
    so few in a step a digit, which is several times as quick as comparing."""
    found = np.argsort((parents & DIGIT).astype(np.uint16), kind="stable")
    rest = parents >> DIGIT_BITS
    while rest.any():
        digit = (rest & DIGIT).astype(np.uint16)[found]
        found = found[np.argsort(digit, kind="stable")]
        rest >>= DIGIT_BITS
    return found


def _ranges(begins: Places, many: Places) -> Places:
    """The numbers of all ranges, one range after the other."""
    ends = np.cumsum(many)
    total = int(ends[-1]) if ends.size else 0
    return np.repeat(begins - (ends - many), many) + np.arange(total)


def _circle(parents: Places, order: Places) -> tuple[int, ...]:
    """Some who stand above themselves: whoever is under no root is on a circle, or below one."""
    lost = np.ones(parents.size, dtype=bool)
    lost[order] = False
    number, seen = int(np.flatnonzero(lost)[0]), dict[int, None]()
    while number not in seen:
        seen[number] = None
        number = int(parents[number])
    line = list(seen)
    return tuple(line[line.index(number) :][:NAMED])


def _sizes(above: Places, levels: Places) -> Places:
    """From the deepest level up. `above`: of everybody but the roots, breadth first like them."""
    roots = int(levels[1]) if levels.size > 1 else 0
    sizes = np.ones(roots + above.size, dtype=np.int64)
    for begin, end in zip(levels[-2:0:-1].tolist(), levels[:1:-1].tolist(), strict=True):
        # A copy: operands that share memory would make NumPy copy whole columns.
        np.add.at(sizes, above[begin - roots : end - roots], sizes[begin:end].copy())
    return sizes


def _places(above: Places, fronts: Places, sizes: Places, levels: Places) -> Places:
    """One behind the parent and the elder siblings with all below them."""
    before = np.cumsum(sizes) - sizes
    roots = int(levels[1]) if levels.size > 1 else 0
    place = before
    families = np.flatnonzero(fronts)
    eldest = (roots + np.cumsum(fronts) - fronts)[families]
    place[roots:] -= np.repeat(before[eldest], fronts[families]) - 1
    for begin, end in zip(levels[1:-1].tolist(), levels[2:].tolist(), strict=True):
        place[begin:end] += place[above[begin - roots : end - roots]]
    return place


def _layout(
    order: Places, fronts: Places, sizes: Places, by_depth: Places, levels: Places
) -> Layout:
    """All but `levels`: breadth first."""
    house, roots = order.size, int(levels[1]) if levels.size > 1 else 0
    ids, place, parent = (np.full(house + 1, house, dtype=np.int64) for _ in range(3))
    ids[by_depth] = order
    place[order] = by_depth
    parent[by_depth[roots:]] = np.repeat(by_depth, fronts)
    size = np.empty(house, dtype=np.int64)
    size[by_depth] = sizes
    return Layout(ids, place, parent, size, by_depth, levels)
