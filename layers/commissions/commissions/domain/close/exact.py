"""Whole numbers in columns, exact at any size: int64 while they fit, Python's own beyond that.

NumPy wraps around in silence, so every product and every sum is asked for its size first. The same
code runs over both kinds of arrays: `np.divmod` and other ufuncs that refuse objects are not used.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[Any]
"""int64, or objects that are Python's integers."""
Places = npt.NDArray[np.int64]
"""Numbers of members, nodes or rows."""
Mask = npt.NDArray[np.bool_]

SAFE = 1 << 62
"""Sums and products below it fit, with a bit to spare."""
_HALF = 31
HALF_EVEN = "half_even"


def largest(values: Whole) -> int:
    """The greatest absolute value; 0 of nothing."""
    return max(abs(int(values.max())), abs(int(values.min()))) if values.size else 0


def summable(values: Whole) -> Whole:
    """The values in a form in which they add up exactly, in any order."""
    values = _full(values)
    if largest(values) * max(values.size, 1) < SAFE or values.dtype == object:
        return values
    return values if _absolute_sum(values) < SAFE else values.astype(object)


def _absolute_sum(values: Whole) -> int:
    """Of the sizes, in two halves that cannot wrap around: sums at the top of a tree are few, so
    the largest times how many there are says too little."""
    sizes = np.abs(values)
    return (int((sizes >> _HALF).sum()) << _HALF) + int((sizes & ((1 << _HALF) - 1)).sum())


def product(values: Whole, factors: Whole | int) -> Whole:
    """Exact products, place by place."""
    values = _full(values)
    most = abs(factors) if isinstance(factors, int) else largest(factors)
    if largest(values) * most < SAFE and most < SAFE:
        return np.asarray(values * factors)
    others = factors if isinstance(factors, int) else factors.astype(object)
    return np.asarray(values.astype(object) * others)


def plus(values: Whole, others: Whole) -> Whole:
    """Exact sums, place by place."""
    values, others = _full(values), _full(others)
    if largest(values) + largest(others) < SAFE:
        return np.asarray(values + others)
    return np.asarray(values.astype(object) + others.astype(object))


def narrowed(values: Whole) -> Whole:
    """As int64 again, where all of it fits."""
    return values.astype(np.int64) if largest(values) < SAFE else values


def _full(values: Whole) -> Whole:
    """At full width, should they be slim."""
    return values.astype(np.int64, copy=False) if values.dtype.kind == "i" else values


def slim(values: Whole) -> Whole:
    """The same figures in the narrowest integers that hold them: to be kept and looked at. NumPy
    wraps around in silence, so only the steps of this module compute with them."""
    if values.dtype == object or not values.size:
        return values
    low, high = int(values.min()), int(values.max())
    for kind in (np.int8, np.int16, np.int32):
        bounds = np.iinfo(kind)
        if bounds.min <= low and high <= bounds.max:
            return values.astype(kind, copy=False)
    return values


def rounded(values: Whole, divisor: int, mode: str) -> Whole:
    """`values / divisor`, each rounded once: `half_even`, or `down` toward nothing.

    The sign is taken off first: floor division rounds what is below 0 the wrong way.
    """
    if divisor >= SAFE:
        values = values.astype(object)
    size = np.abs(values)
    quotient = size // divisor
    if mode == HALF_EVEN:
        rest = size - quotient * divisor
        over = (rest > divisor - rest) | ((rest == divisor - rest) & (quotient % 2 == 1))
        quotient = quotient + over
    return narrowed(np.where(values < 0, -quotient, quotient))


def scaled(amounts: Whole, limit: int, total: int) -> tuple[Whole, Whole]:
    """`amounts * limit` divided by `total`: quotients rounded down, and what remains of each.

    By long division, limb by limb of `limit`, so that no product leaves int64. No amount is below
    0 or above `total`, and `limit` is not above `total`.
    """
    bits = 62 - total.bit_length()
    if bits < 1 or amounts.dtype == object:
        whole = amounts.astype(object) * limit
        return narrowed(whole // total), narrowed(whole % total)
    quotients, rests = np.zeros_like(amounts), np.zeros_like(amounts)
    for place in reversed(range(0, max(limit.bit_length(), 1), bits)):
        limb = (limit >> place) & ((1 << bits) - 1)
        rests = (rests << bits) + amounts * limb
        digits = rests // total
        rests = rests - digits * total
        quotients = (quotients << bits) + digits
    return quotients, rests
