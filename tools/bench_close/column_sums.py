"""The rivals' two questions in columns: sums over the tree in pre-order."""

import time
from dataclasses import dataclass

import numpy as np

from commissions.domain.close.seat_order import NOBODY, seat_order
from tools.bench_close.draws import Ints
from tools.bench_close.sql_rival import LEVELS, Answers

NO_SIDE = 2


@dataclass(frozen=True, slots=True)
class FrozenOrder:
    """The tree as a frozen period has it, by place; the house, where all ends, is the last."""

    place: Ints
    """By member number."""
    up: Ints
    """The place above; of the top the house."""
    size: Ints


def frozen_order(sponsor: Ints) -> FrozenOrder:
    """`sponsor`: by member number, -1 at the top."""
    tree = seat_order(sponsor, np.full(len(sponsor), NO_SIDE))
    up, size = np.empty_like(sponsor), np.empty_like(sponsor)
    up[tree.place] = np.where(sponsor == NOBODY, len(sponsor), tree.place[sponsor])
    size[tree.place] = tree.size
    return FrozenOrder(tree.place, up, size)


def by_columns(order: FrozenOrder, cv: Ints) -> Answers:
    """`cv`: own volume by place, as the frozen period has it. The answers are by member number;
    putting them so is not measured."""
    started = time.perf_counter()
    levels = _levels(order.up, cv)
    groups = _groups(order.size, cv)
    seconds = time.perf_counter() - started
    return Answers(levels[:, order.place], groups[order.place], seconds)


def _levels(up: Ints, cv: Ints) -> Ints:
    """Sums travel, not sources: what stands at a member for one level goes on to the next."""
    house = len(cv)
    found = np.zeros((LEVELS, house + 1), np.int64)
    standing = cv
    for level in found:
        full = np.flatnonzero(standing)
        np.add.at(level, up[full], standing[full])
        standing = level[:house]
    return found


def _groups(size: Ints, cv: Ints) -> Ints:
    """A group is a range of places."""
    before = np.concatenate([[0], np.cumsum(cv)])
    first = np.arange(len(cv))
    found: Ints = before[first + size] - before[first]
    return found
