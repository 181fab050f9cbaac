"""How generations are counted at leaders: what passes everybody in each of them, as sums."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.forest import Forest
from commissions.domain.close.primitives import at_or_near, near, passed, pushed


@dataclass(frozen=True, slots=True)
class GenerationStarts:
    """Where volume enters the tree, and in which generation whoever stands there has it."""

    nodes: Places
    base: Whole
    generation: Places


def beginnings(forest: Forest, leaders: Mask, *, leader_opens: bool) -> Places:
    """Of every node, where on the way up from it the next generation begins: at the next leader
    above, or behind the one who stands here or next. `leaders`: by node."""
    if leader_opens:
        return near(forest.layout, leaders)
    return forest.parent[at_or_near(forest.layout, leaders)]


def generation_sums(
    forest: Forest, starts: GenerationStarts, next_: Places, last: int
) -> Iterator[tuple[int, Whole]]:
    """By generation, from 1, what passes every member in it. `next_`: see `beginnings`."""
    here = np.zeros(forest.house + 1, dtype=np.int64)
    for generation in range(last + 1):
        entering = starts.generation == generation
        here = here + forest.at_nodes(starts.nodes[entering], starts.base[entering])
        there = pushed(here, next_, forest.house + 1)
        if generation:
            yield generation, forest.by_member(passed(forest.layout, here, there))
        here = there
