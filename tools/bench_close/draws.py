"""Chance that does not depend on how many are drawn: number `i` is the same at every size."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Chances = NDArray[np.float64]
"""Evenly within [0, 1). They decide who does what; no money is counted by them."""

BLOCK = 1 << 16
"""Every block of so many has a generator of its own, so that a longer column begins alike."""


def chances(seed: int, column: str, count: int) -> Chances:
    """A column of chances; `chances(s, c, n)` is the beginning of `chances(s, c, n + 1)`."""
    return np.concatenate([np.empty(0), *_blocks(seed, column, count)])[:count]


def _blocks(seed: int, column: str, count: int) -> Iterator[Chances]:
    name = int.from_bytes(column.encode(), "big")
    for block in range(-(-count // BLOCK)):
        yield np.random.default_rng([seed, name, block]).random(BLOCK)
