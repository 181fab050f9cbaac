"""The same volumes by a walk up the line of everybody who has any, in plain Python."""

import time

import numpy as np

from tools.bench_close.draws import Ints
from tools.bench_close.sql_rival import LEVELS, Answers


def by_walking(sponsor: Ints, cv: Ints) -> Answers:
    """`sponsor`: by member number, -1 at the top; `cv`: own volume. Lists are made beforehand."""
    above, volumes = sponsor.tolist(), cv.tolist()
    levels = [[0] * len(volumes) for _ in range(LEVELS)]
    groups = [0] * len(volumes)
    started = time.perf_counter()
    for member, volume in enumerate(volumes):
        if volume:
            _walk(member, volume, above, levels, groups)
    seconds = time.perf_counter() - started
    return Answers(np.array(levels), np.array(groups), seconds)


def _walk(
    member: int, volume: int, above: list[int], levels: list[list[int]], groups: list[int]
) -> None:
    groups[member] += volume
    at = above[member]
    for level in levels:
        if at < 0:
            return
        level[at] += volume
        groups[at] += volume
        at = above[at]
    while at >= 0:
        groups[at] += volume
        at = above[at]
