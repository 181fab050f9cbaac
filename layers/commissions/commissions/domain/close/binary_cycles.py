"""Pairs whose strong leg is judged again before each of them: many at a time, never one by one.

While one leg is far ahead it stays the strong one. Once the legs are within one pair's difference
of each other they take turns, so that two pairs together take the same of both.
"""

import numpy as np

from commissions.domain.close.binary_rule import PairSides
from commissions.domain.close.exact import Places


class _LegsInCycles:
    """The legs of many seats in the middle of their pairs; changed in place."""

    def __init__(self, sides: PairSides, left: Places, right: Places, most: Places | None):
        self.strong, self.weak, self.tie_left = sides.first, sides.second, sides.tie_left
        self.left, self.right = left.copy(), right.copy()
        self.room = np.full_like(left, np.iinfo(np.int64).max) if most is None else most.copy()
        self.made = np.zeros_like(left)

    def take(self, pairs: Places, took_left: Places, took_right: Places) -> None:
        self.left -= pairs * took_left
        self.right -= pairs * took_right
        self.room -= pairs
        self.made += pairs

    def next_takes(self) -> tuple[Places, Places]:
        tie = (self.left == self.right) & self.tie_left
        left_is_strong = (self.left > self.right) | tie
        return (
            np.where(left_is_strong, self.strong, self.weak),
            np.where(left_is_strong, self.weak, self.strong),
        )

    def fits(self, took_left: Places, took_right: Places) -> Places:
        """How many pairs that take so much there is room for."""
        fit: Places = np.minimum(self.left // took_left, self.right // took_right)
        np.minimum(fit, self.room, out=fit)
        return fit


def cycles(
    sides: PairSides, left: Places, right: Places, most: Places | None = None
) -> tuple[Places, Places, Places]:
    """How many pairs each seat makes, at most so many, and what they take of each leg."""
    legs = _LegsInCycles(sides, left, right, most)
    _one_side_ahead(legs)
    _by_turns(legs)
    while _one_pair(legs):
        pass
    took_left: Places = left - legs.left
    took_right: Places = right - legs.right
    return legs.made, took_left, took_right


def _one_side_ahead(legs: _LegsInCycles) -> None:
    """All pairs before which the same leg is surely the fuller one."""
    took_left, took_right = legs.next_takes()
    ahead, closer = np.abs(legs.left - legs.right), legs.strong - legs.weak
    pairs = legs.fits(took_left, took_right)
    if closer > 0:
        pairs = np.minimum(pairs, -(-ahead // closer))
    legs.take(pairs, took_left, took_right)


def _by_turns(legs: _LegsInCycles) -> None:
    """Two pairs at a time, where the legs are within one pair's difference."""
    if legs.strong <= legs.weak:
        return
    both = legs.strong + legs.weak
    twice = np.minimum(np.minimum(legs.left, legs.right) // both, legs.room // 2)
    legs.left -= twice * both
    legs.right -= twice * both
    legs.room -= 2 * twice
    legs.made += 2 * twice


def _one_pair(legs: _LegsInCycles) -> bool:
    """One pair at every seat that still makes one; whether any did."""
    took_left, took_right = legs.next_takes()
    pairs = np.minimum(legs.fits(took_left, took_right), 1)
    legs.take(pairs, took_left, took_right)
    return bool(pairs.any())
