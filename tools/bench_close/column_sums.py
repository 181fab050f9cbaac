"""The rivals' two questions in columns: sums over the tree in pre-order."""

import time
from dataclasses import dataclass

import numpy as np

from commissions.domain.close.preorder import Layout, laid_out
from commissions.domain.close.primitives import pushed, sub
from tools.bench_close.draws import Ints
from tools.bench_close.sql_rival import LEVELS, Answers


@dataclass(frozen=True, slots=True)
class FrozenTree:
    """The tree and the volumes as a frozen period has them: by place, with a slot for nobody."""

    layout: Layout
    cv: Ints


def frozen_tree(sponsor: Ints, cv: Ints) -> FrozenTree:
    """`sponsor`: by member number, -1 at the top; `cv`: own volume by member number."""
    layout = laid_out(np.where(sponsor < 0, len(sponsor), sponsor))
    return FrozenTree(layout, np.append(cv, 0)[layout.ids])


def by_columns(tree: FrozenTree) -> Answers:
    """The answers are by member number; putting them so is not measured."""
    started = time.perf_counter()
    levels = _levels(tree)
    groups = sub(tree.layout, tree.cv)
    seconds = time.perf_counter() - started
    place = tree.layout.place[:-1]
    return Answers(np.stack([level[place] for level in levels]), groups[place], seconds)


def _levels(tree: FrozenTree) -> list[Ints]:
    """Sums travel, not sources: what stands at a member for one level goes on to the next; what
    arrives at the house found nobody."""
    found = [tree.cv]
    for _ in range(LEVELS):
        found.append(pushed(found[-1], tree.layout.parent, len(tree.cv)))
        found[-1][-1] = 0
    return found[1:]
