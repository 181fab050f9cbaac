"""The members of a company of chance: who sponsors whom, who has a seat where, who buys.

The same population at every size: shares are drawn per member, so a small company is the beginning
of a large one, and a figure that grows faster than the company grows by the work, not by more
active people.
"""

from dataclasses import dataclass

import numpy as np

from tools.bench_close.draws import Flags, Ints, chances
from tools.bench_close.tree_growth import seats, sponsors

WITHOUT_ORDER = 0.45
TERMINATED = 0.02
TAIL = 1.5
"""The lower, the more of all order lines are of a few members (Pareto)."""
LINES_MOST = 5_000
LINES_PER_MEMBER = 10
"""That is the mean; `--lines` scales it."""


@dataclass(frozen=True, slots=True)
class Population:
    """A column a fact, by member number."""

    sponsor: Ints
    """Its number; -1 for nobody."""
    seat_above: Ints
    """The seat above in the binary; -1 for the top."""
    seat_right: Flags
    in_good_standing: Flags
    line_count: Ints
    """How many order lines are credited to the member in the period."""

    @property
    def members(self) -> int:
        return len(self.sponsor)

    @property
    def lines(self) -> int:
        return int(self.line_count.sum())


def population(seed: int, members: int, lines: int) -> Population:
    """`lines`: about how many there will be; it is met to a few percent."""
    above, right = seats(seed, members)
    return Population(
        sponsor=sponsors(seed, members),
        seat_above=above,
        seat_right=right,
        in_good_standing=chances(seed, "standing", members) >= TERMINATED,
        line_count=_line_counts(seed, members, lines / members),
    )


def _line_counts(seed: int, members: int, mean: float) -> Ints:
    """Nothing for some; for the others from a Pareto tail, cut off far out."""
    buys = chances(seed, "buys", members) >= WITHOUT_ORDER
    least = mean / (1 - WITHOUT_ORDER) * (TAIL - 1) / TAIL
    least /= 1 - (least / LINES_MOST) ** (TAIL - 1) / TAIL
    tail = (1 - chances(seed, "lines", members)) ** (-1 / TAIL)
    counts = np.clip(np.round(least * tail), 1, LINES_MOST).astype(np.int64)
    return np.where(buys, counts, 0)
