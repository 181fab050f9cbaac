"""Whole numbers in columns that never wrap, and the one rounding of money.

NumPy wraps around silently beyond 63 bits: every product is guarded, and computed with Python's own
whole numbers (a column of objects) where it might not fit.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
"""int64, or Python's whole numbers where 63 bits are too few."""
MOST = 2**62
"""Below this a column is safe to add to, and to double."""


class VolumeTooLarge(ValueError):
    """More volume than 62 bits hold: an order of the facts must be wrong."""


def wide(values: Column, factor: int) -> Column:
    """The same values, so that a product with the factor cannot wrap around."""
    largest = int(np.abs(values).max(initial=0))
    return values.astype(object) if largest * max(1, abs(factor)) >= MOST else values


def widest(values: Column) -> int:
    return int(np.abs(values).max(initial=0))


def rounded(numerator: Column, denominator: Column | int, *, half_even: bool) -> Column:
    """Fractions of at least 0 to whole numbers: halves to the even one, or everything down."""
    whole = numerator // denominator
    if half_even:
        twice = 2 * (numerator - whole * denominator)
        up = (twice > denominator) | ((twice == denominator) & (whole % 2 == 1))
        whole = whole + up
    return whole.astype(np.int64)


def checked_sum(volumes: Column, already: int, what: str) -> None:
    """Raises VolumeTooLarge where volumes on top of what is there already might not fit."""
    if already + len(volumes) * widest(volumes) < MOST:
        return
    if already + sum(abs(int(each)) for each in volumes) >= MOST:
        raise VolumeTooLarge(
            f"{what}: all volume together is more than {MOST} hundredths of a point: look for an "
            "order with a volume that cannot be"
        )


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each value once, sorted. (`np.unique` has half a second of imports.)"""
    found = np.sort(values)
    return found[np.concatenate([[True], found[1:] != found[:-1]])] if len(found) else found
