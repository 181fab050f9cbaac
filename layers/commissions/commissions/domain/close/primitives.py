"""The five steps that every bonus is made of, over a forest in pre-order.

Columns have a slot for the house behind the last place (`house`), so that none has to be appended:
what arrives there found nobody. Volumes are exact whole numbers (see `exact`).
"""

import numpy as np

from commissions.domain.close.exact import Mask, Places, Whole, summable
from commissions.domain.close.preorder import Layout


def sub(tree: Layout, values: Whole) -> Whole:
    """Of every place the sum of itself and everybody below; at the house of all."""
    values = summable(values)
    running = np.cumsum(values)
    house = tree.house
    last = np.arange(-1, house - 1)
    last += tree.size
    sums = np.empty_like(running)
    sums[house] = running[house]
    below = sums[:house]
    # Nothing is clipped; `take` goes without a copy then.
    running.take(last, out=below, mode="clip")
    below -= running[:house]
    below += values[:house]
    return sums


def kids(tree: Layout, values: Whole) -> Whole:
    """Of every place the sum over those directly below; at the house over the roots."""
    house = tree.house
    return pushed(values[:house], tree.parent[:house], house + 1)


def pushed(values: Whole, to: Places, slots: int) -> Whole:
    """What arrives in each slot when every value goes to its own. Integers only: `bincount` with
    weights would go through floats."""
    values = summable(values)
    sums = np.zeros(slots, dtype=values.dtype)
    # Asked of flags, which is several times as quick as of numbers.
    moving = np.flatnonzero(values != 0)
    # Both are copies: operands that share memory would make NumPy copy whole columns.
    np.add.at(sums, to[moving], values[moving])
    return sums


def near(tree: Layout, flag: Mask, known: Places | None = None) -> Places:
    """Of every place the nearest one above that has the flag, or the house.

    `known`: the nearest of a flag that everybody has who has this one; without it the parents. By
    pointer jumping: what is left is halved again and again.
    """
    flag = flag.copy()
    flag[tree.house] = True
    found = (tree.parent if known is None else known).copy()
    left = np.flatnonzero(~flag[found])
    while left.size:
        farther = found[found[left]]
        found[left] = farther
        left = left[~flag[farther]]
    return found


def at_or_near(tree: Layout, flag: Mask, above: Places | None = None) -> Places:
    """The place itself where it has the flag, otherwise the nearest one above."""
    above = near(tree, flag) if above is None else above
    return np.where(flag, np.arange(tree.house + 1), above)


def passed(tree: Layout, start: Whole, stop: Whole) -> Whole:
    """What looked at every place on its way from `start` and went on: it stops at or above."""
    return sub(tree, start - stop)
