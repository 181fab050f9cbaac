"""Rows of orders that climb their lines a step at a time: for awards that name the order or the
member it came from, each of whom pays everybody on the line anyway."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from commissions.domain.close.exact import Places
from commissions.domain.close.forest import Forest


@dataclass(frozen=True, slots=True)
class Step:
    rows: Places
    """Which rows are still on their way."""
    nodes: Places
    members: Places
    place: int
    """How many were looked at before."""


def climbing(forest: Forest, starts: Places, most: int | None = None) -> Iterator[Step]:
    """From the start of each row, which is looked at first, to the top; `most`: so many steps."""
    rows, nodes, place = np.arange(starts.size), starts, 0
    while most is None or place < most:
        there = np.flatnonzero(nodes != forest.house)
        rows, nodes = rows[there], nodes[there]
        if not rows.size:
            return
        yield Step(rows, nodes, forest.who[nodes], place)
        nodes, place = forest.parent[nodes], place + 1
