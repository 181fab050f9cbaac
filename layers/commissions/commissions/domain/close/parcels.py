"""Volume on its way up a forest: where it is, of which order, and how much."""

from dataclasses import dataclass

import numpy as np

from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.primitives import pushed

SUMMED_UP = -1
"""Of no single order."""


@dataclass(frozen=True, slots=True)
class Parcels:
    at: Places
    """Nodes."""
    sale: Places
    base: Whole

    def where(self, rows: Mask) -> "Parcels":
        return Parcels(self.at[rows], self.sale[rows], self.base[rows])

    def moved(self, to: Places) -> "Parcels":
        return Parcels(to, self.sale, self.base)

    def joined(self, others: "Parcels") -> "Parcels":
        return Parcels(
            np.concatenate([self.at, others.at]),
            np.concatenate([self.sale, others.sale]),
            np.concatenate([self.base, others.base]),
        )

    def merged(self, slots: int) -> "Parcels":
        """What stands at one node as one."""
        sums = pushed(self.base, self.at, slots)
        at = np.flatnonzero(sums != 0)
        return Parcels(at, np.full(at.size, SUMMED_UP, dtype=np.int64), sums[at])


def no_parcels() -> Parcels:
    nothing = np.zeros(0, dtype=np.int64)
    return Parcels(nothing, nothing, nothing)
