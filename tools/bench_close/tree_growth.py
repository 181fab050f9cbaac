"""Trees that grow as companies do; members are numbered as they enrol, so above is before.

A smaller tree is the beginning of a larger one of the same seed.
"""

import numpy as np

from tools.bench_close.draws import Chances, Flags, Ints, chances

NOBODY = -1

COPIED = 0.45
"""How many enrol under the sponsor of whom they met: who has many recruits gets more."""
RECENT = 1.5
"""Above 1, who enrolled of late is met more often than who did long ago."""
LEG_LENGTH, LEG_GROWTH = 16.0, 0.3
"""All deep legs together are `LEG_LENGTH * members ** LEG_GROWTH` long."""
LEGS = np.array([0.55, 0.75, 0.90, 1.0])
"""What each deep leg takes of that, summed up."""


def sponsors(seed: int, members: int) -> Ints:
    """Everybody's sponsor by number; the first member has none.

    The copy model: each meets somebody of before and enrols there, or where that one had enrolled.
    A few enrol in deep legs instead, each under the latest of the leg.
    """
    numbers = np.arange(members)
    met = (chances(seed, "met", members) ** (1 / RECENT) * numbers).astype(np.int64)
    copies = (chances(seed, "copies", members) < COPIED) & (numbers > 0)
    found = met[_first_that_copied_nobody(met, copies)]
    _put_into_legs(found, chances(seed, "in a leg", members), chances(seed, "which leg", members))
    found[:1] = NOBODY
    return found


def seats(seed: int, members: int) -> tuple[Ints, Flags]:
    """Everybody's seat in a binary: below whom, and whether on the right side.

    Each takes one of all free seats: a taken one leaves two, the left one under the old number,
    the right one under a new one. So whoever took the number before, or made it, is the parent.
    """
    numbers = np.arange(members)
    taken = (chances(seed, "seat", members) * (numbers + 1)).astype(np.int64)
    order = np.argsort(taken, kind="stable")
    again = np.concatenate([[False], np.diff(taken[order]) == 0])[:members]
    above, right = taken - 1, np.ones(members, bool)
    above[order[again]] = order[np.flatnonzero(again) - 1]
    right[order[again]] = False
    return above, right


def _first_that_copied_nobody(met: Ints, copies: Flags) -> Ints:
    """Whose meeting decides: who copies takes over the sponsor of the one met, as that one did."""
    decides = np.where(copies, met, np.arange(len(met)))
    while not np.array_equal(further := decides[decides], decides):
        decides = further
    return decides


def _put_into_legs(found: Ints, chance: Chances, which: Chances) -> None:
    numbers = np.arange(1, len(found) + 1)
    length = LEG_LENGTH * numbers**LEG_GROWTH
    begins = chance < np.diff(length, prepend=0.0)
    leg = np.searchsorted(LEGS, which)
    for each in range(len(LEGS)):
        chain = np.flatnonzero(begins & (leg == each))
        found[chain[1:]] = chain[:-1]
